// Owns the tests of carrying out decisions: what is checked before a text leaves, and what becomes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../js/abi.mjs";
import { createHost } from "../../js/host/host.mjs";
import { LEFT_MS, configuration, order, phone, visit } from "../crash/shop.mjs";
import { stage } from "../crash/stage.mjs";

const MINUTE = 60_000;
/** A little after a cart's text is decided. */
const DECIDED_MS = 125 * MINUTE;
const TEXTS = "SELECT decision, state, why, class FROM outbox WHERE shop = ?1 AND act = 'send' ORDER BY place";

test("a cart that is left is texted about once, and the whole story is to be seen", async (context) => {
  const { host, visit, pass, texts } = await stage(context);
  visit(1);
  await pass(LEFT_MS);
  const [text] = texts();
  assert.equal(texts().length, 1);
  assert.match(text.body, /^Teekontor: Hi Ada, .+https:\/\/s\.tee\.de\/\w{7}.+https:\/\/s\.tee\.de\/\w{7}$/);
  const why = host.why(text.sid);
  assert.equal(why?.reason, "due");
  assert.equal(why?.text, text.body);
  assert.equal(why?.receipt, "delivered");
  assert.ok(why?.trace.length > 5);
  assert.deepEqual(
    why?.outcomes.map(({ what }) => what),
    ["attempting", "accepted", "sent", "delivered"],
  );
  assert.deepEqual(host.why(why.decision), why);
});

test("what was bought meanwhile is texted about by nobody", async (context) => {
  const { host, visit, clock, pass, texts } = await stage(context);
  const recipient = visit(1);
  await pass(30 * MINUTE);
  host.append(order(1, recipient, clock.now));
  await pass(LEFT_MS);
  assert.equal(texts().length, 0);
});

test("an order that came in after the decision stops the text", async (context) => {
  const { host, visit, clock, pass, texts, rows } = await stage(context);
  const recipient = visit(1);
  host.permission.pause("lunch");
  await pass(DECIDED_MS);
  assert.deepEqual(
    rows(TEXTS).map(({ state }) => state),
    ["waiting"],
  );
  host.append(order(1, recipient, clock.now));
  host.permission.resume();
  await pass(LEFT_MS);
  assert.equal(texts().length, 0);
  assert.deepEqual(
    rows(TEXTS).map(({ why }) => why),
    ["cancelled"],
  );
});

test("an opt-out that was read back after the decision stops the text", async (context) => {
  const { host, visit, clock, pass, texts, rows } = await stage(context);
  const recipient = visit(1);
  host.permission.pause("restored from a backup");
  await pass(DECIDED_MS);
  rows("INSERT INTO opt_outs VALUES (?1, ?2, 'sms', ?3) RETURNING at", recipient, clock.now);
  host.permission.resume();
  await pass(MINUTE);
  assert.equal(texts().length, 0);
  assert.deepEqual(
    rows(TEXTS).map(({ why }) => why),
    ["opted_out"],
  );
});

test("a text that waited for longer than a quarter of an hour is decided again, not flushed", async (context) => {
  const { host, visit, pass, texts, rows } = await stage(context);
  visit(1);
  await pass(LEFT_MS - 70 * MINUTE);
  host.permission.pause("a long lunch");
  await pass(2 * 60 * MINUTE);
  assert.ok(rows(TEXTS).length > 3, "it was decided again and again");
  host.permission.resume();
  await pass(60 * MINUTE);
  const sends = rows(TEXTS).map(({ state, why }) => `${state} ${why}`);
  assert.deepEqual([...new Set(sends)], ["refused stale", "accepted null"]);
  assert.equal(texts().length, 1);
});

test("a text that nobody was there to send is decided again once the host runs again", async (context) => {
  const { host, visit, clock, pass, texts, rows } = await stage(context);
  visit(1);
  host.permission.pause("a long lunch");
  await pass(DECIDED_MS);
  assert.equal(rows(TEXTS).length, 1);
  clock.now += 3 * 60 * MINUTE;
  host.permission.resume();
  await pass(5 * MINUTE);
  assert.deepEqual(
    rows(TEXTS).map(({ state, why }) => `${state} ${why}`),
    ["refused expired", "accepted null"],
  );
  assert.equal(texts().length, 1);
});

test("a copy of the database under another instance sends nothing until the owner says that it moved", async (context) => {
  const { host, visit, clock, pass, texts, options } = await stage(context, {
    host: { instance: "https://shop.example live 1" },
  });
  visit(1);
  await host.drain();
  const copy = createHost({ ...options, engine: new Engine(), instance: "https://staging.example 2" });
  context.after(() => copy.close());
  assert.deepEqual(copy.permission.sending, { allowed: false, why: "other_instance" });
  host.permission.pause("the copy is to do it");
  await pass(LEFT_MS);
  host.permission.resume();
  await copy.drain();
  assert.equal(texts().length, 0);
  copy.permission.adopt();
  for (let minute = 0; minute <= 30; minute += 5) await copy.drain(clock.now + minute * MINUTE);
  assert.equal(texts().length, 1);
  assert.deepEqual(host.permission.sending, { allowed: false, why: "other_instance" });
});

test("without a provider everything is decided and nothing sent", async (context) => {
  const { host, visit, pass, texts } = await stage(context, { host: { provider: undefined } });
  visit(1);
  await pass(DECIDED_MS);
  assert.equal(texts().length, 0);
  assert.deepEqual(host.overview().sending, { allowed: false, why: "no_provider" });
  assert.deepEqual(
    host.recent(1).map(({ state, why }) => `${state} ${why}`),
    ["waiting null"],
  );
});

test("the provider `log` takes every text and nothing leaves", async (context) => {
  const { host, visit, pass, texts } = await stage(context, { host: { provider: { name: "log", settings: {} } } });
  visit(1);
  await pass(LEFT_MS);
  assert.equal(texts().length, 0);
  assert.deepEqual(host.overview().outbox, [{ act: "send", state: "accepted", times: 1 }]);
});

test("settings that the provider can't work with are refused when the host is made", async (context) => {
  const { options, path } = await stage(context);
  const provider = { name: "twilio", settings: { account_sid: "AC1" } };
  assert.throws(
    () => createHost({ ...options, path: `${path}2`, configuration: configuration(), provider }),
    /account_sid|auth_token/,
  );
});

test("the owner can ask the provider whether the login works and what is left", async (context) => {
  const { host, provider } = await stage(context);
  assert.equal((await host.check({ what: "account" }))?.login, true);
  assert.deepEqual((await host.check({ what: "balance" }))?.balance, { micros: 25_000_000, currency: "USD" });
  await provider.close();
  assert.equal((await host.check({ what: "account" }))?.login, false);
});

test("a provider that is busy is asked again later, by a new decision", async (context) => {
  const { visit, pass, texts, rows } = await stage(context, {
    provider: { faults: (/** @type {any} */ _, /** @type {number} */ nth) => (nth === 1 ? "429" : undefined) },
  });
  visit(1);
  await pass(LEFT_MS);
  const sends = rows(TEXTS);
  assert.deepEqual(
    sends.map(({ state }) => state),
    ["refused", "accepted"],
  );
  assert.notEqual(sends[0].decision, sends[1].decision);
  assert.equal(texts().length, 1);
});

test("an answer that never came is looked up; the text was there and counts as sent", async (context) => {
  const { visit, pass, texts, rows } = await stage(context, {
    provider: { faults: () => "reset_after", receipts: () => "never" },
  });
  visit(1);
  await pass(LEFT_MS);
  await pass(24 * 60 * MINUTE);
  assert.equal(texts().length, 1);
  assert.deepEqual(
    rows(TEXTS).map(({ state }) => state),
    ["accepted"],
  );
});

test("a receipt settles an attempt of which nothing was heard", async (context) => {
  const { host, visit, pass, provider, rows } = await stage(context, {
    provider: { faults: () => "reset_after", receipts: () => "delivered" },
  });
  visit(1);
  await pass(LEFT_MS);
  const [text] = provider.messages;
  const history = host.why(text.sid)?.outcomes.map(({ what }) => what);
  assert.deepEqual(history, ["attempting", "unknown", "accepted", "sent", "delivered"]);
  assert.deepEqual(
    rows(TEXTS).map(({ state }) => state),
    ["accepted"],
  );
});

test("a wrong number ends the matter", async (context) => {
  const { visit, pass, texts, rows } = await stage(context, { provider: { faults: () => "21211" } });
  visit(1);
  await pass(LEFT_MS);
  await pass(24 * 60 * MINUTE);
  assert.equal(texts().length, 0);
  assert.deepEqual(
    rows(TEXTS).map(({ state, why }) => `${state} ${why}`),
    ["refused bad_number"],
  );
});

test("a login that is refused raises an alarm", async (context) => {
  const { host, visit, pass } = await stage(context, { provider: { faults: () => "20003" } });
  visit(1);
  await pass(LEFT_MS);
  assert.deepEqual(
    host.overview().alarms.map(({ alarm }) => alarm),
    ["login_refused"],
  );
});

test("a backlog leaves by the sender's capacity, each text once", async (context) => {
  const slow = configuration();
  slow.markets.GB.sender.per_minute = 6;
  const { host, visit, pass, texts, clock } = await stage(context, { host: { configuration: slow } });
  for (let n = 0; n < 20; n += 1) visit(n);
  await pass(LEFT_MS);
  const times = texts().map(({ createdAt }) => createdAt);
  assert.equal(new Set(texts().map(({ to }) => to)).size, 20);
  assert.equal(times.length, 20);
  for (const from of times) {
    const within = times.filter((at) => at >= from && at < from + MINUTE).length;
    assert.ok(within <= 12, `${within} texts within a minute at ${clock.now}`);
  }
  assert.ok(
    host.overview().outbox.some(({ state }) => state === "refused"),
    "those that had to wait were decided again",
  );
});

test("a budget that is used up stops texts hard", async (context) => {
  const poor = configuration();
  // A part is 40,000 millionths in Britain.
  poor.budget = { month_micros: 1_000_000, day_micros: 80_000 };
  const { visit, pass, texts, rows } = await stage(context, { host: { configuration: poor } });
  for (let n = 0; n < 4; n += 1) visit(n);
  await pass(LEFT_MS);
  assert.equal(texts().length, 2);
  assert.deepEqual(
    rows(TEXTS)
      .map(({ why }) => why)
      .filter(Boolean),
    ["budget", "budget"],
  );
});

test("what the provider did not send costs nothing", async (context) => {
  const poor = configuration();
  poor.budget = { month_micros: 1_000_000, day_micros: 80_000 };
  const wrong = ["+447400000456", "+447400001456"];
  const { visit, pass, texts } = await stage(context, {
    host: { configuration: poor },
    provider: { faults: (/** @type {any} */ { to }) => (wrong.includes(to) ? "21211" : undefined) },
  });
  for (const n of [0, 1]) visit(n);
  await pass(MINUTE);
  for (const n of [2, 3, 4]) visit(n);
  await pass(LEFT_MS);
  assert.equal(texts().length, 2);
});

test("nobody is asked about a number that was taken back", async (context) => {
  const { host, clock, pass, texts, rows } = await stage(context);
  const { recipient } = host.contact({ text: "0151 23456789", country: "DE", locale: "de-DE" });
  for (const { input, ...arrival } of visit(1, recipient, clock.now)) host.append({ ...arrival, input });
  host.permission.pause("lunch");
  await pass(DECIDED_MS);
  const [{ shopper, class: kind }] = rows("SELECT shopper, class FROM outbox WHERE shop = ?1");
  assert.equal(kind, "ask");
  const input = { id: "cleared", occurred_at: clock.now, trust: "signed", what: { "contact.cleared": {} } };
  host.append({ shopper, input });
  host.permission.resume();
  await pass(MINUTE);
  assert.deepEqual([texts().length, rows(TEXTS).map(({ state }) => state)], [0, ["refused"]]);
});

test("what a text costs is kept beside it, and what was spent is told", async (context) => {
  const { host, visit, pass, clock, rows } = await stage(context);
  visit(1);
  assert.deepEqual(host.spending(), {
    day: { spent_micros: 0, limit_micros: 5_000_000 },
    month: { spent_micros: 0, limit_micros: 50_000_000 },
    currency: "GBP",
  });
  await pass(LEFT_MS);
  const [{ cost }] = rows("SELECT cost_micros AS cost FROM outbox WHERE shop = ?1 AND act = 'send'");
  assert.ok(cost > 0, String(cost));
  const { day, month } = host.spending();
  assert.deepEqual([day.spent_micros, month.spent_micros], [cost, cost]);
  const tomorrow = host.spending(clock.now + 24 * 60 * MINUTE);
  assert.deepEqual([tomorrow.day.spent_micros, tomorrow.month.spent_micros], [0, cost]);
});

test("what the provider refused is known to cost nothing", async (context) => {
  const { host, visit, pass, rows } = await stage(context, { provider: { faults: () => "21211" } });
  visit(1);
  await pass(LEFT_MS);
  const sql = "SELECT state, cost_micros AS cost FROM outbox WHERE shop = ?1 AND act = 'send'";
  assert.deepEqual(rows(sql), [{ state: "refused", cost: 0 }]);
  assert.equal(host.spending().month.spent_micros, 0);
});

test("a text decided before its journey was paused does not leave, nor after the pause", async (context) => {
  const { host, visit, pass, texts, rows } = await stage(context);
  visit(1);
  host.permission.pause("lunch");
  await pass(DECIDED_MS);
  assert.deepEqual(
    rows(TEXTS).map(({ state }) => state),
    ["waiting"],
  );
  host.configure({ ...configuration(), paused_journeys: ["cart_recovery"] });
  host.permission.resume();
  await pass(MINUTE);
  assert.deepEqual(
    rows(TEXTS).map(({ state, why }) => [state, why]),
    [["refused", "paused"]],
  );
  assert.deepEqual([host.recent(1)[0].act, host.recent(1)[0].reason], ["drop", "journey_paused"]);
  host.configure(configuration());
  visit(2);
  await pass(LEFT_MS);
  assert.deepEqual(
    texts().map(({ to }) => to),
    ["+447400002456"],
  );
});

test("two texts to one phone are never under way at once", async (context) => {
  const { host, visit, pass, provider, options } = await stage(context, {
    provider: { faults: (/** @type {any} */ _, /** @type {number} */ nth) => (nth === 1 ? "hold" : undefined) },
  });
  visit(1);
  const held = new Promise((resolve) => provider.on(({ kind }) => kind === "fault" && resolve(undefined)));
  const under = pass(LEFT_MS);
  await held;
  await provider.inbound({ from: "+447400001456", to: "+447400999999", body: "STOP" });
  const other = createHost({ ...options, engine: new Engine() });
  context.after(() => other.close());
  await other.drain();
  assert.deepEqual(
    other.recent(1).map(({ reason, state }) => `${reason} ${state}`),
    ["opt_out_confirmed waiting"],
  );
  assert.equal(provider.heldCount(), 1, "the confirmation of the opt-out waits for the text before it");
  provider.release();
  await under;
  assert.deepEqual(
    host
      .recent()
      .map(({ act, reason }) => `${act} ${reason}`)
      .filter((line) => line.startsWith("send")),
    ["send opt_out_confirmed", "send due"],
  );
});

test("a coupon that the platform issues is in the text, and is asked for once", async (context) => {
  const shop = configuration();
  shop.options = { coupon: { minimum_minor: 1_000, percent: 10 } };
  const asked = [];
  const issue = async (/** @type {any} */ entry) => {
    asked.push(entry.decision);
    return { done: { code: "TEA10" } };
  };
  const { host, clock, pass, texts } = await stage(context, {
    host: { configuration: shop, platform: { issue_coupon: issue } },
  });
  // Three carts left within a month make a repeat abandoner.
  const { recipient } = /** @type {any} */ (
    host.contact({ text: phone(7), country: "GB", locale: "en-GB", first_name: "Ada" })
  );
  for (let cart = 0; cart < 3; cart += 1) {
    for (const { input, ...arrival } of visit(7, recipient, clock.now)) {
      const what = structuredClone(/** @type {any} */ (input).what);
      if (what["cart.updated"]) what["cart.updated"].cart = `cart-${cart}`;
      host.append({ ...arrival, input: /** @type {any} */ ({ ...input, what }) });
    }
    await pass(9 * 24 * 60 * MINUTE);
  }
  const coupons = asked.length;
  assert.equal(new Set(asked).size, coupons);
  if (coupons > 0) assert.ok(texts().some(({ body }) => body.includes("TEA10")));
  assert.ok(coupons > 0, `no coupon was decided: ${JSON.stringify(host.recent(9))}`);
});
