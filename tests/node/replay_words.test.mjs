// Owns the test that every closed word of the core has a sentence, and no sentence a word that is gone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CLASSES, inWords, KINDS, REASONS, REFUSALS, RULES, WAKE_REASONS, why } from "../../js/replay/words.mjs";

const TABLES = [
  ["src/trace.rs", "Reason", REASONS],
  ["src/trace.rs", "WakeReason", WAKE_REASONS],
  ["src/trace.rs", "Rule", RULES],
  ["src/trace.rs", "Class", CLASSES],
  ["src/trigger/abandonment.rs", "AbandonmentKind", KINDS],
  ["src/fact/report.rs", "Refusal", REFUSALS],
];

for (const [file, name, table] of TABLES) {
  test(`every word of ${name} has a sentence`, () => {
    assert.deepEqual(Object.keys(table).sort(), wordsOf(file, name).sort());
    for (const sentence of Object.values(table)) assert.match(sentence, /^[^A-Z].*[^.]$/);
  });
}

test("a reason is told with what the deciding clause saw", () => {
  const trace = [
    { rule: "cap", holds: false, saw: { count: 2 }, allows: { count: 2 }, row: "caps_7_days", changes_at: null },
  ];
  assert.equal(why({ reason: "cap_reached", trace }, String), `${REASONS.cap_reached} (2 of 2, rule caps_7_days)`);
  const unopened = [
    { rule: "quiet_hours", holds: false, saw: { at: 5 }, allows: "nothing", row: null, changes_at: null },
  ];
  assert.equal(
    why({ reason: "quiet_hours_too_long", trace: unopened }, String),
    `${REASONS.quiet_hours_too_long} (there it is 5)`,
  );
  assert.equal(why({ reason: "watching", trace: [] }, String), REASONS.watching);
  assert.equal(inWords("newer_than_this"), "newer than this");
});

/** Returns the words of a Rust enum as serde writes them. */
function wordsOf(file, name) {
  const source = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
  const body = new RegExp(`pub enum ${name} \\{([^}]*)\\}`).exec(source)?.[1];
  assert.ok(body, `${file} has no enum ${name}`);
  const variants = [...body.matchAll(/^ {4}([A-Z]\w*),$/gm)].map((match) => match[1]);
  assert.ok(variants.length > 0);
  return variants.map((variant) => variant.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase());
}
