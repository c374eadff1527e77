// Owns the tests of the judge of `npm run soak`: it finds nothing in good days, and each thing that may be wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import { outsideHours } from "../soak/law.mjs";
import { finds, innocent, WRONGS } from "../soak/sabotage.mjs";

test("good days are found good, and every cart of them has its text", () => {
  const { faults, counts } = innocent();
  assert.deepEqual(faults, []);
  assert.equal(counts["texts: reminder"], 4);
  assert.equal(counts["abandonments: text accepted"], 4);
});

for (const [law, what, spoil] of WRONGS) test(`the judge finds (${law}): ${what}`, () => assert.ok(finds(law, spoil)));

test("hours are those of the phone's own place", () => {
  const berlin = /** @type {const} */ ({ market: "DE", state: "", zone: "Europe/Berlin" });
  const alabama = /** @type {const} */ ({ market: "US", state: "AL", zone: "America/Chicago" });
  const at = (/** @type {string} */ text) => Date.parse(text);
  assert.equal(outsideHours(at("2026-12-08T08:00Z"), berlin), undefined);
  assert.match(outsideHours(at("2026-12-08T07:59Z"), berlin) ?? "", /outside 9 to 20/);
  assert.match(outsideHours(at("2026-12-08T19:00Z"), berlin) ?? "", /outside/);
  assert.match(outsideHours(at("2026-12-13T12:00Z"), berlin) ?? "", /without texts/);
  assert.equal(outsideHours(at("2026-12-26T16:00Z"), alabama), undefined);
  assert.match(outsideHours(at("2026-12-25T18:00Z"), alabama) ?? "", /holiday/);
});
