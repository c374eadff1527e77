// Owns where the tools of this repository live, which versions it wants, and the environment its commands run in.
// Runs on Node 18 with builtins only: setup needs it before anything is installed.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const setupDir = resolve(process.env.CARTSIGNAL_SETUP_DIR ?? join(root, ".setup"));
export const wasmTarget = "wasm32-unknown-unknown";
export const minNodeMajor = 22;

const WASM_PACK_VERSION = "0.15.1";
const cargoToml = readFileSync(join(root, "Cargo.toml"), "utf8");

/** Returns the tools that come from the crate registry: name, version, the program that proves them. */
export function cargoTools() {
  return {
    "wasm-bindgen-cli": { version: pinnedDependency("wasm-bindgen"), program: "wasm-bindgen" },
    "wasm-pack": { version: WASM_PACK_VERSION, program: "wasm-pack" },
  };
}

/** Returns the lowest Rust version the crate accepts, as `[major, minor]`. */
export function minRust() {
  const found = /^rust-version\s*=\s*"(\d+)\.(\d+)/m.exec(cargoToml);
  return found ? [Number(found[1]), Number(found[2])] : [1, 90];
}

/** Returns the name of the workspace's own test profile (optimised, overflow checked), or undefined without one. */
export function checkProfile() {
  const sections = cargoToml.split(/^\[/m).filter((section) => /^overflow-checks\s*=\s*true/m.test(section));
  return sections.map((section) => /^profile\.([\w-]+)\]/.exec(section)?.[1]).find(Boolean);
}

/** Returns the folder one cargo tool is installed under; the version is in its name, so an upgrade is a new folder. */
export function toolRoot(name) {
  return join(setupDir, `${name}-${cargoTools()[name].version}`);
}

/** Returns the environment of every command: our tools first in PATH, and what setup had to decide (settings.json). */
export function toolEnv(extra = {}) {
  const settings = readSettings();
  const folders = [
    ...Object.keys(cargoTools()).map((name) => join(toolRoot(name), "bin")),
    join(root, "node_modules", ".bin"),
    ...(process.env.PATH ?? "").split(delimiter),
    join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin"),
  ];
  const known = new Set();
  const path = folders.filter((folder) => folder && !known.has(folder) && known.add(folder)).join(delimiter);
  return { ...settings, ...process.env, PATH: path, ...extra };
}

/** Returns the path of a program as `toolEnv` would find it, or undefined. */
export function findProgram(name) {
  for (const folder of toolEnv().PATH.split(delimiter)) {
    const candidate = join(folder, process.platform === "win32" ? `${name}.exe` : name);
    if (isProgram(candidate)) return candidate;
  }
  return undefined;
}

/** Returns the first of some paths that is a program, or undefined. */
export function firstProgram(candidates) {
  return candidates.find((candidate) => candidate && isProgram(candidate));
}

/** Returns what a command prints, trimmed, or undefined when it fails or is not there. */
export function ask(program, args, options = {}) {
  const answer = spawnSync(program, args, { env: toolEnv(), cwd: root, encoding: "utf8", ...options });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}

/** Returns Chrome's or Chromium's path, or undefined. CHROME wins. */
export function findChrome() {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
  const places = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/snap/bin/chromium",
  ];
  return firstProgram([process.env.CHROME, ...names.map(findProgram), ...places]);
}

/** Returns chromedriver's path, or undefined. CHROMEDRIVER wins; CHROMEWEBDRIVER is the folder some CI images name. */
export function findChromedriver() {
  const folder = process.env.CHROMEWEBDRIVER;
  const places = [
    "/usr/lib/chromium/chromedriver",
    "/usr/lib/chromium-browser/chromedriver",
    "/snap/bin/chromium.chromedriver",
  ];
  return firstProgram([
    process.env.CHROMEDRIVER,
    folder && join(folder, "chromedriver"),
    findProgram("chromedriver"),
    ...places,
  ]);
}

/** Returns the environment that setup recorded for this machine, such as a RUSTUP_TOOLCHAIN; empty on most. */
function readSettings() {
  const file = join(setupDir, "settings.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/** Records one variable that every later command needs on this machine. */
export function writeSetting(name, value) {
  writeFileSync(join(setupDir, "settings.json"), `${JSON.stringify({ ...readSettings(), [name]: value }, null, 2)}\n`);
}

function pinnedDependency(name) {
  const line = new RegExp(`^${name}\\s*=.*?"=([\\d.]+)"`, "m").exec(cargoToml);
  if (!line) throw new Error(`Cargo.toml pins no version of ${name}: expected ${name} = "=x.y.z"`);
  return line[1];
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
