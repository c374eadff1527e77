// Owns reading any file that can be replayed: tells its kind, yields its arrivals in order of time, counts bad rows.
import { BadRow, Complaint, exitCodes } from "./complaint.mjs";
import { CreditNotes } from "./credit_notes.mjs";
import { CsvReader, detectDelimiter } from "./csv.mjs";
import { EventLines, readEvent } from "./event_lines.mjs";
import { TextFile } from "./file.mjs";
import { detectDates, isZone } from "./moments.mjs";
import { orderLayout } from "./order_columns.mjs";
import { OrderRows } from "./order_rows.mjs";
import { orderArrivals } from "./orders.mjs";
import { Sorted } from "./sorted.mjs";

/**
 * @typedef {import("./host.mjs").Arrival} Arrival
 * @typedef {{map?: Record<string, string>, currency?: string, zone?: string, dates?: string, from?: number, to?: number}} Reading
 */

/** Bad rows that are named; the rest is counted. */
const NAMED_BAD_ROWS = 20;

/** Rows after which a file that can hardly be read is given up. */
const TRIED_ROWS = 200;

/** Rows looked at to tell the order of day and month. */
const SAMPLE_ROWS = 2_000;

export class Source {
  kind = "";
  rows = 0;
  badRows = 0;
  /** @type {{line: number, why: string}[]} */
  named = [];
  /** What was detected rather than told. @type {string[]} */
  stated = [];
  /** @type {Map<string, number>} */
  unknownCountries = new Map();
  credits = new CreditNotes();
  sorted = new Sorted();

  /**
   * @param {string} path
   * @param {Reading} reading
   */
  constructor(path, reading) {
    const { zone, currency } = reading;
    if (zone && !isZone(zone))
      throw new Complaint(`--zone ${zone} is no time zone; say one like Europe/London`, exitCodes.usage);
    if (currency && !/^[A-Z]{3}$/.test(currency)) {
      throw new Complaint(`--currency ${currency} is no currency; say three capital letters like GBP`, exitCodes.usage);
    }
    this.file = new TextFile(path);
    this.reading = reading;
  }

  /**
   * Reads the whole file once; afterwards `arrivals` has it in order of time.
   * @param {() => void} [onProgress] Called now and then; `file.bytesRead` says how far.
   */
  async read(onProgress = () => {}) {
    /** @type {((text: string | undefined) => Promise<void>) | undefined} */
    let take;
    let begin = "";
    for await (const text of this.file.text()) {
      onProgress();
      if (take) {
        await take(text);
        continue;
      }
      begin += text;
      if (!/\S[^\n]*\n/.test(begin) && begin.length < 1_000_000) continue;
      take = this.#reader(begin);
      await take(begin);
    }
    if (!take) {
      take = this.#reader(begin);
      await take(begin);
    }
    await take(undefined);
    if (this.sorted.count === 0) throw this.#unreadable("nothing in it can be replayed");
  }

  /** Yields all arrivals within `from` and `to`, credit notes resolved. @returns {AsyncGenerator<Arrival>} */
  async *arrivals() {
    const { from = -Infinity, to = Infinity } = this.reading;
    for await (const arrival of this.sorted.read()) {
      const resolved = this.credits.resolve(arrival);
      if (arrival.at >= from && arrival.at < to) yield resolved;
    }
  }

  /**
   * Counts a row that can't be read and names the first ones.
   * @param {number} line
   * @param {unknown} error Anything but a `BadRow` is thrown on.
   */
  bad(line, error) {
    if (!(error instanceof BadRow)) throw error;
    this.badRows += 1;
    if (this.named.length < NAMED_BAD_ROWS) this.named.push({ line, why: error.message });
    if (this.rows <= TRIED_ROWS && this.badRows >= 20 && this.badRows === this.rows)
      throw this.#unreadable("not one of its first rows can be read");
    if (this.rows > TRIED_ROWS && this.badRows * 2 > this.rows)
      throw this.#unreadable("more than half of its rows can't be read");
  }

  close() {
    this.sorted.close();
  }

  /** @param {string} begin @returns {(text: string | undefined) => Promise<void>} */
  #reader(begin) {
    const bare = begin.replace(/^\ufeff/, "").trimStart();
    if (bare === "") throw new Complaint(`${this.file.path}: holds nothing but blanks`);
    if (bare.startsWith("{") && !this.reading.map) return this.#events();
    if (/^[[<{]/.test(bare)) {
      const what = bare.startsWith("[")
        ? "a JSON list; write one event per line"
        : "not CSV; leave --map away for event JSONL";
      throw new Complaint(
        `${this.file.path}:1: is ${bare.startsWith("<") ? "a web page or XML; save the export as CSV" : what}`,
      );
    }
    const header = bare.slice(0, bare.search(/\r?\n|$/));
    return this.#orders(new CsvReader(detectDelimiter(header)));
  }

  #events() {
    this.kind = "events";
    const lines = new EventLines();
    return async (/** @type {string | undefined} */ text) => {
      for (const line of text === undefined ? lines.end() : lines.push(text.replace(/^\ufeff/, ""))) {
        this.rows += 1;
        try {
          await this.sorted.add(readEvent(line.text, line.line));
        } catch (error) {
          this.bad(line.line, error);
        }
      }
    };
  }

  /** @param {CsvReader} csv */
  #orders(csv) {
    const { map, currency, zone = "UTC", dates } = this.reading;
    const where = this.file.path;
    /** @type {import("./order_columns.mjs").Layout | undefined} */
    let layout;
    /** @type {import("./csv.mjs").Row[]} */
    let sample = [];
    /** @type {((rows: import("./csv.mjs").Row[], last: boolean) => Promise<void>) | undefined} */
    let gather;
    return async (/** @type {string | undefined} */ text) => {
      let rows = text === undefined ? csv.end() : csv.push(text.replace(/^\ufeff/, ""));
      if (!layout && rows.length > 0) {
        const first = rows.shift();
        if (!first || "fault" in first) throw new Complaint(`${where}:1: the first line can't be read as column names`);
        layout = orderLayout(first.cells, map, where);
        this.kind = layout.kind;
      }
      if (!gather && layout) {
        sample = sample.concat(rows);
        if (sample.length < SAMPLE_ROWS && text !== undefined) return;
        const { columns } = layout;
        const times = sample.map((row) =>
          "cells" in row ? (columns.at.map((place) => row.cells[place]).find(Boolean) ?? "") : "",
        );
        if (sample.length === 0) throw new Complaint(`${where}: has column names and not one row`);
        const found = detectDates(times.slice(0, SAMPLE_ROWS), dates, where);
        if (!found.offset && !this.reading.zone) {
          throw new Complaint(`${where}: its times have no offset. Say whose clock they are by: --zone Europe/London`);
        }
        this.stated.push(`times are ${found.stated}${found.offset ? "" : `, ${zone} clock`}`);
        gather = this.#gather(new OrderRows({ columns, order: found.order, zone, currency }), {
          order: found.order,
          zone,
        });
        rows = sample;
        sample = [];
      }
      await gather?.(rows, text === undefined);
    };
  }

  /**
   * @param {OrderRows} orders
   * @param {{order: import("./moments.mjs").DateOrder, zone: string}} reading
   */
  #gather(orders, reading) {
    this.unknownCountries = orders.unknownCountries;
    return async (/** @type {import("./csv.mjs").Row[]} */ rows, /** @type {boolean} */ last) => {
      for (const row of rows) {
        this.rows += 1;
        try {
          if ("fault" in row) throw new BadRow(row.fault);
          orders.push(row.line, row.cells);
        } catch (error) {
          this.bad(row.line, error);
        }
      }
      for (const order of last ? orders.end() : orders.due()) {
        try {
          for (const arrival of orderArrivals(order, reading)) await this.sorted.add(arrival);
        } catch (error) {
          this.bad(order.line, error);
        }
      }
    };
  }

  /** @param {string} what */
  #unreadable(what) {
    const first = this.named[0];
    const why = first ? `; line ${first.line}: ${first.why}` : "";
    return new Complaint(
      `${this.file.path}:${first?.line ?? 1}: ${what}${why}. See cartsignal help replay for the formats`,
    );
  }
}
