// Owns the proof that the core reads numbers as libphonenumber does: every country and type, and many that are mistyped.
// CARTSIGNAL_SOAK=1 compares 100,000 numbers instead of 5,000.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatIncompletePhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { Engine } from "../../js/node.mjs";
import { Random } from "../../js/simulator/random.mjs";
import {
  callingCode,
  COUNTRIES,
  examples,
  internationalPrefix,
  pick,
  sample,
  typePatterns,
} from "../bench/phone_numbers.mjs";
import { answered, difference, expected } from "../bench/phone_oracle.mjs";
import { compare } from "../bench/phone_soak.mjs";

const NUMBERS = process.env.CARTSIGNAL_SOAK ? 100_000 : 5_000;
const SAMPLES_OF_TYPE = 10;
const engine = new Engine();

test("every country's example of a mobile number is read however it is written", () => {
  const random = new Random(1, "examples");
  const withExamples = COUNTRIES.filter((country) => examples[country]);
  assert.ok(withExamples.length > 240, `${withExamples.length} countries with examples`);
  for (const country of withExamples) {
    const phone = parsePhoneNumberFromString(`+${callingCode(country)}${examples[country]}`);
    const from = pick(COUNTRIES, random);
    for (const [text, typedIn] of [
      [phone.number, undefined],
      [phone.formatInternational(), undefined],
      [phone.formatNational(), country],
      [phone.nationalNumber, country],
      [formatIncompletePhoneNumber(phone.nationalNumber, country), country],
      [`${internationalPrefix(from, random)} ${phone.formatInternational().slice(1)}`, from],
    ]) {
      const ours = answered(engine, text, typedIn);
      const said = `${text} typed in ${typedIn}: ${JSON.stringify(ours)}`;
      assert.equal(ours.e164, phone.number, said);
      assert.equal(ours.country, phone.country, said);
      assert.notEqual(ours.kind, "fixed", said);
      assert.equal(difference(expected(text, typedIn), ours), undefined, said);
    }
  }
});

test("numbers of every type of every country are read as libphonenumber reads them", () => {
  const random = new Random(2, "types");
  let [valid, compared] = [0, 0];
  for (const country of COUNTRIES)
    for (const pattern of typePatterns(country))
      for (let turn = 0; turn < SAMPLES_OF_TYPE; turn += 1) {
        const national = sample(pattern, random);
        for (const [text, typedIn] of [
          [national, country],
          [`+${callingCode(country)} ${national}`, undefined],
        ]) {
          const [theirs, ours] = [expected(text, typedIn), answered(engine, text, typedIn)];
          assert.equal(
            difference(theirs, ours),
            undefined,
            `${text} in ${typedIn}: ${JSON.stringify({ theirs, ours })}`,
          );
          compared += 1;
          if (theirs) valid += 1;
        }
      }
  assert.ok(compared > 20_000 && valid > 8_000, `${valid} of ${compared} were numbers`);
});

test(
  `${NUMBERS} numbers, right and mistyped, are read as libphonenumber reads them`,
  { timeout: 600_000 },
  (context) => {
    const { outcomes, differences } = compare(engine, NUMBERS, 20_261_121);
    context.diagnostic(JSON.stringify(outcomes));
    assert.deepEqual(differences, {});
    for (const kind of ["mobile", "fixed", "unknown", "refused"])
      assert.ok(outcomes[kind] * 25 > NUMBERS, `too few are ${kind} to prove much: ${JSON.stringify(outcomes)}`);
  },
);

test("what is read beyond libphonenumber stays what it is", () => {
  const number = { e164: "+4915123456789", kind: "mobile", country: "DE" };
  for (const [text, country] of [
    ["\uff0b49 151 23456789", undefined], // a wide plus, which libphonenumber-js drops
    [[..."015123456789"].map((digit) => String.fromCharCode(0x966 + Number(digit))).join(""), "DE"], // Devanagari
    ["0151\n23456789", "DE"],
    ["0151\u202f23456789", "DE"],
    ["tel:0151-23456789;phone-context=example.com", "DE"],
  ]) {
    assert.equal(expected(text, country), undefined, `libphonenumber-js reads ${JSON.stringify(text)}`);
    assert.deepEqual(answered(engine, text, country), number, JSON.stringify(text));
  }
});

test("what libphonenumber reads and the core does not is refused for a reason", () => {
  for (const [text, country, why] of [
    ["+1 213 373 4253 ext. 12", undefined, "special"], // the company's number, not the shopper's
    ["1~2133734253", "US", "too_short"], // what stands behind a tilde is an extension
    ["+881 612 345 678", undefined, "special"], // of no country
  ]) {
    assert.ok(parsePhoneNumberFromString(text, country)?.isValid(), text);
    assert.deepEqual(answered(engine, text, country), { refused: why }, text);
  }
});
