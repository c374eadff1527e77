// Owns plugin-wordpress/core: both modules of dist/core as PHP classes, by the repository's own translator.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { locked } from "./build_cargo.mjs";
import { functionsOfADay } from "./demo_functions.mjs";
import { must } from "./run.mjs";
import { checkProfile, root } from "./toolchain.mjs";

const FOLDER = "plugin-wordpress/core";

/** Of the hot one, what an ordinary day runs comes first, so that a request loads few files. */
const packages = [
  { name: "Hot", module: "dist/core/cartsignal-hot.wasm", first: functionsOfADay },
  { name: "Whole", module: "dist/core/cartsignal.wasm", first: () => [] },
];

/** What the step reads: the translator, the modules, and what tells an ordinary day. */
export const PHP_SOURCES = [
  ...["Cargo.toml", "Cargo.lock", "plugin-wordpress/wasm2php/Cargo.toml", "plugin-wordpress/wasm2php/src"],
  ...packages.map(({ module }) => module),
  ...["demo_day", "demo_functions", "wasm_sections", "wasm_trace"].map((name) => `js/tools/${name}.mjs`),
  ...["js/abi.mjs", "js/load", "js/cli/session.mjs", "js/replay", "js/simulator", "src/preset/demo.json"],
];

/** Returns every file that the last run wrote, by the packages' manifests. */
export function phpOutputs() {
  return packages.flatMap(({ name }) => [`${FOLDER}/${name}/manifest.json`, ...filesOf(name)]);
}

/** Compiles the translator, translates, and puts each package in the place of the old one. */
export async function buildPhp() {
  // The tests' profile: they find the translator compiled.
  const profile = checkProfile() ?? "release";
  await must("cargo", ["build", "--profile", profile, "--package", "wasm2php", "--target-dir", "target", ...locked()]);
  for (const each of packages) await translate(join(root, "target", profile, "wasm2php"), each);
}

/** Returns one line per package: how many files, how large, and as a download, where each file is packed by itself. */
export function phpSizes() {
  return packages.map(({ name }) => {
    const texts = filesOf(name).map((file) => readFileSync(join(root, file)));
    const mebibytes = (sizes) => `${(sizes.reduce((sum, size) => sum + size, 0) / 1_048_576).toFixed(2)} MiB`;
    const raw = mebibytes(texts.map((text) => text.length));
    const packed = mebibytes(texts.map((text) => gzipSync(text).length));
    return `${FOLDER}/${name}: ${texts.length} files, ${raw}, gzip ${packed}`;
  });
}

/** A reader sees all of the old package or all of the new one, but for the moment between two renamings. */
async function translate(translator, { name, module, first }) {
  const [place, draft, old, list] = ["", ".draft", ".old", ".first"].map((end) => join(root, FOLDER, `${name}${end}`));
  for (const left of [draft, old, list]) rmSync(left, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  writeFileSync(list, (await first(module)).join(" "));
  const namespace = `Cartsignal\\Generated\\${name}`;
  await must(translator, [module, "--out", draft, "--namespace", namespace, "--first", list]);
  rmSync(list);
  if (existsSync(place)) renameSync(place, old);
  renameSync(draft, place);
  rmSync(old, { recursive: true, force: true });
}

function filesOf(name) {
  const manifest = join(root, FOLDER, name, "manifest.json");
  if (!existsSync(manifest)) return [];
  return JSON.parse(readFileSync(manifest, "utf8")).files.map((file) => `${FOLDER}/${name}/${file.name}`);
}
