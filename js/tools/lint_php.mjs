// Owns the lint of PHP: every file that people write is read by PHP itself, and what it says is an error.
import { globSync } from "node:fs";
import { findPhp, installPhp } from "./php.mjs";
import { run } from "./run.mjs";
import { root } from "./toolchain.mjs";

const FILES = ["plugin-wordpress/**/*.php", "tests/**/*.php"];
const GENERATED = "plugin-wordpress/core";
const SETTINGS = ["-d", "error_reporting=-1", "-d", "display_errors=stderr", "-d", "log_errors=0"];

const php = findPhp();
if (!php) {
  console.error(`lint: there is no PHP: ${installPhp()}`);
  process.exit(1);
}
const files = globSync(FILES, { cwd: root, exclude: (path) => path === GENERATED }).sort();
let failed = files.length === 0;
// One at a time: PHP before 8.3 reads only the first of several.
for (const file of files) {
  const { code, text } = await run(php, [...SETTINGS, "-l", file], { quiet: true });
  const well = code === 0 && text.trim() === `No syntax errors detected in ${file}`;
  if (!well && code === 0) console.error(text);
  failed ||= !well;
}
process.exit(failed ? 1 : 0);
