// Owns the benchmark of reading numbers in Node: microseconds per number, the core beside libphonenumber-js.
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { Engine } from "../../js/node.mjs";
import { Random } from "../../js/simulator/random.mjs";
import { typedNumber } from "./phone_numbers.mjs";

const RUNS = 7;
const NUMBERS = 5_000;
const PARSE_PHONE = 18;

const engine = new Engine();
const random = new Random(20_261_121, "phone");
const typed = Array.from({ length: NUMBERS }, () => typedNumber(random));
const requests = typed.map((each) => JSON.stringify(each));

const results = [
  ["parse_phone, text in and text out", () => requests.forEach((request) => engine.call(PARSE_PHONE, request))],
  [
    "parse_phone, objects in and out",
    () => typed.forEach((each) => JSON.parse(engine.call(PARSE_PHONE, JSON.stringify(each)).json)),
  ],
  [
    "libphonenumber-js (max): valid, type, country",
    () =>
      typed.forEach(({ text, country }) => {
        const phone = parsePhoneNumberFromString(text, country);
        return phone?.isValid() && phone.getType();
      }),
  ],
].map(([name, run]) => ({ name, unit: "µs", value: median(run) }));

if (process.argv.includes("--json")) console.log(JSON.stringify(results));
else for (const { name, unit, value } of results) console.log(`${name.padEnd(48)} ${value.toFixed(2)} ${unit}`);

function median(run) {
  const times = [];
  for (let turn = 0; turn < RUNS; turn += 1) {
    const begin = process.hrtime.bigint();
    run();
    times.push(Number(process.hrtime.bigint() - begin) / 1000 / NUMBERS);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1];
}
