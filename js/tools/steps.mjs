// Owns the named steps of test, verify and soak: what each runs, and how its output is counted.
import { checkProfile, findChromedriver } from "./toolchain.mjs";

const optimised = checkProfile() ? ["--profile", checkProfile()] : [];
const cargoTest = (...args) => ["cargo", ["test", ...optimised, ...args]];
const node = (...args) => ["node", args];

// Cheap and telling first. `count` names the runner's kind; a step that counts and ran no test has failed. `says` is a
// line of the output that the table at the end repeats.
const all = {
  build: { command: node("js/tools/build.mjs") },
  rust: { command: cargoTest(), count: "cargo" },
  node: {
    command: node("--test", "--test-reporter=spec", "js/**/*.test.mjs", "tests/node/**/!(php_*).test.mjs"),
    count: "node",
  },
  "wasm-node": { command: ["wasm-pack", ["test", "--node", "--mode", "no-install"]], count: "cargo" },
  "wasm-chrome": {
    command: ["wasm-pack", ["test", "--headless", "--chrome", "--mode", "no-install", ...driver()]],
    count: "cargo",
  },
  wasm2php: { command: cargoTest("--package", "wasm2php"), count: "cargo", says: /^official suite: \d+ passed.+$/m },
  php: { command: node("js/tools/phpunit.mjs"), count: "phpunit" },
  "php-requests": {
    command: node("--test", "--test-reporter=spec", "tests/node/**/php_*.test.mjs"),
    count: "node",
  },
  // One file at a time: each brings up a store of its own, and they share two cores.
  wordpress: {
    command: node("--test", "--test-reporter=spec", "--test-concurrency=1", "tests/wordpress/**/*.test.mjs"),
    count: "node",
    limitMinutes: 30,
  },
  // Every path instead of one of each: both checkouts, both kinds of order tables, every stage and crash point.
  "wordpress-all": {
    command: node("--test", "--test-reporter=spec", "--test-concurrency=1", "tests/wordpress/**/*.test.mjs"),
    count: "node",
    env: { CARTSIGNAL_EVERY: "1" },
    limitMinutes: 120,
  },
  conformance: { command: node("js/tools/conformance.mjs"), count: "vectors", limitMinutes: 60 },
  "conformance-php": {
    command: node("js/tools/conformance.mjs", "--every-php"),
    count: "vectors",
    limitMinutes: 240,
  },
  crash: {
    command: node("tests/crash/main.mjs", "--times", "1000", "--seed", "1"),
    says: /^1000 kills in .+$/m,
    limitMinutes: 60,
  },
  phone: {
    command: node("--test", "--test-reporter=spec", "tests/node/phone_oracle.test.mjs"),
    count: "node",
    env: { CARTSIGNAL_SOAK: "1" },
  },
  lint: { command: node("js/tools/lint.mjs") },
  generated: { command: node("js/tools/generate.mjs", "--check") },
  "rust-abi": { command: cargoTest("--no-default-features", "--features", "abi,cold"), count: "cargo" },
  "rust-schema": { command: cargoTest("--features", "schema"), count: "cargo" },
  "rust-next-format": { command: cargoTest("--features", "next_format"), count: "cargo" },
  // A month of shopping on the real store, with accidents; the judge is shown first to find what is wrong.
  "store-month": {
    command: node("tests/soak/main.mjs", "--sabotage"),
    says: /^soak: \d+ texts about .+$/m,
    limitMinutes: 180,
  },
  "rust-long": { command: cargoTest(), count: "cargo", env: { CARTSIGNAL_SOAK: "1" }, limitMinutes: 600 },
};

export const testSteps = pick([
  "build",
  "rust",
  "node",
  "php",
  "wasm2php",
  "php-requests",
  "wasm-node",
  "wasm-chrome",
  "conformance",
  "wordpress",
]);
export const verifySteps = [
  ...testSteps,
  ...pick([
    "wordpress-all",
    "crash",
    "phone",
    "rust-abi",
    "rust-schema",
    "rust-next-format",
    "conformance-php",
    "generated",
    "lint",
  ]),
];
export const soakSteps = pick(["build", "store-month", "rust-long"]);

function pick(names) {
  return names.map((name) => ({ name, ...all[name] }));
}

function driver() {
  const path = findChromedriver();
  return path ? ["--chromedriver", path] : [];
}
