// Owns which files the plugin is made of, and what each contains.
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ask } from "../toolchain.mjs";
import { template } from "../translations/catalogue.mjs";

const PLUGIN = "plugin-wordpress";

/**
 * What the plugin is, in its folder. Everything else there (tests, the translator, notes for developers) stays at home, and
 * so does what is hidden: `*` means no name with a dot in front.
 */
const PARTS = [
  "cartsignal.php",
  "uninstall.php",
  "readme.txt",
  "src/**/*",
  "assets/**/*",
  "languages/**/*",
  "core/*.{json,css}",
  "core/{console,languages}/*",
  "blocks/**/*",
  "docs/*.md",
  "openapi.json",
];

export const PACKAGES = ["Hot", "Whole"];

/**
 * Returns the plugin's files by their path inside its folder, in order of their paths.
 * @param {string} from the repository
 * @returns {Map<string, Buffer>}
 */
export function pluginFiles(from) {
  const folder = join(from, PLUGIN);
  const files = new Map();
  for (const path of globSync(PARTS, { cwd: folder })) {
    const file = join(folder, path);
    if (statSync(file).isFile()) files.set(path.replaceAll("\\", "/"), readFileSync(file));
  }
  for (const name of PACKAGES) for (const [path, bytes] of coreFiles(folder, name)) files.set(path, bytes);
  files.set("license.txt", readFileSync(join(from, "LICENSE")));
  files.set("core/SOURCE.txt", Buffer.from(sourceNote(from)));
  files.set("languages/cartsignal.pot", Buffer.from(template(versionOf(from), from)));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns the version that all of the repository has. */
export function versionOf(from) {
  return JSON.parse(readFileSync(join(from, "package.json"), "utf8")).version;
}

/** A package of generated classes is what its manifest names: no more, should an older build have left something. */
function coreFiles(folder, name) {
  const manifest = join(folder, "core", name, "manifest.json");
  if (!existsSync(manifest)) throw new Error(`\`core/${name}\` is not there: \`npm run build\` makes it`);
  const names = ["manifest.json", ...JSON.parse(readFileSync(manifest, "utf8")).files.map((file) => file.name)];
  return names.map((file) => [`core/${name}/${file}`, readFileSync(join(folder, "core", name, file))]);
}

/** What a reviewer needs to make the machine-written files again and compare. */
function sourceNote(from) {
  const { version, repository } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  const address = repository.url.replace(/^git\+|\.git$/g, "");
  const binaryen = JSON.parse(readFileSync(join(from, "package.json"), "utf8")).devDependencies.binaryen;
  return `The PHP files in this folder are written by a machine. Their source is Rust, in the folder src of
${address} (tag v${version}).

The translation from WebAssembly to PHP is plugin-wordpress/wasm2php in the same repository.
To make these files again, byte for byte:

    git clone --branch v${version} ${address} && cd cartsignal && npm ci && npm run build

They are then in plugin-wordpress/core. Made with ${ask("rustc", ["--version"])?.trim() ?? "rustc"} and binaryen ${binaryen};
another compiler gives other bytes. Each manifest.json has the SHA-256 of every file and of the WebAssembly module.
`;
}
