// Owns joining programs that differ in their texts alone: one gets the texts of all, under languages of their own.
// It knows the layout of src/engine/program/ as far as texts move the rest: sections are moved as they are.
import { Reader, Writer } from "./postcard.mjs";
import { digest } from "./siphash.mjs";

const HEADER_BYTES = 24;

/**
 * @typedef {{offset: number, length: number}} Range
 * @typedef {{program: Uint8Array, languages: Record<string, string>}} Part A program, and what each of its languages
 * becomes.
 */

/**
 * Joins programs into one.
 * @param {Part[]} parts
 * @returns {Uint8Array}
 */
export function join(parts) {
  const opened = parts.map(({ program, languages }) => ({ ...open(program), renamed: languages }));
  const columns = opened.flatMap((part) =>
    part.languages.map((code, column) => ({ part, column, code: part.renamed[code] })),
  );
  columns.sort((a, b) => (a.code < b.code ? -1 : 1));
  const [first] = opened;
  const rows = first.texts.length / 4 / first.languages.length;
  const cells = Array.from({ length: rows }, (_, row) => columns.map(({ part, column }) => cell(part, row, column)));
  const [ends, text] = tableOf(cells.flat());
  const moved = mover(first, ends.length, text.length);
  const sections = [
    journeysTable(first, moved),
    ends,
    first.sections.subarray(end(first.texts), first.text.offset),
    text,
    first.sections.subarray(end(first.text)),
  ];
  return written(directory(first, columns.map(({ code }) => code).join(" "), moved), sections);
}

/** The languages of a program. */
export function languagesOf(program) {
  return open(program).languages;
}

function open(program) {
  const reader = new Reader(program, HEADER_BYTES);
  const range = () => ({ offset: reader.number(), length: reader.number() });
  skipSettings(reader);
  skipPauses(reader);
  const settings = program.slice(HEADER_BYTES, reader.at);
  const countries = reader.list(() => ({
    country: reader.text(),
    language: reader.text(),
    market: range(),
    regions: range(),
  }));
  const languages = reader.text().split(" ");
  const ranges = Object.fromEntries(
    ["journeys", "texts", "text", "audience", "segments", "areas", "regions"].map((name) => [name, range()]),
  );
  return { settings, countries, languages, ...ranges, sections: program.subarray(reader.at) };
}

function skipSettings(reader) {
  const numbers = (count) => Array.from({ length: count }, () => reader.number());
  numbers(1);
  for (let text = 0; text < 3; text += 1) reader.text();
  numbers(2);
  reader.list(() => numbers(2));
  numbers(6);
}

function skipPauses(reader) {
  reader.list(() => {
    reader.text();
    if (reader.number() === 1) reader.number();
  });
}

/** The texts of one journey in one language, as they stand. */
function cell({ sections, languages, texts, text }, row, column) {
  const place = row * languages.length + column;
  const table = new DataView(sections.buffer, sections.byteOffset + texts.offset, texts.length);
  const ends = (at) => (at < 0 ? 0 : table.getUint32(at * 4, true));
  return sections.subarray(text.offset + ends(place - 1), text.offset + ends(place));
}

/** Where each cell ends, and all of them. */
function tableOf(cells) {
  const ends = new DataView(new ArrayBuffer(cells.length * 4));
  let length = 0;
  cells.forEach((bytes, place) => ends.setUint32(place * 4, (length += bytes.length), true));
  return [new Uint8Array(ends.buffer), Buffer.concat(cells)];
}

/** Returns where a range lies once table and texts have another length. */
function mover({ texts, text }, tableBytes, textBytes) {
  const behindTable = tableBytes - texts.length;
  const behindText = behindTable + textBytes - text.length;
  return (range) => {
    if (range === texts) return { ...range, length: tableBytes };
    if (range === text) return { offset: range.offset + behindTable, length: textBytes };
    if (range.offset >= end(text)) return { ...range, offset: range.offset + behindText };
    return range.offset >= end(texts) ? { ...range, offset: range.offset + behindTable } : range;
  };
}

/** The table of journeys, which says where each lies. */
function journeysTable({ sections, journeys, texts }, moved) {
  const table = sections.slice(0, texts.offset);
  const view = new DataView(table.buffer);
  for (let at = journeys.offset; at < end(journeys); at += 12 + table[at + 11]) {
    const { offset } = moved({ offset: view.getUint32(at + 3, true), length: view.getUint32(at + 7, true) });
    view.setUint32(at + 3, offset, true);
  }
  return table;
}

function directory({ settings, countries, ...ranges }, languages, moved) {
  const writer = new Writer();
  const range = (known) => {
    const { offset, length } = known.length === 0 ? known : moved(known);
    writer.number(offset);
    writer.number(length);
  };
  writer.raw(settings);
  writer.list(countries, ({ country, language, market, regions }) => {
    writer.text(country);
    writer.text(language);
    range(market);
    range(regions);
  });
  writer.text(languages);
  const { journeys, texts, text, audience, segments, areas, regions } = ranges;
  for (const each of [journeys, texts, text, audience, segments, areas, regions]) range(each);
  return writer.bytes();
}

function written(head, sections) {
  const header = new Uint8Array(HEADER_BYTES);
  header.set(new TextEncoder().encode("CSP3"));
  new DataView(header.buffer).setUint32(20, head.length, true);
  const program = Buffer.concat([header, head, ...sections]);
  program.set(digest(program.subarray(20)), 4);
  return new Uint8Array(program);
}

function end({ offset, length }) {
  return offset + length;
}
