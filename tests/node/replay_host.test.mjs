// Owns the tests of the host in memory: its duty toward the core, with a small core that decides by rote.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Assume, readAssumptions } from "../../js/replay/assume.mjs";
import { canonical } from "../../js/replay/canonical.mjs";
import { Host, run } from "../../js/replay/host.mjs";
import { WakeQueue } from "../../js/replay/wake_queue.mjs";

test("wakes come by time, one per state, the last one set", () => {
  const queue = new WakeQueue();
  queue.set("shopper", "b", { at: 20, reason: "cart_idle" });
  queue.set("shopper", "a", { at: 20, reason: "cart_idle" });
  queue.set("shopper", "b", { at: 10, reason: "hold_ends" });
  queue.set("recipient", "z", { at: 20, reason: "confirmation_ends" });
  queue.set("shopper", "c", { at: 5, reason: "cart_idle" });
  queue.set("shopper", "c", null);
  const taken = [];
  while (queue.nextAt() !== Number.POSITIVE_INFINITY) taken.push(queue.take());
  assert.deepEqual(
    taken.map(({ side, key, at }) => `${at} ${side} ${key}`),
    ["10 shopper b", "20 recipient z", "20 shopper a"],
  );
});

test("states go through bytes between all events, and wakes that are due come before the next input", async () => {
  const core = new RoteCore();
  const host = new Host(core, {});
  host.arrive(cartAt(1_000, "s1"));
  host.arrive(cartAt(90_000, "s2"));
  assert.deepEqual(
    core.calls.map(({ moment, shopper, what }) => `${moment} ${shopper} ${what}`),
    ["1000 s1 cart.updated", "61000 s1 wake", "90000 s2 cart.updated"],
  );
  assert.deepEqual(
    core.calls.map(({ steps }) => steps),
    [1, 2, 1],
    "the second step read what the first one wrote",
  );
});

test("a step on a shopper who points carries the recipient; the word of the recipient wakes all who point", () => {
  const core = new RoteCore();
  const host = new Host(core, {});
  for (const shopper of ["s1", "s2"])
    host.arrive({ at: 1, shopper, input: input("contact.provided", 1, { recipient: "r" }) });
  core.calls.length = 0;
  host.arrive({ at: 2, recipient: "r", input: input("reply", 2, { kind: "stop", channel: "sms" }) });
  assert.deepEqual(
    core.calls.map(({ shopper, recipient, what }) => [shopper, recipient, what]),
    [
      [undefined, "r", "reply"],
      ["s1", "r", "wake"],
      ["s2", "r", "wake"],
    ],
  );
});

test("an order of another phone reaches that phone and leaves the shopper pointing where it does", () => {
  const core = new RoteCore();
  const host = new Host(core, {});
  host.arrive({ at: 1, shopper: "s1", input: input("contact.provided", 1, { recipient: "r1" }) });
  core.calls.length = 0;
  host.arrive({ at: 2, shopper: "s1", recipient: "r2", input: input("order.placed", 2, { order: "o" }) });
  assert.deepEqual(
    core.calls.slice(0, 2).map(({ shopper, recipient }) => [shopper, recipient]),
    [
      ["s1", "r1"],
      [undefined, "r2"],
    ],
  );
  assert.equal(host.pointsAt("s1"), "r1");
});

test("a number given anew turns the pointer", () => {
  const host = new Host(new RoteCore(), {});
  for (const [at, recipient] of [
    [1, "r1"],
    [2, "r2"],
  ])
    host.arrive({ at, shopper: "s1", input: input("contact.provided", at, { recipient }) });
  assert.equal(host.pointsAt("s1"), "r2");
});

test("a send is executed once and its outcome reported; a cancelled or expired one is refused", () => {
  const told = [];
  const core = new RoteCore();
  const host = new Host(core, {
    sent: (decision) => void told.push(`sent ${decision.id}`),
    refused: (decision, _, why) => void told.push(`${why} ${decision.id}`),
  });
  core.answers.push([
    send("a", 1e12),
    send("a", 1e12),
    send("b", 1e12),
    { id: "x", does: { cancel: { decision: "b" } } },
    send("c", 0),
  ]);
  host.arrive(cartAt(1_000, "s1"));
  host.advance(10_000);
  assert.deepEqual(told, ["sent a", "cancelled b", "expired c"]);
  const outcomes = core.calls
    .filter(({ what }) => what === "outcome")
    .map(({ input }) => [input.what.outcome.decision, Object.keys(input.what.outcome.result)[0]]);
  assert.deepEqual(outcomes.sort(), [
    ["a", "done"],
    ["b", "refused"],
    ["c", "refused"],
  ]);
});

test("what a text provokes comes back in its own time", async () => {
  const core = new RoteCore();
  const answer = (_, { moment }) => [
    { at: moment + 60_000, recipient: "r", input: input("reply", moment + 60_000, { kind: "stop", channel: "sms" }) },
  ];
  const host = new Host(core, { sent: answer });
  core.answers.push([send("a", 1e12)]);
  await run(host, [cartAt(1_000, "s1")], { runOutMs: 100_000, bad: assert.fail });
  assert.deepEqual(
    core.calls.filter(({ what }) => what === "reply").map(({ moment }) => moment),
    [62_000],
  );
});

test("assumptions introduce a shopper once, before what they did", async () => {
  const assumptions = readAssumptions(["consent=cart,offers", "confirmed", "phone", "country=DE"]);
  const arrivals = [cartAt(1, "s1"), cartAt(2, "s1")];
  const seen = [];
  for await (const { input, contact } of new Assume(assumptions).around(arrivals))
    seen.push([Object.keys(input.what)[0], contact?.country]);
  assert.deepEqual(
    seen.map(([what]) => what),
    ["contact.provided", "consent.granted", "consent.granted", "reply", "cart.updated", "cart.updated"],
  );
  assert.equal(seen[0][1], "DE");
  for (const wrong of ["consent=all", "rich", "country=Germany", "live=yes"])
    assert.throws(() => readAssumptions([wrong]), /--assume/);
});

test("canonical JSON does not depend on the order of keys", () => {
  assert.equal(
    canonical({ b: [1, { d: null, c: "ü" }], a: undefined, A: true }),
    '{"A":true,"b":[1,{"c":"ü","d":null}]}',
  );
});

/** A core that counts its steps in the state, asks for a wake a minute after a cart, and decides what it is told to. */
class RoteCore {
  calls = [];
  answers = [];

  step({ shopper, recipient, moment, input }, before) {
    const what = Object.keys(input.what)[0];
    const state = before.shopper ? JSON.parse(new TextDecoder().decode(before.shopper)) : { steps: 0, points_at: null };
    const after = { steps: state.steps + 1, points_at: input.what["contact.provided"]?.recipient ?? state.points_at };
    this.calls.push({ moment, shopper, recipient, what, input, steps: after.steps });
    const wake = what === "cart.updated" ? { at: moment + 60_000, reason: "cart_idle" } : null;
    const answer = {
      decisions: this.answers.shift() ?? [],
      facts: [],
      topics: [],
      folded: "new",
      points_at: after.points_at,
      wakes: { shopper: wake, recipient: null },
      wake_pointing: what === "reply" || what === "order.placed",
    };
    const bytes = new TextEncoder().encode(JSON.stringify(after));
    return {
      answer,
      after: {
        shopper: shopper === undefined ? undefined : bytes,
        recipient: recipient === undefined ? undefined : bytes,
      },
    };
  }

  admit() {
    return {};
  }
}

function input(what, at, content) {
  return { id: `${what}:${at}`, occurred_at: at, trust: "server", what: { [what]: content } };
}

function cartAt(at, shopper) {
  return { at, shopper, input: input("cart.updated", at, { cart: "c", lines: [{}] }) };
}

function send(id, notAfter) {
  return { id, reason: "due", trace: [], does: { send: { not_after: notAfter, parts: 1 } } };
}
