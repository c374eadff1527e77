// Owns the Rust half of setup: compiler, wasm32 target, and the command-line tools of the crate registry.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildDebianTarget, canUseDebian } from "./setup_debian.mjs";
import { ask, cargoTools, findProgram, minRust, root, toolEnv, toolRoot, wasmTarget } from "./toolchain.mjs";

const RUSTUP = "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh";

/** Checks that a new enough Rust is there; it is the one tool, with Node, that setup does not install. */
export function rustStep() {
  const version = ask("rustc", ["--version"]);
  if (!version || !ask("cargo", ["--version"])) return { missing: "Rust is not installed", command: RUSTUP };
  const [major, minor] = /(\d+)\.(\d+)/.exec(version).slice(1).map(Number);
  const [wantMajor, wantMinor] = minRust();
  if (major > wantMajor || (major === wantMajor && minor >= wantMinor)) return { there: version };
  return { missing: `${version} is older than ${wantMajor}.${wantMinor}`, command: "rustup update stable" };
}

/** Adds the wasm32 target: by rustup, else from Debian's packages where that is possible. */
export function wasmTargetStep(say) {
  // The trap: without this, a machine that only lacks Rust (or its PATH) gets Debian's whole compiler uninvited.
  if (!ask("rustc", ["--version"])) return { missing: "it needs Rust first", command: RUSTUP };
  if (hasTarget()) return { there: "there" };
  const command = `rustup target add ${wasmTarget}`;
  if (findProgram("rustup")) {
    say(command);
    run("rustup", ["target", "add", wasmTarget]);
    if (hasTarget()) return { done: "added by rustup" };
  }
  if (!canUseDebian()) return { missing: `rustc has no ${wasmTarget} target`, command };
  const failed = buildDebianTarget(say);
  if (!failed && hasTarget()) return { done: "built from Debian's packages" };
  return {
    missing: `no ${wasmTarget} target: rustup failed, then Debian's packages (${failed ?? "std not found"})`,
    command,
  };
}

/** Installs one tool by cargo under the setup folder, unless the right version is in PATH or there already. */
export function cargoToolStep(name, say = (line) => console.log(`setup  ${line}`)) {
  const { version, program } = cargoTools()[name];
  if (existsSync(join(toolRoot(name), "bin", program))) return { there: version };
  if (ask(program, ["--version"]) === `${program} ${version}`) return { there: `${version}, in PATH` };
  if (!ask("cargo", ["--version"])) return { missing: "it needs Rust first", command: RUSTUP };
  const install = ["install", name, "--version", version, "--root", toolRoot(name)];
  const command = `cargo install --locked ${name} --version ${version}`;
  say(`${command} (a few minutes)`);
  if (run("cargo", [...install, "--locked"])) return { done: `${version}, built` };
  // The trap: a registry mirror may lag behind the lock file inside the tool's crate.
  say(`not with its own lock file; once more with the newest versions that are there`);
  if (run("cargo", install)) return { done: `${version}, built without its lock file` };
  return { missing: `cargo could not install ${name} ${version}`, command };
}

function hasTarget() {
  const folder = ask("rustc", ["--print", "target-libdir", "--target", wasmTarget]);
  return Boolean(folder && existsSync(folder) && readdirSync(folder).some((file) => /^libstd-.*\.rlib$/.test(file)));
}

function run(program, args) {
  return spawnSync(program, args, { cwd: root, env: toolEnv(), stdio: "inherit" }).status === 0;
}
