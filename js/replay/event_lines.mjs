// Owns reading event JSONL: one input of the contract per line, with the host's own fields beside it.
import { BadRow } from "./complaint.mjs";

/** @typedef {import("./host.mjs").Arrival} Arrival */

/** Longest line that is believed, in characters; a whole cart with hundreds of lines has under 100,000. */
const MAX_LINE = 1_000_000;

const INPUT_FIELDS = ["id", "occurred_at", "trust", "what"];
const HOST_FIELDS = ["shopper", "recipient", "contact", "received_at"];

export class EventLines {
  #rest = "";
  #line = 0;
  #skipping = false;

  /**
   * Takes the next piece of text and returns its whole lines.
   * @param {string} text
   * @returns {{line: number, text: string}[]}
   */
  push(text) {
    const pieces = (this.#rest + text).split("\n");
    this.#rest = pieces.pop() ?? "";
    const lines = pieces.map((piece) => this.#number(piece)).filter((line) => line.text !== "");
    if (this.#rest.length > MAX_LINE) {
      // The line's head is enough to complain about; its tail is dropped piece by piece.
      if (!this.#skipping) lines.push({ line: this.#line + 1, text: this.#rest.slice(0, 100) });
      this.#skipping = true;
      this.#rest = "";
    }
    return lines;
  }

  /** Returns the last line, which may lack its end. */
  end() {
    const rest = this.#rest;
    this.#rest = "";
    return [this.#number(rest)].filter((line) => line.text !== "");
  }

  /** @param {string} piece */
  #number(piece) {
    this.#line += 1;
    const text = this.#skipping ? "" : piece.trim();
    this.#skipping = false;
    return { line: this.#line, text };
  }
}

/**
 * Returns a line as an arrival. What the core itself checks, `what` above all, is left to the core.
 * @param {string} text
 * @param {number} line
 * @returns {Arrival}
 * @throws {BadRow}
 */
export function readEvent(text, line) {
  const fields = parse(text);
  const extra = Object.keys(fields).find((field) => !INPUT_FIELDS.includes(field) && !HOST_FIELDS.includes(field));
  if (extra)
    throw new BadRow(
      `unknown field \`${extra.slice(0, 40)}\`; fields are ${[...INPUT_FIELDS, ...HOST_FIELDS].join(", ")}`,
    );
  const { id, occurred_at, trust, what, shopper, recipient, contact, received_at = occurred_at } = fields;
  if (!isKey(id)) throw new BadRow("`id` is missing or not a text of 1 to 64 bytes");
  if (!Number.isSafeInteger(occurred_at)) throw new BadRow("`occurred_at` is missing or not whole milliseconds");
  if (!Number.isSafeInteger(received_at)) throw new BadRow("`received_at` is not whole milliseconds");
  if (!["browser", "signed", "server"].includes(trust)) throw new BadRow("`trust` is none of browser, signed, server");
  if (!isObject(what) || Object.keys(what).length !== 1)
    throw new BadRow('`what` is not one event: {"cart.updated": {…}}');
  if (shopper === undefined && recipient === undefined) throw new BadRow("neither `shopper` nor `recipient`");
  for (const [name, key] of Object.entries({ shopper, recipient })) {
    if (key !== undefined && !isKey(key)) throw new BadRow(`\`${name}\` is not a text of 1 to 64 bytes`);
  }
  if (contact !== undefined && !isObject(contact)) throw new BadRow("`contact` is not an object");
  return { at: received_at, line, shopper, recipient, contact, input: { id, occurred_at, trust, what } };
}

/** @param {string} text @returns {any} */
function parse(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadRow("not JSON");
  }
  if (!isObject(value)) throw new BadRow("not a JSON object");
  return value;
}

/** @param {unknown} value */
function isKey(value) {
  return typeof value === "string" && value !== "" && Buffer.byteLength(value) <= 64 && !/\p{Cc}/u.test(value);
}

/** @param {unknown} value */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
