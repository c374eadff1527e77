// Owns the preparation of a bare machine: `setup.mjs start` for what running needs, `setup.mjs test` for everything.
// Builtins only and Node 18: it runs before there is anything else. A second run skips what is there.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromeStep } from "./setup_chrome.mjs";
import { phpStep } from "./setup_php.mjs";
import { cargoToolStep, rustStep, wasmTargetStep } from "./setup_rust.mjs";
import { storeStep } from "./setup_store.mjs";
import { ask, minNodeMajor, root, setupDir } from "./toolchain.mjs";

// A step answers {there} (nothing to do), {done} (what it did) or {missing, command} (what a person must run).
const running = [
  ["npm packages", npmStep],
  ["node", nodeStep],
  ["rust", rustStep],
  ["wasm32 target", wasmTargetStep],
  ["wasm-bindgen", () => cargoToolStep("wasm-bindgen-cli")],
  ["wasm-opt", wasmOptStep],
];
const testing = [
  ["wasm-pack", () => cargoToolStep("wasm-pack")],
  ["chrome", chromeStep],
  ["php", phpStep],
  ["store", storeStep],
];

const level = process.argv[2] ?? "test";
if (!["start", "test"].includes(level)) {
  console.error(`setup: unknown level \`${level}\`, expected start or test`);
  process.exit(2);
}
mkdirSync(setupDir, { recursive: true });
const missing = [];
for (const [name, step] of level === "start" ? running : [...running, ...testing]) {
  const began = Date.now();
  const answer = step((line) => console.log(`setup  ${name.padEnd(14)} ${line}`));
  const took = `(${((Date.now() - began) / 1000).toFixed(1)} s)`;
  console.log(`setup  ${name.padEnd(14)} ${answer.there ?? answer.done ?? `MISSING: ${answer.missing}`} ${took}`);
  if (answer.missing) missing.push([name, answer]);
}
for (const [name, answer] of missing) console.error(`\n${name}: ${answer.missing}\n  run: ${answer.command}`);
process.exit(missing.length === 0 ? 0 : 1);

function npmStep(say) {
  const stamp = join(root, "node_modules", ".cartsignal-stamp");
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return { there: "there" };
  say("npm ci");
  const args = ["ci", "--no-audit", "--no-fund"];
  const npm = process.env.npm_execpath;
  const ended = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: "inherit" })
    : spawnSync("npm", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (ended.status !== 0) return { missing: "npm could not install the packages", command: "npm ci" };
  writeFileSync(stamp, wanted);
  return { done: "installed" };
}

function nodeStep() {
  const version = ask("node", ["--version"]);
  const major = Number(/^v(\d+)/.exec(version ?? "")?.[1] ?? 0);
  if (major >= minNodeMajor) return { there: `${version}` };
  return {
    missing: `Node >= ${minNodeMajor} is needed, found ${version ?? "none"}; the npm package \`node\` did not bring it`,
    command: `npm install --no-save node@${minNodeMajor}, or install Node ${minNodeMajor} from nodejs.org`,
  };
}

function wasmOptStep() {
  const version = existsSync(join(root, "node_modules", ".bin", "wasm-opt")) && installedBinaryen();
  if (version) return { there: `binaryen ${version}` };
  return { missing: "the npm package binaryen is not installed", command: "npm ci" };
}

function installedBinaryen() {
  return JSON.parse(readFileSync(join(root, "node_modules", "binaryen", "package.json"), "utf8")).version;
}
