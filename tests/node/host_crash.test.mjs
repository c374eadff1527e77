// Owns the tests of a host that is killed at named points: no text twice, no input lost, every outcome to be seen.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { decided, judge } from "../crash/verdict.mjs";
import { play } from "../crash/world.mjs";

const folder = mkdtempSync(join(tmpdir(), "cartsignal-host-"));
const SEED = 1;
const PEOPLE = 1;

/** Where the process dies: the points in the order of its lives. */
const DEATHS = [
  ["appended"],
  ["input_taken"],
  ["stepped"],
  ["states_written"],
  ["decisions_written"],
  ["input_written"],
  ["input_committed"],
  ["wakes_moved"],
  ["wakes_committed"],
  ["checked"],
  ["admitted"],
  ["attempting_written"],
  ["attempting_committed"],
  ["request_begun"],
  ["connected"],
  ["request_written"],
  ["answer_begun"],
  ["answer_read"],
  ["outcome_written"],
  ["outcome_committed"],
  ["request_begun", "unknown_written"],
  ["request_begun", "unknown_committed"],
  ["request_written", "looked_up"],
  ["hook_read"],
  ["hook_proved"],
  ["hook_written"],
  ["hook_committed"],
  ["hook_answered"],
];

/** Where a text may have left without anybody having heard the answer. */
const IN_DOUBT = [
  "attempting_committed",
  "request_begun",
  "connected",
  "request_written",
  "answer_begun",
  "answer_read",
  "outcome_written",
];

/** @type {ReturnType<typeof decided>} */
let undisturbed;

before(async () => {
  const path = join(folder, "undisturbed.db");
  const story = await play({ path, seed: SEED, people: PEOPLE, nextKill: () => undefined });
  assert.deepEqual(judge(path, story), { kills: 0, texts: 1, doubles: 0, accepted: 1, refused: 0, unknown: 0 });
  undisturbed = decided(path);
});

after(() => rmSync(folder, { recursive: true, force: true }));

for (const points of DEATHS) {
  test(`a host killed at ${points.join(", then at ")} sends nothing twice and loses nothing`, async () => {
    const path = join(folder, `${points.join("-")}.db`);
    const kills = points.map((point) => ({ point, nth: 1 }));
    // Where no receipt comes, nothing but the host itself knows that the text may have left.
    const receipts = points[0].startsWith("hook") ? undefined : () => "never";
    const story = await play({ path, seed: SEED, people: PEOPLE, nextKill: () => kills.shift(), receipts });
    assert.deepEqual(story.kills, points, "the process died where it was to");
    const figures = judge(path, story);
    const doubt = IN_DOUBT.includes(points[0]) && figures.texts === 0;
    assert.equal(figures.accepted + figures.unknown + figures.refused, 1, "what became of the text is to be seen");
    if (doubt) assert.equal(figures.accepted, 0);
    else assert.deepEqual([figures.texts, figures.accepted], [1, 1]);
    const same = decided(path);
    for (const [recipient, decisions] of same) assert.deepEqual(decisions, undisturbed.get(recipient));
    if (!IN_DOUBT.includes(points[0])) assert.equal(same.size, undisturbed.size);
  });
}
