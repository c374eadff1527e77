// Owns the tests of two processes that work on one database at once: nobody gets a text twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../js/abi.mjs";
import { createHost } from "../../js/host/host.mjs";
import { LEFT_MS } from "../crash/shop.mjs";
import { stage } from "../crash/stage.mjs";
import { judge } from "../crash/verdict.mjs";
import { playTogether } from "../crash/together.mjs";

const PEOPLE = 12;
const ATTEMPTING = "SELECT 1 FROM outbox WHERE shop = ?1 AND state = 'attempting'";

test("two hosts of one process, drained at the same moments, share the work and send each text once", async (context) => {
  const { host, visit, clock, pass, provider, texts, options, rows } = await stage(context, {
    provider: { faults: () => ({ fault: "slow", ms: 5 }) },
  });
  const other = createHost({ ...options, engine: new Engine() });
  context.after(() => other.close());
  for (let n = 0; n < PEOPLE; n += 1) visit(n);
  await pass(LEFT_MS - 70 * 60_000);
  while (texts().length < PEOPLE) {
    clock.now += 60_000;
    const done = await Promise.all([host.drain(), other.drain()]);
    if (texts().length === PEOPLE)
      assert.ok(
        done.every(({ accepted }) => accepted > 0),
        "both had a part in it",
      );
    await provider.tick();
  }
  await pass(LEFT_MS);
  assert.equal(new Set(texts().map(({ to }) => to)).size, PEOPLE);
  assert.equal(texts().length, PEOPLE);
  assert.deepEqual(rows("SELECT state, count(*) AS times FROM outbox WHERE shop = ?1 GROUP BY state"), [
    { state: "accepted", times: PEOPLE },
  ]);
});

test("a process that slept after it marked a text does not send it when it wakes", async (context) => {
  let asleep = false;
  const { visit, clock, pass, texts, rows } = await stage(context, {
    host: {
      onPoint(/** @type {string} */ name) {
        if (name !== "attempting_committed" || asleep || rows(ATTEMPTING).length === 0) return;
        asleep = true;
        clock.now += 10 * 60_000;
      },
    },
  });
  visit(1);
  await pass(LEFT_MS);
  assert.ok(asleep);
  assert.equal(texts().length, 0);
  assert.deepEqual(rows("SELECT state FROM outbox WHERE shop = ?1"), [{ state: "unknown" }]);
});

test("an answer that comes after others gave the attempt up still settles it", async (context) => {
  const { host, visit, clock, pass, provider, texts, options, rows } = await stage(context, {
    provider: { faults: () => "hold", receipts: () => "never" },
  });
  const other = createHost({ ...options, engine: new Engine() });
  context.after(() => other.close());
  visit(1);
  const made = new Promise((resolve) => provider.on(({ kind }) => kind === "fault" && resolve(undefined)));
  const sending = pass(LEFT_MS);
  await made;
  clock.now += 3 * 60_000;
  await other.drain();
  assert.deepEqual(
    host.why(texts()[0].statusCallback.slice(-32))?.outcomes.map(({ what }) => what),
    ["attempting", "unknown"],
  );
  provider.release();
  await sending;
  assert.equal(texts().length, 1);
  assert.deepEqual(rows("SELECT state FROM outbox WHERE shop = ?1"), [{ state: "accepted" }]);
});

test("two processes on one database send each text once", async (context) => {
  const { path, ...story } = await playTogether(context, { people: PEOPLE, seed: 3 });
  const figures = judge(path, { ...story, kills: [], stopped: new Map() });
  assert.equal(figures.doubles, 0);
  assert.equal(figures.unknown, 0);
  assert.ok(figures.texts >= PEOPLE / 2);
});
