// Owns `npm run lint`: format and lints of Rust, in each build that ships, of JavaScript and of PHP. A warning fails.
import { run } from "./run.mjs";
import { wasmTarget } from "./toolchain.mjs";

const clippy = (...args) => ["cargo", ["clippy", "--quiet", ...args, "--", "-D", "warnings"]];
const abi = ["--no-default-features", "--features", "abi,cold"];
const hot = ["--no-default-features", "--features", "abi"];
const SCRIPTS = ["js/**/*.{mjs,js,jsx}", "tests/**/*.{mjs,js}", "shopify-extension/**/*.{mjs,js}"];
const STYLES = ["js/**/*.css"];

const checks = [
  ["rustfmt", ["cargo", ["fmt", "--all", "--check"]]],
  ["clippy", clippy("--all-targets")],
  ["clippy abi", clippy("--all-targets", ...abi)],
  ["clippy hot", clippy("--lib", ...hot)],
  ["clippy wasm2php", clippy("--all-targets", "--package", "wasm2php")],
  ["clippy schema", clippy("--all-targets", "--features", "schema")],
  ["clippy wasm32", clippy("--lib", "--tests", "--target", wasmTarget)],
  ["clippy wasm32 abi", clippy("--lib", "--target", wasmTarget, ...abi)],
  [
    "prettier",
    ["prettier", ["--check", "--log-level", "warn", "--no-error-on-unmatched-pattern", ...SCRIPTS, ...STYLES]],
  ],
  [
    "eslint",
    [
      "eslint",
      ["--config", "js/tools/eslint.config.mjs", "--max-warnings", "0", "--no-error-on-unmatched-pattern", ...SCRIPTS],
    ],
  ],
  ["php", ["node", ["js/tools/lint_php.mjs"]]],
  ["phpcs", ["node", ["js/tools/lint_phpcs.mjs"]]],
  ["translations", ["node", ["js/tools/translate.mjs", "--check"]]],
];

let failed = 0;
for (const [name, [program, args]] of checks) {
  const { code, seconds } = await run(program, args, { quiet: true });
  console.log(`lint  ${name.padEnd(18)} ${code === 0 ? "ok" : "FAILED"} (${seconds.toFixed(1)} s)`);
  if (code !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
