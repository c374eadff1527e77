// Owns reading CSV: text in pieces goes in, rows with the number of their first line come out.
// Quoting as in RFC 4180; an unclosed quote costs its own line, never the rest of the file.

/** @typedef {{line: number, cells: string[]} | {line: number, fault: string}} Row */

/** Longest quoted cell that is believed, in characters. Chosen: ten times the longest address or note seen. */
const MAX_QUOTED = 65_536;

export class CsvReader {
  #delimiter;
  #rest = "";
  #line = 1;

  /** @param {string} delimiter One character. */
  constructor(delimiter) {
    this.#delimiter = delimiter;
  }

  /**
   * Takes the next piece of text and returns the rows it completes; blank lines are no rows.
   * @param {string} text
   * @returns {Row[]}
   */
  push(text) {
    this.#rest += text;
    return this.#take(false);
  }

  /** Returns the last row, which may lack its end of line. */
  end() {
    return this.#take(true);
  }

  /** @param {boolean} last */
  #take(last) {
    const text = this.#rest;
    /** @type {Row[]} */
    const rows = [];
    let start = 0;
    let quote = text.indexOf('"');
    while (start < text.length) {
      const lineEnd = text.indexOf("\n", start);
      if (quote !== -1 && quote < start) quote = text.indexOf('"', start);
      if (quote === -1 || (lineEnd !== -1 && quote > lineEnd)) {
        if (lineEnd === -1 && !last) break;
        const end = lineEnd === -1 ? text.length : lineEnd;
        this.#plain(rows, text.slice(start, end));
        start = end + 1;
        continue;
      }
      const end = this.#quoted(rows, text, start, last);
      if (end === -1) break;
      start = end;
    }
    this.#rest = text.slice(start);
    return rows;
  }

  /**
   * @param {Row[]} rows
   * @param {string} line
   */
  #plain(rows, line) {
    const bare = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (bare.trim() !== "") rows.push({ line: this.#line, cells: bare.split(this.#delimiter) });
    this.#line += 1;
  }

  /**
   * Reads one row with quotes. Returns where the next begins, or -1 when the row is not complete.
   * @param {Row[]} rows
   * @param {string} text
   * @param {number} start
   * @param {boolean} last
   */
  #quoted(rows, text, start, last) {
    /** @type {string[]} */
    const cells = [];
    let place = start;
    let lines = 0;
    for (;;) {
      let cell = "";
      if (text[place] === '"') {
        const opened = place;
        for (;;) {
          const close = text.indexOf('"', place + 1);
          if (close === -1) return text.length - opened > MAX_QUOTED || last ? this.#unclosed(rows, text, start) : -1;
          if (close - opened > MAX_QUOTED) return this.#unclosed(rows, text, start);
          if (close + 1 === text.length && !last) return -1;
          cell += text.slice(place + 1, close);
          place = close + 1;
          if (text[place] !== '"') break;
          cell += '"';
        }
        for (const letter of cell) if (letter === "\n") lines += 1;
      }
      const delimiter = text.indexOf(this.#delimiter, place);
      const lineEnd = text.indexOf("\n", place);
      if (delimiter !== -1 && (lineEnd === -1 || delimiter < lineEnd)) {
        cells.push(cell + text.slice(place, delimiter));
        place = delimiter + 1;
        if (place === text.length && !last) return -1;
        continue;
      }
      if (lineEnd === -1 && !last) return -1;
      const end = lineEnd === -1 ? text.length : lineEnd;
      cells.push(cell + text.slice(place, end).replace(/\r$/, ""));
      rows.push({ line: this.#line, cells });
      this.#line += lines + 1;
      return end + 1;
    }
  }

  /**
   * @param {Row[]} rows
   * @param {string} text
   * @param {number} start
   */
  #unclosed(rows, text, start) {
    rows.push({ line: this.#line, fault: "a quote is opened and never closed" });
    this.#line += 1;
    const end = text.indexOf("\n", start);
    return end === -1 ? text.length : end + 1;
  }
}

/**
 * Returns the delimiter of a header line: the one of comma, semicolon, tab and bar that it has most of.
 * @param {string} header
 */
export function detectDelimiter(header) {
  const counts = [",", ";", "\t", "|"].map((delimiter) => ({ delimiter, count: header.split(delimiter).length - 1 }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}
