// Owns src/phone/table.bin: what a phone number is in each country, packed from the metadata of the package `libphonenumber-js`.
// The format is told in src/phone/table.rs, which reads it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import metadata from "libphonenumber-js/max/metadata";
import { encode, lengthsOf, parse } from "./phone_table/pattern.mjs";
import { prefixRules } from "./phone_table/prefix.mjs";

/** Where the table is. */
export const PHONE_TABLE = "src/phone/table.bin";

/** Kinds of line as src/phone/plan.rs knows them. */
const [FIXED, MOBILE, UNKNOWN, SPECIAL] = [0, 1, 2, 3];
/** Places in the metadata: of a region, and of the types within it. */
const [IDD, NATIONAL, LENGTHS, PREFIX, PREFIX_FOR_PARSING, PREFIX_REPLACEMENT, LEADING, TYPES] = [
  1, 2, 3, 5, 7, 8, 10, 11,
];
const FIXED_TYPE = 0;
const MOBILE_TYPE = 1;
/** In the order in which libphonenumber asks: premium, toll-free, shared cost, VoIP, personal, pager, UAN, voicemail. */
const OTHER_TYPES = [
  [3, SPECIAL],
  [2, SPECIAL],
  [9, SPECIAL],
  [8, UNKNOWN],
  [4, UNKNOWN],
  [7, SPECIAL],
  [6, SPECIAL],
  [5, SPECIAL],
];

/** Returns the version of the metadata: that of the package. */
export function phoneVersion() {
  const path = fileURLToPath(import.meta.resolve("libphonenumber-js/package.json"));
  return JSON.parse(readFileSync(path, "utf8")).version;
}

/** Returns the table's bytes. */
export function phoneTable() {
  const pool = new Pool();
  const lengths = [];
  const directory = [];
  const records = [];
  for (const [code, country] of entries()) {
    directory.push(...Buffer.from(country ?? "\0\0", "latin1"), ...u16(Number(code)), ...u16(records.length));
    if (country) records.push(...record(metadata.countries[country], pool, lengths));
  }
  const masks = lengths.flatMap((mask) => [mask & 255, (mask >> 8) & 255, mask >> 16]);
  const blocks = [directory, masks, records, pool.bytes];
  const version = [...Buffer.from(`${phoneVersion()}\n`, "latin1")];
  return Buffer.from([...version, ...blocks.flatMap((block) => [...u16(block.length), ...block])]);
}

/** Calling codes in ascending order with their countries, the main one first; codes of no country have none. */
function entries() {
  const nowhere = Object.keys(metadata.nonGeographic).map((code) => [code, undefined]);
  const somewhere = Object.entries(metadata.country_calling_codes).flatMap(([code, countries]) =>
    countries.map((country) => [code, country]),
  );
  return [...nowhere, ...somewhere].sort(([a], [b]) => Number(a) - Number(b));
}

function record(region, pool, lengths) {
  const prefix = region[PREFIX_FOR_PARSING] || region[PREFIX];
  const rules = prefix ? prefixRules(prefix, region[PREFIX_REPLACEMENT] || undefined) : [];
  const types = typesOf(region);
  return [
    ...[IDD, NATIONAL, LEADING].flatMap((place) => u16(pool.place(region[place]))),
    indexOf(lengths, maskOf(region[LENGTHS])),
    rules.length,
    ...rules.flatMap((rule) => ruleBytes(rule, pool)),
    types.length,
    ...types.flatMap(([kind, [pattern]]) => [kind, ...u16(pool.place(pattern))]),
  ];
}

/** Where the numbers of mobile lines are not told apart from those of fixed ones, the metadata have no pattern for them. */
function typesOf(region) {
  const [fixed, mobile] = [region[TYPES][FIXED_TYPE], region[TYPES][MOBILE_TYPE]];
  const told = [fixed && [mobile?.[0] ? FIXED : UNKNOWN, fixed], mobile?.[0] && [MOBILE, mobile]];
  const others = OTHER_TYPES.map(([place, kind]) => region[TYPES][place] && [kind, region[TYPES][place]]);
  const types = [...told, ...others].filter(Boolean);
  for (const [, [pattern, own]] of types) {
    const lengths = own || region[LENGTHS];
    // The table has no lengths of types, as no pattern takes others.
    if ([...lengthsOf(parse(pattern))].some((length) => !lengths.includes(length)))
      throw new Error(`a pattern that takes more lengths than its type has: ${pattern}`);
  }
  return types;
}

function ruleBytes({ before, keep, after, whole, put }, pool) {
  const patterns = [before, keep, after].flatMap((items) => u16(pool.placeItems(items)));
  return [Number(whole), ...patterns, put.length, ...[...put].map(Number)];
}

/** Patterns, each once, one behind the other. The empty one is at 0, which also says that there is none. */
class Pool {
  bytes = [];
  #places = new Map();

  constructor() {
    this.placeItems([]);
  }

  /** @param {string | 0 | undefined} source */
  place(source) {
    return source ? this.#placeGroup(parse(source)) : 0;
  }

  placeItems(items) {
    return this.#placeGroup({ branches: [items] });
  }

  #placeGroup(group) {
    const bytes = encode(group);
    const key = bytes.join();
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.bytes.length;
    this.#places.set(key, place);
    this.bytes = this.bytes.concat(bytes);
    return place;
  }
}

function maskOf(lengths) {
  return lengths.reduce((mask, length) => mask | (1 << length), 0);
}

function indexOf(list, value) {
  const known = list.indexOf(value);
  const index = known >= 0 ? known : list.push(value) - 1;
  if (index > 255) throw new Error("more sets of lengths than the table has room for");
  return index;
}

function u16(value) {
  if (value > 0xffff) throw new Error("the table of phones has outgrown its numbers");
  return [value & 255, value >> 8];
}
