// Owns the flags under which both Wasm builds compile: same bytes on every machine, separate target folders.
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { must } from "./run.mjs";
import { root, wasmTarget } from "./toolchain.mjs";

/** Brings Cargo.lock and the downloaded crates up to date; on CI a lock file that is not up to date is an error. */
export async function prepare() {
  await must("cargo", ["fetch", "--target", wasmTarget, ...locked()]);
}

/** Compiles the release module into target/<name>; returns the path of the raw .wasm. */
export async function compileWasm(name, cargoArgs, rustFlags = [], env = {}) {
  const folder = join(root, "target", name);
  const args = [
    "build",
    "--release",
    "--lib",
    "--target",
    wasmTarget,
    "--target-dir",
    folder,
    ...locked(),
    ...cargoArgs,
  ];
  // The encoded form, so that a path with a blank in it stays one flag. wasm-bindgen needs a section that a full strip
  // takes away; wasm-opt strips the rest.
  const flags = [...rustFlags, ...remappedPaths()].join("\x1f");
  await must("cargo", args, {
    env: { CARGO_ENCODED_RUSTFLAGS: flags, CARGO_INCREMENTAL: "0", CARGO_PROFILE_RELEASE_STRIP: "debuginfo", ...env },
  });
  return join(folder, wasmTarget, "release", "cartsignal.wasm");
}

/** Returns the arguments under which cargo takes no lock file but an up-to-date one. */
export function locked() {
  return process.env.CI ? ["--locked"] : [];
}

/** Panic messages name source files: without this, two machines build different bytes. The last match wins. */
function remappedPaths() {
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  const sources = join(cargoHome, "registry", "src");
  const registries = existsSync(sources) ? readdirSync(sources).sort() : [];
  const pairs = [
    [homedir(), "/home"],
    [cargoHome, "/cargo"],
    ...registries.map((registry) => [join(sources, registry), "/crates"]),
    [root, "/cartsignal"],
  ];
  return pairs.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}
