// Owns the tests of taking arrivals in: once, in order, and what can't be taken in holds up nobody else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LEFT_MS, START, visit } from "../crash/shop.mjs";
import { stage } from "../crash/stage.mjs";

const INBOX = "SELECT natural_key, state, error, attempts FROM inbox WHERE shop = ?1 ORDER BY place";

test("an arrival that comes twice is taken in once", async (context) => {
  const { host, rows } = await stage(context);
  const view = viewed("a", 1);
  assert.deepEqual([host.append(view), host.append(view)], [true, false]);
  assert.deepEqual(await host.drain(), { done: 1 });
  assert.equal(host.append(view), false, "even after it was taken in");
  assert.deepEqual(await host.drain(), {});
  assert.deepEqual(
    rows("SELECT sealed FROM inbox WHERE shop = ?1").map(({ sealed }) => sealed),
    [null],
    "what it said is kept no longer",
  );
});

test("an arrival without a natural key, or larger than the bound, is not taken", async (context) => {
  const { host } = await stage(context);
  assert.throws(() => host.append({ shopper: "a" }), TypeError);
  const { input } = viewed("a", 1);
  const long = { "page.viewed": {}, note: "x".repeat(70_000) };
  assert.throws(() => host.append({ shopper: "a", input: { ...input, what: long } }), RangeError);
  assert.deepEqual(await host.drain(), {});
});

test("an arrival that the core can't read is tried three times, shown, and holds up nobody", async (context) => {
  const { host, clock, pass, rows } = await stage(context);
  const poison = viewed("a", 1);
  poison.input.what = { "page.viewed": { tag: "no such tag" } };
  host.append(poison);
  host.append(viewed("b", 2));
  assert.deepEqual(await host.drain(), { later: 1, done: 1 });
  await pass(120_000);
  const [row] = host.overview().quarantined;
  assert.deepEqual([row.naturalKey, row.attempts, row.error], ["a:1", 3, "request.bad_value"]);
  assert.equal(host.nextAt(), Number.POSITIVE_INFINITY);
  assert.equal(host.retry(row.place), true);
  assert.equal(host.retry(row.place), false);
  assert.deepEqual(await host.drain(clock.now), { later: 1 });
  assert.equal(rows(INBOX).length, 2);
});

test("a text waits for a person's own word that can't be taken in: it may be a STOP", async (context) => {
  const { host, visit, clock, pass, texts } = await stage(context);
  const recipient = visit(1);
  await pass(LEFT_MS - 61 * 60_000);
  const input = /** @type {any} */ ({
    id: "word",
    occurred_at: clock.now,
    trust: "signed",
    what: { reply: { kind: "stopp" } },
  });
  host.append({ recipient, input });
  await pass(LEFT_MS);
  assert.equal(texts().length, 0);
  assert.equal(host.overview().quarantined.length, 1);
});

test("two shoppers proved to be one lead on as one", async (context) => {
  const { host, visit: comes, clock, pass, texts, rows } = await stage(context);
  const recipient = comes(1);
  host.append({ ...viewed("other", 5), shopper: "other" });
  await host.drain();
  host.append({ kind: "merge", naturalKey: "login:1", shopper: "s1", merge: { a: "s1", b: "other" } });
  await host.drain();
  const [{ alias, survivor }] = rows("SELECT alias, survivor FROM aliases WHERE shop = ?1");
  assert.deepEqual([alias, survivor].sort(), ["other", "s1"]);
  assert.deepEqual(rows("SELECT shopper, points_at FROM shoppers WHERE shop = ?1"), [
    { shopper: survivor, points_at: recipient },
  ]);
  for (const arrival of visit(9, recipient, clock.now).slice(2)) host.append({ ...arrival, shopper: alias });
  await pass(LEFT_MS);
  assert.equal(rows("SELECT 1 FROM shoppers WHERE shop = ?1").length, 1);
  assert.equal(texts().length, 1);
});

test("what a recipient says is heard by every shopper who points there", async (context) => {
  const { host, clock, pass, texts } = await stage(context);
  const { recipient } = /** @type {any} */ (host.contact({ text: "07400 001456", country: "GB", locale: "en-GB" }));
  for (const n of [1, 2]) for (const arrival of visit(n, recipient, clock.now)) host.append(arrival);
  await pass(60_000);
  const input = /** @type {any} */ ({
    id: "stop",
    occurred_at: clock.now,
    trust: "signed",
    what: { reply: { kind: "stop", channel: "sms", by: "link" } },
  });
  host.append({ recipient, input });
  await pass(LEFT_MS);
  assert.equal(texts().length, 0);
  const dropped = host.recent().filter(({ act }) => act === "drop");
  assert.equal(dropped.length, 2);
});

test("a link is found by its seven characters, by nothing else, and is used once", async (context) => {
  const { host, visit: comes, clock, pass, texts } = await stage(context);
  const recipient = comes(1);
  await pass(LEFT_MS);
  const [cart, out] = [...texts()[0].body.matchAll(/tee\.de\/(\w{7})/g)].map(([, key]) => key);
  assert.deepEqual(
    [host.links.find(cart, clock.now)?.kind, host.links.find(out, clock.now)?.kind],
    ["cart", "opt_out"],
  );
  assert.equal(host.links.find(out, clock.now)?.recipient, recipient);
  assert.equal(
    host.links.find(out.toLowerCase() === out ? out.toUpperCase() : out.toLowerCase(), clock.now),
    undefined,
  );
  assert.equal(host.links.find(cart, clock.now + 15 * 86_400_000), undefined, "a cart's link expires");
  assert.equal(host.links.find(out, clock.now + 15 * 86_400_000)?.kind, "opt_out");
  assert.deepEqual([host.links.use(out, clock.now), host.links.use(out, clock.now)], [true, false]);
});

/** @param {string} shopper @param {number} n @returns {any} */
function viewed(shopper, n) {
  const input = { id: `${shopper}:${n}`, occurred_at: START, trust: "browser", what: { "page.viewed": {} } };
  return { shopper, input };
}
