// Owns `npm run build`: the steps that fill dist/ and the plugin's core, in order, each skipped when nothing it reads
// has changed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { buildBindings, bindingOutputs } from "./build_bindings.mjs";
import { buildConsole, CONSOLE, CONSOLE_SOURCES } from "./build_console.mjs";
import { buildCore, CORE } from "./build_core.mjs";
import { buildLanguages, languageOutputs, LANGUAGE_SOURCES } from "./build_languages.mjs";
import { buildPhp, phpOutputs, phpSizes, PHP_SOURCES } from "./build_php.mjs";
import { buildShared, SHARED, sharedOutputs } from "./build_shared.mjs";
import { fingerprint, isFresh, markBuilt } from "./fingerprint.mjs";
import { ask, cargoTools, root } from "./toolchain.mjs";

const CRATE = ["src", "Cargo.toml", "Cargo.lock"];
const TOOLS = ["fingerprint", "build", "build_cargo", "run", "toolchain"].map((name) => `js/tools/${name}.mjs`);

const steps = [
  {
    name: "core",
    reads: [...CRATE, ...TOOLS, ...["build_core", "wasm_check", "wasm_sections"].map((name) => `js/tools/${name}.mjs`)],
    writes: () => CORE,
    build: buildCore,
  },
  {
    name: "bindings",
    reads: [...CRATE, ...TOOLS, "js/tools/build_bindings.mjs"],
    writes: bindingOutputs,
    build: buildBindings,
  },
  {
    name: "php",
    reads: [...PHP_SOURCES, ...TOOLS, "js/tools/build_php.mjs"],
    writes: phpOutputs,
    build: buildPhp,
    sizes: phpSizes,
  },
  { name: "shared", reads: [...SHARED, "js/tools/build_shared.mjs"], writes: sharedOutputs, build: buildShared },
  { name: "console", reads: [...CONSOLE_SOURCES, "package-lock.json"], writes: () => CONSOLE, build: buildConsole },
  { name: "languages", reads: LANGUAGE_SOURCES, writes: languageOutputs, build: buildLanguages },
];

const versions = [
  ask("rustc", ["-vV"]),
  cargoTools()["wasm-bindgen-cli"].version,
  JSON.parse(readFileSync(join(root, "node_modules", "binaryen", "package.json"), "utf8")).version,
];

/** Runs every step that is not fresh, but for those `without`; throws at the first failure. */
export async function build({ force = false, without = [] } = {}) {
  const wanted = steps.filter((step) => !without.includes(step.name));
  for (const step of wanted) {
    const began = Date.now();
    const fresh = !force && isFresh(step.name, fingerprint(step.reads, versions), step.writes());
    if (!fresh) {
      console.log(`build  ${step.name}`);
      // The hash is taken before the compiler reads, except for Cargo.lock, which `prepare` brings up to date first.
      const { prepare } = await import("./build_cargo.mjs");
      await prepare();
      const print = fingerprint(step.reads, versions);
      await step.build();
      markBuilt(step.name, print);
    }
    console.log(
      `build  ${step.name.padEnd(10)} ${fresh ? "fresh" : "built"} (${((Date.now() - began) / 1000).toFixed(1)} s)`,
    );
  }
  for (const line of wanted.flatMap((step) => step.sizes?.() ?? moduleSizes(step))) console.log(`build  ${line}`);
}

function moduleSizes({ writes }) {
  return writes()
    .filter((path) => path.endsWith(".wasm"))
    .map(sizeLine);
}

function sizeLine(file) {
  const bytes = readFileSync(join(root, file));
  const kib = (count) => `${(count / 1024).toFixed(1)} KiB`;
  const packed = `gzip ${kib(gzipSync(bytes, { level: 9 }).length)}, brotli ${kib(brotliCompressSync(bytes).length)}`;
  return `${file}: ${kib(bytes.length)}, ${packed}`;
}

if (process.argv[1] === import.meta.filename) {
  try {
    await build({ force: process.argv.includes("--force") });
  } catch (error) {
    console.error(`build: ${error.message}`);
    process.exit(1);
  }
}
