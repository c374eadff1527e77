// Owns the journal: one JSON line per message made, in the file before its answer leaves, so that a kill loses none.
import { openSync, readFileSync, writeSync } from "node:fs";

export class Journal {
  #file;

  /** @param {string} path Appended to; readable by its owner only. */
  constructor(path) {
    this.#file = openSync(path, "a", 0o600);
  }

  /** @param {import("./archive.mjs").Message} message */
  write({ sid, to, from, body, statusCallback, createdAt }) {
    writeSync(this.#file, `${JSON.stringify({ at: createdAt, sid, to, from, body, statusCallback })}\n`);
  }
}

/** Returns a journal's lines; one that a kill tore is left out. */
export function readJournal(path) {
  return readFileSync(path, "utf8").split("\n").slice(0, -1).flatMap(readLine);
}

function readLine(line) {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
