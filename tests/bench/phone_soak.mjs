// Owns the comparison on many numbers: how many of each outcome, and every class of difference with examples.
import { Random } from "../../js/simulator/random.mjs";
import { answered, difference, expected } from "./phone_oracle.mjs";
import { typedNumber } from "./phone_numbers.mjs";

const EXAMPLES = 10; // of each class of difference

/**
 * Compares the core with libphonenumber-js on so many seeded numbers.
 * @param {import("../../js/load/engine.mjs").Engine} engine
 * @param {number} count
 * @param {number} seed
 */
export function compare(engine, count, seed) {
  const random = new Random(seed, "phone");
  /** @type {Record<string, number>} */
  const outcomes = {};
  /** @type {Record<string, {count: number, examples: object[]}>} */
  const differences = {};
  const seen = (outcome) => (outcomes[outcome] = (outcomes[outcome] ?? 0) + 1);
  for (let turn = 0; turn < count; turn += 1) {
    const { text, country } = typedNumber(random);
    const [theirs, ours] = [expected(text, country), answered(engine, text, country)];
    seen(theirs ? theirs.kind : "refused");
    const differs = difference(theirs, ours);
    if (!differs) continue;
    const each = (differences[differs] ??= { count: 0, examples: [] });
    each.count += 1;
    if (each.examples.length < EXAMPLES) each.examples.push({ text, country, theirs, ours });
  }
  return { outcomes, differences };
}
