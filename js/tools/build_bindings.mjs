// Owns dist/pkg: the wasm-bindgen package, one for pages and Node alike (js/node.mjs reads it from disk).
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compileWasm } from "./build_cargo.mjs";
import { writeWhole } from "./fingerprint.mjs";
import { must } from "./run.mjs";
import { root } from "./toolchain.mjs";

const packages = [{ folder: "web", target: "web", module: "module" }];

// Named one by one: with --all-features wasm-opt writes modules that Node can't load.
const FEATURES = [
  "bulk-memory",
  "sign-ext",
  "nontrapping-float-to-int",
  "mutable-globals",
  "multivalue",
  "reference-types",
];

/** Returns every file that the step promises to have written. */
export function bindingOutputs() {
  const names = ["cartsignal.js", "cartsignal.d.ts", "cartsignal_bg.wasm", "package.json"];
  return packages.flatMap(({ folder }) => names.map((name) => `dist/pkg/${folder}/${name}`));
}

/** Compiles, binds and optimises. */
export async function buildBindings() {
  const raw = await compileWasm("bindgen", [], [], { CARGO_PROFILE_RELEASE_OPT_LEVEL: "3" });
  for (const { folder, target, module } of packages) {
    const draft = mkdtempSync(join(root, "target", "bindgen", `${folder}-`));
    await must("wasm-bindgen", [
      raw,
      "--target",
      target,
      "--out-dir",
      draft,
      "--out-name",
      "cartsignal",
      "--remove-producers-section",
    ]);
    const wasm = join(draft, "cartsignal_bg.wasm");
    await must("wasm-opt", [
      wasm,
      "-o",
      wasm,
      "-Os",
      ...FEATURES.map((feature) => `--enable-${feature}`),
      "--strip-debug",
      "--strip-producers",
    ]);
    const files = readdirSync(draft, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const file of files) {
      const path = join(file.parentPath, file.name);
      writeWhole(join(root, "dist", "pkg", folder, path.slice(draft.length + 1)), readFileSync(path));
    }
    writeWhole(join(root, "dist", "pkg", folder, "package.json"), `${JSON.stringify({ type: module })}\n`);
    rmSync(draft, { recursive: true });
  }
}
