// Owns the way to a wasm32 target where rustup can't download: Debian's rustc-web, with std built once from its sources.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findProgram, setupDir, toolEnv, wasmTarget, writeSetting } from "./toolchain.mjs";

const PACKAGES = ["rustc-web", "cargo-web", "rust-web-src"];
const STD = "-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test";

/** Returns whether this is Debian (or a child of it) and we may install packages. */
export function canUseDebian() {
  return existsSync("/etc/debian_version") && process.getuid?.() === 0;
}

/** Runs `apt-get update` and installs; returns whether it worked. */
export function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) => spawnSync("apt-get", args, { env, stdio: "inherit" }).status === 0;
  return apt("update", "-qq") && apt("install", "-y", "-qq", "--no-install-recommends", ...packages);
}

/** Builds std for wasm32 with Debian's compiler and makes that compiler ours. Returns why it failed, or undefined. */
export function buildDebianTarget(say) {
  say(`apt-get install ${PACKAGES.join(" ")}`);
  if (!aptInstall(PACKAGES)) return "apt-get install failed";
  const linker = linkerPackage();
  if (linker && !aptInstall([linker])) return `apt-get install ${linker} failed`;
  say("building std from Debian's sources (about a minute)");
  const crate = mkdtempSync(join(setupDir, "std-"));
  try {
    const rlibs = buildStd(crate);
    if (!rlibs) return "std did not build";
    const folder = `/usr/lib/rustlib/${wasmTarget}/lib`;
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(rlibs).filter((name) => name.endsWith(".rlib")))
      cpSync(join(rlibs, file), join(folder, file));
  } finally {
    rmSync(crate, { recursive: true, force: true });
  }
  if (!findProgram("rustup")) return undefined;
  if (!succeeds("rustup", ["toolchain", "link", "debian", "/usr"])) return "rustup toolchain link failed";
  writeSetting("RUSTUP_TOOLCHAIN", "debian");
  return undefined;
}

/** Returns the package of the lld that /usr/bin/rust-lld links to, when that link hangs in the air. */
function linkerPackage() {
  const target = spawnSync("readlink", ["-m", "/usr/bin/rust-lld"], { encoding: "utf8" }).stdout.trim();
  const version = /llvm-(\d+)|lld-(\d+)/.exec(target);
  return existsSync(target) || !version ? undefined : `lld-${version[1] ?? version[2]}`;
}

function buildStd(crate) {
  mkdirSync(join(crate, "src"));
  writeFileSync(join(crate, "Cargo.toml"), '[package]\nname = "std-for-wasm"\nedition = "2021"\n\n[workspace]\n');
  writeFileSync(join(crate, "src", "lib.rs"), "");
  // Without embedded bitcode a later build with LTO fails.
  const env = {
    RUSTC_BOOTSTRAP: "1",
    RUSTC: "/usr/bin/rustc",
    RUSTFLAGS: "-Cembed-bitcode=yes",
    CARGO_TARGET_DIR: join(crate, "target"),
  };
  const built = succeeds("/usr/bin/cargo", ["build", STD, "--release", "--target", wasmTarget], {
    cwd: realpathSync(crate),
    env: toolEnv(env),
  });
  return built ? join(crate, "target", wasmTarget, "release", "deps") : undefined;
}

function succeeds(program, args, options = {}) {
  return spawnSync(program, args, { env: toolEnv(), stdio: "inherit", ...options }).status === 0;
}
