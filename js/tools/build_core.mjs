// Owns dist/core: the plain C ABI module that PHP and any other Wasm host load, whole, and hot (without compile and lint).
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileWasm } from "./build_cargo.mjs";
import { writeWhole } from "./fingerprint.mjs";
import { must } from "./run.mjs";
import { root } from "./toolchain.mjs";
import { brokenPromises, PROMISES } from "./wasm_check.mjs";

/**
 * The modules: their file, the cargo features that make them, how far cargo and wasm-opt go, and what they promise.
 * The hot one's levels are chosen by measurement: of cargo's, 2 and 3 execute 40 % fewer instructions per step than
 * "s", and 2 is the smaller.
 */
const MODULES = [
  { file: "dist/core/cartsignal.wasm", features: "abi,cold", levels: ["s", "-Os"], promises: PROMISES.whole },
  { file: "dist/core/cartsignal-hot.wasm", features: "abi", levels: ["2", "-O3"], promises: PROMISES.hot },
];

export const CORE = MODULES.map(({ file }) => file);

// The translator to PHP takes the first version of Wasm and these four extensions, nothing else.
const RUST_FEATURES = ["bulk-memory", "sign-ext", "nontrapping-fptoint", "mutable-globals"];
// wasm-opt refuses a module that uses anything not named here, so this is a check as well.
const OPT_FEATURES = ["bulk-memory", "sign-ext", "nontrapping-float-to-int", "mutable-globals"];

/** Compiles, optimises, checks and writes the modules. */
export async function buildCore() {
  for (const module of MODULES) await buildModule(module);
}

async function buildModule({ file, features: cargoFeatures, levels: [level, pass], promises }) {
  const raw = await compileWasm(
    "abi",
    ["--no-default-features", "--features", cargoFeatures],
    [
      "-Ctarget-cpu=mvp",
      `-Ctarget-feature=${RUST_FEATURES.map((feature) => `+${feature}`).join(",")}`,
      `-Clink-arg=-zstack-size=${promises.stack}`,
      ...(promises.initial ? [`-Clink-arg=--initial-memory=${promises.initial}`] : []),
    ],
    { CARGO_PROFILE_RELEASE_OPT_LEVEL: level },
  );
  const optimised = `${raw}.opt`;
  const features = ["--mvp-features", ...OPT_FEATURES.map((feature) => `--enable-${feature}`)];
  await must("wasm-opt", [
    raw,
    "-o",
    optimised,
    pass,
    ...features,
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
  ]);
  const bytes = readFileSync(optimised);
  const broken = brokenPromises(bytes, promises);
  if (broken.length > 0) throw new Error(`${file} breaks its promises:\n  ${broken.join("\n  ")}`);
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeWhole(join(root, file), bytes);
}
