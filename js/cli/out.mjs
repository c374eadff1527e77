// Owns writing to standard output: buffered, in order, and quiet when the reader of a pipe has left.
import { writeSync } from "node:fs";

/** Characters gathered before they are written. */
const BUFFER = 65_536;

/** Milliseconds to wait for the reader of a full pipe. */
const PAUSE_MS = 5;

let waiting = "";

/**
 * Writes a text; `flush` at the end.
 * @param {string} text
 */
export function write(text) {
  waiting += text;
  if (waiting.length > BUFFER) flush();
}

/** @param {string} [text] */
export function line(text = "") {
  write(`${text}\n`);
}

export function flush() {
  let bytes = Buffer.from(waiting);
  waiting = "";
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      const { code } = /** @type {{code?: string}} */ (error);
      if (code === "EPIPE") process.exit(0);
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}
