// Owns gathering the rows of a file into orders: rows of one order may be interleaved with others within a window.
import { minor, wholeNumber } from "./amounts.mjs";
import { BadRow } from "./complaint.mjs";
import { countryCode } from "./countries.mjs";
import { readMoment } from "./moments.mjs";

/** Rows after its last one for which an order stays open. Longest gap measured in real exports: 1,336 rows. */
export const WINDOW_ROWS = 5_000;

/** Orders remembered as closed, so that a row beyond the window is named instead of becoming a second order. */
const CLOSED_KEPT = 200_000;

/** Lines kept of one order; its total is kept whole. The core keeps fewer. */
const MAX_LINES = 60;

/** Fields of a line; all others are of its order. */
const OF_A_LINE = ["product", "variant", "category", "quantity", "unit_price", "line_total", "items"];

/**
 * @typedef {{product: string, variant?: string, category?: string, quantity: number, unit_price_minor: number}} OrderLine
 * @typedef {object} GatheredOrder
 * @property {string} order
 * @property {number} line Where its first row is in the file.
 * @property {number} at
 * @property {string} currency
 * @property {OrderLine[]} lines
 * @property {number} sum Of all lines, minor units; negative for a credit note.
 * @property {Record<string, string>} said Other fields, as written; the first row that fills one counts.
 * @property {string} [country]
 */

/** @typedef {{columns: Record<string, number[]>, order: import("./moments.mjs").DateOrder, zone: string, currency?: string}} Reading */

export class OrderRows {
  /** Names of countries that are none, and how often: stated in the summary. @type {Map<string, number>} */
  unknownCountries = new Map();

  /** @type {Map<string, GatheredOrder & {lastRow: number}>} */
  #open = new Map();
  /** @type {Set<string>} */
  #closed = new Set();
  #row = 0;
  #reading;
  #saidFields;

  /** @param {Reading} reading */
  constructor(reading) {
    this.#reading = reading;
    this.#saidFields = Object.keys(reading.columns).filter(
      (field) => reading.columns[field].length > 0 && !OF_A_LINE.includes(field),
    );
  }

  /**
   * Takes a row.
   * @param {number} line
   * @param {string[]} cells
   * @throws {BadRow} The row is left out; its order goes on.
   */
  push(line, cells) {
    this.#row += 1;
    const say = (/** @type {string} */ field) => this.#cell(cells, field);
    const id = say("order");
    if (id === "") throw new BadRow("no order number");
    if (Buffer.byteLength(id) > 60) throw new BadRow("an order number longer than 60 bytes");
    if (this.#closed.has(id)) throw new BadRow(`its order \`${id}\` ended more than ${WINDOW_ROWS} rows before`);
    const order = this.#open.get(id) ?? this.#begin(id, line, cells);
    const lines = this.#lines(cells, order.currency);
    order.lastRow = this.#row;
    // Insertion order is order of last row: the first entries are the ones to close.
    this.#open.delete(id);
    this.#open.set(id, order);
    for (const field of this.#saidFields) order.said[field] ||= say(field);
    for (const each of lines) {
      order.sum += each.quantity * each.unit_price_minor;
      if (order.lines.length < MAX_LINES) order.lines.push(each);
    }
  }

  /** Returns the orders of which no row has come for a window. @returns {GatheredOrder[]} */
  due() {
    return this.#close((order) => order.lastRow + WINDOW_ROWS < this.#row);
  }

  /** Returns all orders that are left. */
  end() {
    return this.#close(() => true);
  }

  /**
   * @param {string} id
   * @param {number} line
   * @param {string[]} cells
   */
  #begin(id, line, cells) {
    const { order, zone } = this.#reading;
    const currency = (this.#cell(cells, "currency") || this.#reading.currency || "").toUpperCase();
    if (!/^[A-Z]{3}$/.test(currency)) throw new BadRow("no currency; say --currency");
    const at = readMoment(this.#cell(cells, "at"), order, zone);
    const name = this.#cell(cells, "country");
    const country = name === "" ? undefined : countryCode(name);
    if (name !== "" && !country) this.unknownCountries.set(name, (this.unknownCountries.get(name) ?? 0) + 1);
    const lines = /** @type {OrderLine[]} */ ([]);
    const said = /** @type {Record<string, string>} */ ({});
    return { order: id, line, at, currency, lines, sum: 0, said, country, lastRow: this.#row };
  }

  /**
   * @param {string[]} cells
   * @param {string} currency
   * @returns {OrderLine[]}
   */
  #lines(cells, currency) {
    const say = (/** @type {string} */ field) => this.#cell(cells, field);
    const items = say("items");
    if (items !== "") return packedItems(items, currency);
    const product = bounded(say("product"));
    if (!product) return [];
    const quantity = say("quantity") === "" ? 1 : wholeNumber(say("quantity"));
    if (quantity === 0) return [];
    const [unitPrice, lineTotal] = [say("unit_price"), say("line_total")];
    let price = unitPrice === "" ? 0 : minor(unitPrice, currency);
    if (unitPrice === "" && lineTotal !== "")
      price = Math.round(Math.abs(minor(lineTotal, currency)) / Math.abs(quantity));
    if (price < 0) throw new BadRow("a negative price: no sale");
    const [variant, category] = [bounded(say("variant")), bounded(say("category"))];
    return [{ product, quantity, unit_price_minor: price, ...(variant && { variant }), ...(category && { category }) }];
  }

  /** @param {(order: {lastRow: number}) => boolean} isDue */
  #close(isDue) {
    const closed = [];
    for (const [id, order] of this.#open) {
      if (!isDue(order)) break;
      this.#open.delete(id);
      this.#closed.add(id);
      closed.push(order);
    }
    while (this.#closed.size > CLOSED_KEPT)
      this.#closed.delete(/** @type {string} */ (this.#closed.values().next().value));
    return closed;
  }

  /**
   * @param {string[]} cells
   * @param {string} field
   */
  #cell(cells, field) {
    for (const place of this.#reading.columns[field] ?? []) {
      const text = cells[place]?.trim();
      if (text) return text;
    }
    return "";
  }
}

/**
 * Reads the cell in which WooCommerce's own exporter packs all items: `name:…|sku:…|quantity:2|total:9.90;name:…`.
 * @param {string} text
 * @param {string} currency
 */
function packedItems(text, currency) {
  return text
    .split(";")
    .filter((item) => item.trim() !== "")
    .map((item) => {
      const pairs = item
        .split("|")
        .map((pair) => [pair.slice(0, pair.indexOf(":")).trim(), pair.slice(pair.indexOf(":") + 1)]);
      const fields = Object.fromEntries(pairs);
      const quantity = wholeNumber(fields.quantity ?? "1");
      const product = bounded(fields.product_id || fields.sku || fields.name || "");
      if (!product) throw new BadRow("an item without product_id, sku or name");
      const total = minor(fields.total ?? "0", currency);
      return { product, quantity, unit_price_minor: quantity === 0 ? 0 : Math.round(Math.abs(total / quantity)) };
    })
    .filter((item) => item.quantity !== 0);
}

/**
 * Returns a text as an identifier the core takes: at most 64 bytes, no control characters; undefined when empty.
 * @param {string} text
 */
function bounded(text) {
  let bare = /\p{Cc}/u.test(text) ? text.replace(/\p{Cc}/gu, " ").trim() : text;
  while (bare.length > 21 && Buffer.byteLength(bare) > 64) bare = bare.slice(0, -1);
  return bare === "" ? undefined : bare;
}
