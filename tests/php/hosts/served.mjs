// Owns the PHP that answers calls for tests: serve.php, run once over all messages.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { findPhp, installPhp } from "../../../js/tools/php.mjs";
import { framed, unframed, word } from "./frames.mjs";

const SETTINGS = ["memory_limit=256M", "display_errors=stderr", "error_reporting=-1", "opcache.jit=off"];
const MOST_BYTES = 1_073_741_824; // of all answers
const LIMIT_MS = 900_000;

/**
 * Returns the parts of each answer.
 * @param {readonly (readonly (string | number | Uint8Array)[])[]} messages
 * @returns {Buffer[][]}
 */
export function served(messages) {
  const php = findPhp();
  if (!php) throw new Error(`there is no PHP: ${installPhp()}`);
  const args = [...SETTINGS.flatMap((setting) => ["-d", setting]), join(import.meta.dirname, "serve.php")];
  const input = Buffer.concat(messages.map((message) => measured(framed(message.map(bytes)))));
  const ended = spawnSync(php, args, { input, maxBuffer: MOST_BYTES, timeout: LIMIT_MS });
  const said = ended.stderr?.toString() ?? "";
  if (ended.status !== 0 || said !== "") throw new Error(`PHP ended with ${ended.status}: ${ended.error ?? ""}${said}`);
  return answers(ended.stdout);
}

function answers(output) {
  const found = [];
  for (let at = 0; at < output.length;) {
    const from = at + 4;
    at = from + output.readUInt32LE(at);
    found.push(unframed(output.subarray(from, at)));
  }
  return found;
}

function measured(frame) {
  return Buffer.concat([word(frame.length), frame]);
}

function bytes(part) {
  return part instanceof Uint8Array ? part : Buffer.from(String(part));
}
