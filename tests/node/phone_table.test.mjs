// Owns the proof that the core's table of phones is what the metadata say, and that the generator stops where it must.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import metadata from "libphonenumber-js/max/metadata";
import { encode, parse } from "../../js/tools/phone_table/pattern.mjs";
import { prefixRules } from "../../js/tools/phone_table/prefix.mjs";
import { PHONE_TABLE, phoneTable, phoneVersion } from "../../js/tools/phone_table.mjs";
import { Random } from "../../js/simulator/random.mjs";
import { sample } from "../bench/phone_numbers.mjs";

const MOST_BYTES = 60_000; // chosen: what a cold table may cost
const [IDD, NATIONAL, PREFIX_FOR_PARSING, PREFIX_REPLACEMENT, TYPES] = [1, 2, 7, 8, 11];

test("the table is what the metadata say, and small", () => {
  const table = phoneTable();
  assert.ok(table.equals(readFileSync(new URL(`../../${PHONE_TABLE}`, import.meta.url))), "run npm run generate");
  assert.ok(table.length < MOST_BYTES, `${table.length} bytes`);
  assert.equal(table.subarray(0, table.indexOf("\n")).toString(), phoneVersion());
});

test("a pattern's tree is its regular expression", () => {
  const random = new Random(3, "patterns");
  for (const region of Object.values(metadata.countries))
    for (const pattern of [region[NATIONAL], ...region[TYPES].filter(Boolean).map(([each]) => each)].filter(Boolean))
      for (let turn = 0; turn < 5; turn += 1) assert.match(sample(pattern, random), new RegExp(`^(?:${pattern})$`));
});

test("the alternative of a prefix that fits first is the longest, which is what the core takes", () => {
  const random = new Random(4, "prefixes");
  const all = Object.values(metadata.countries).flatMap((region) => [region[IDD], region[PREFIX_FOR_PARSING]]);
  for (const pattern of new Set(all.filter((each) => each && !each.includes("$"))))
    for (let turn = 0; turn < 200; turn += 1) {
      const digits = `${sample(pattern, random)}${random.whole(0, 99_999_999)}`;
      const [first] = new RegExp(`^(?:${pattern})`).exec(digits);
      const lengths = [...[...digits].keys()].filter((length) =>
        new RegExp(`^(?:${pattern})$`).test(digits.slice(0, length)),
      );
      assert.equal(first.length, Math.max(...lengths), `${pattern} on ${digits}`);
    }
});

test("a prefix with a replacement becomes rules in the order in which its expression is tried", () => {
  const shape = ({ before, keep, after, whole, put }) => [before.length, keep.length, after.length, whole, put];
  const of = (country) =>
    prefixRules(
      metadata.countries[country][PREFIX_FOR_PARSING],
      metadata.countries[country][PREFIX_REPLACEMENT] || "",
    ).map(shape);
  assert.deepEqual(of("AI"), [
    [0, 1, 0, true, "264"],
    [1, 0, 0, false, ""],
  ]);
  // Zero, perhaps; the area; 15. Else the zero alone.
  assert.deepEqual(of("AR"), [
    [1, 1, 2, false, "9"],
    [1, 0, 0, false, ""],
  ]);
  // Zero or 90, a carrier, ten or eleven digits that stay. Else zero or 90 alone.
  assert.deepEqual(of("BR"), [
    [2, 1, 0, false, ""],
    [1, 0, 0, false, ""],
  ]);
  assert.deepEqual(of("AU"), [[1, 0, 0, false, ""]]);
});

test("patterns and prefixes of another kind stop the generator", () => {
  for (const source of ["\\d+", "[^0]", "1(?=2)", "a", "(?:1", "1)", "."]) assert.throws(() => parse(source), source);
  assert.throws(() => encode(parse("\\d{3,16}")));
  assert.throws(() => encode(parse("1$")));
  assert.throws(() => prefixRules("0(1(2))", "$2"));
  assert.throws(() => prefixRules("0$"));
  assert.throws(() => prefixRules("0(1)", "$1$1"));
});
