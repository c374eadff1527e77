// Owns putting arrivals in order of time with bounded memory: sorted runs on disk, merged as they are read.
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { Heap } from "./heap.mjs";

/** @typedef {import("./host.mjs").Arrival} Arrival */
/** @typedef {{at: number, place: number, text: string}} Kept */

/** Characters of JSON kept in memory before a run goes to disk. Chosen: about 20 MB of memory with what sorting needs. */
const RUN_CHARACTERS = 8_000_000;

export class Sorted {
  count = 0;

  /** @type {Kept[]} */
  #kept = [];
  #characters = 0;
  /** @type {string[]} */
  #runs = [];
  /** @type {string | undefined} */
  #folder;
  #limit;

  /** @param {number} [limit] Characters per run. */
  constructor(limit = RUN_CHARACTERS) {
    this.#limit = limit;
  }

  /** How many runs went to disk. */
  get runs() {
    return this.#runs.length;
  }

  /** @param {Arrival} arrival */
  async add(arrival) {
    const text = JSON.stringify(arrival);
    this.#kept.push({ at: arrival.at, place: this.count, text });
    this.count += 1;
    this.#characters += text.length;
    if (this.#characters > this.#limit) await this.#flush();
  }

  /**
   * Yields all arrivals by time; of one time, as they were added.
   * @returns {AsyncGenerator<Arrival>}
   */
  async *read() {
    this.#kept.sort(inOrder);
    const sources = [this.#memory(), ...this.#runs.map((path) => readRun(path))];
    /** @type {Heap<{kept: Kept, source: AsyncIterator<Kept>}>} */
    const heap = new Heap((a, b) => inOrder(a.kept, b.kept) < 0);
    const advance = async (/** @type {AsyncIterator<Kept>} */ source) => {
      const next = await source.next();
      if (!next.done) heap.push({ kept: next.value, source });
    };
    for (const source of sources) await advance(source);
    for (let first = heap.pop(); first; first = heap.pop()) {
      yield JSON.parse(first.kept.text);
      await advance(first.source);
    }
  }

  /** Removes what lies on disk. */
  close() {
    this.#kept = [];
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  async *#memory() {
    for (const [place, kept] of this.#kept.entries()) {
      yield kept;
      delete this.#kept[place];
    }
  }

  async #flush() {
    // Created with mode 0700: the runs hold what the file holds of people.
    this.#folder ??= mkdtempSync(join(tmpdir(), "cartsignal-"));
    const path = join(this.#folder, `run-${this.#runs.length}`);
    this.#kept.sort(inOrder);
    const file = createWriteStream(path, { mode: 0o600 });
    for (const { at, place, text } of this.#kept) {
      if (!file.write(`${at} ${place} ${text}\n`)) await once(file, "drain");
    }
    file.end();
    await once(file, "finish");
    this.#runs.push(path);
    this.#kept = [];
    this.#characters = 0;
  }
}

/**
 * @param {Kept} a
 * @param {Kept} b
 */
function inOrder(a, b) {
  return a.at - b.at || a.place - b.place;
}

/** @param {string} path */
async function* readRun(path) {
  const file = await open(path);
  for await (const line of file.readLines({ highWaterMark: 64 * 1024 })) {
    const first = line.indexOf(" ");
    const second = line.indexOf(" ", first + 1);
    yield {
      at: Number(line.slice(0, first)),
      place: Number(line.slice(first + 1, second)),
      text: line.slice(second + 1),
    };
  }
}
