// Owns the PHPs that run every vector: the system's and npm's, each with its settings, and what each must say of itself.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findPhp, installPhp } from "./php.mjs";
import { root } from "./toolchain.mjs";

/** Where npm's PHP leaves its temporary files; to be there while one runs, and to be removed afterwards. */
export const SCRATCH = join(root, "target", "php-wasm");

/** What the plugin promises. npm's package brings each version as WebAssembly, with an opcache and without a JIT. */
const VERSIONS = ["8.1", "8.2", "8.3", "8.4", "8.5"];

/** The version beside the system's that `npm test` runs: the last but one, which stores have by now. */
const OTHER_VERSION = "8.4";

/** Of a usual host; nothing is left to what the machine's php.ini says. */
const SETTINGS = {
  memory_limit: "256M",
  max_execution_time: 0,
  display_errors: "stderr",
  error_reporting: -1,
  auto_prepend_file: join(root, "tests/php/hosts/witness.php"),
  "opcache.jit": "off",
  "opcache.jit_buffer_size": 0,
};
const OPCACHE = { "opcache.enable": 1, "opcache.enable_cli": 1, "opcache.memory_consumption": 128 };
const NO_OPCACHE = { "opcache.enable": 0, "opcache.enable_cli": 0 };

/** 64 MiB is what hosts are told to set, and too small for the core: PHP stops compiling when it is full. */
const jit = (mode, buffer) => ({ ...OPCACHE, "opcache.jit": mode, "opcache.jit_buffer_size": buffer });

/** Measured: the JIT's own code takes 2 to 6 KB, the core's functions 196 MB. */
const COMPILED_CORE_BYTES = 1_048_576;

const RUNNER = "tests/php/conformance.php";
const PACKAGE = "node_modules/@php-wasm/cli/php-wasm.js";

/** What `npm test` runs. */
export const testedPhp = () => [system("php", OPCACHE, cached), packaged(OTHER_VERSION, NO_OPCACHE, uncached)];

/** What `npm run verify` runs beside it. */
export const verifiedPhp = () => [
  ...VERSIONS.flatMap((version) => [
    ...(version === OTHER_VERSION ? [] : [packaged(version, NO_OPCACHE, uncached)]),
    packaged(version, OPCACHE, cached),
  ]),
  system("php-function-jit", jit("function", "64M"), functionsCompiled),
  system("php-function-jit-of-all", jit("function", "256M"), functionsCompiled),
  system("php-tracing-jit", jit("tracing", "64M"), tracingSwitchedOff),
];

/** Returns what is wrong with what a PHP says of itself, in words, or undefined. */
export function complaint(host, text) {
  const line = /^witness (\{.*\})$/m.exec(text);
  if (!line) return "PHP did not say what it is";
  return host.expects(JSON.parse(line[1]));
}

function system(name, settings, expects) {
  const php = findPhp();
  const missing = php ? undefined : `there is no PHP: ${installPhp()}`;
  return { name, missing: missing ?? unbuilt(), command: [php, [...options(settings), RUNNER]], expects };
}

/** Its scripts are the machine's files, at the same paths. The trap: it ends with 0 whatever PHP ended with. */
function packaged(version, settings, expects) {
  const missing = existsSync(join(root, PACKAGE)) ? unbuilt() : `${PACKAGE} is not there: run \`npm ci\``;
  return {
    name: `php-${version}${settings === OPCACHE ? "-opcache" : ""}`,
    missing,
    command: ["node", [PACKAGE, ...options(settings), RUNNER]],
    env: { PHP: version, TMPDIR: SCRATCH },
    expects: (witness) =>
      witness.version.startsWith(`${version}.`) ? expects(witness) : `it is PHP ${witness.version}, not ${version}`,
  };
}

function options(settings) {
  return Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ["-d", `${name}=${value}`]);
}

function unbuilt() {
  const built = ["Hot", "Whole"].every((name) =>
    existsSync(join(root, "plugin-wordpress/core", name, "manifest.json")),
  );
  return built ? undefined : "the core in PHP is not there: run `npm run build`";
}

function uncached({ core_scripts_in_opcache: scripts, jit_on: compiling }) {
  return scripts > 0 || compiling
    ? `it ran with ${scripts} files of the core in an opcache that was to be off`
    : undefined;
}

function cached({ core_scripts_in_opcache: scripts, jit_on: compiling }) {
  if (scripts === 0) return "no file of the core was in the opcache that was to be on";
  return compiling ? "it ran with a JIT that was to be off" : undefined;
}

function functionsCompiled({ jit_on: compiling, jit_setting: setting, jit_bytes: bytes }) {
  if (!compiling || setting !== "function") return `it ran with the JIT set to \`${setting}\`, expected function`;
  return bytes < COMPILED_CORE_BYTES
    ? `its JIT wrote ${bytes} bytes: the core was not among what it compiled`
    : undefined;
}

function tracingSwitchedOff({ jit_on: compiling, jit_setting: setting, jit_bytes: bytes }) {
  if (compiling || setting !== "off") return `it ran with the JIT set to \`${setting}\`: the guard let it`;
  return bytes >= COMPILED_CORE_BYTES ? `its JIT wrote ${bytes} bytes before the guard switched it off` : undefined;
}
