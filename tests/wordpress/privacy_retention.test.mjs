// Owns the tests of what is cleared out daily: what goes at which age, what stays, and that a day's work is bounded.
import assert from "node:assert/strict";
import { after, before, test } from "./with_woocommerce.mjs";
import { DAY, openScene } from "./privacy/scene.mjs";

const MONTHS_13 = 396;
const YEARS_3 = 1_096;
const YEARS_5 = 1_827;
const YEARS_10 = 3_653;

let scene;
let store;

before(async () => {
  scene = await openScene();
  store = scene.store;
});

after(async () => {
  const errors = store.errors().filter(({ isOurs }) => isOurs);
  await store.close();
  assert.deepEqual(errors, []);
});

const ago = (days) => store.clock.now() - days * DAY;
const day = (days) => Math.floor(ago(days) / DAY);
const put = (table, row) =>
  store.sql(
    `INSERT INTO wp_cartsignal_${table} (${Object.keys(row).join(", ")}) VALUES (${Object.keys(row)
      .map(() => "?")
      .join(", ")})`,
    Object.values(row),
  );
const left = async (table, column) =>
  (await store.sql(`SELECT ${column} AS name FROM wp_cartsignal_${table} ORDER BY ${column}`)).map(({ name }) => name);
const clear = () => store.call("do_action('cartsignal_daily');");

test("what is older than its time goes, and what is a day younger stays", async () => {
  for (const [name, days] of Object.entries({ old: 1, young: -1 })) {
    const at = (limit) => ago(limit + days);
    await put("inbox", { natural_key: name, kind: "input", at: at(30), state: "done", done_at: at(30) });
    await put("carts", { cart: name, shopper: "w1", sealed: "x", at: at(60) });
    await put("decisions", { decision: name, at: at(MONTHS_13), act: "send", reason: "due", told: "{}" });
    await put("outcomes", { decision: name, at: at(MONTHS_13), what: "accepted" });
    await put("outbox", { decision: name, act: "send", decided_at: at(MONTHS_13), state: "accepted" });
    await put("replies", { recipient: "r1", at: at(MONTHS_13), kind: "other", state: "noted", provider_id: name });
    await put("links", { hash: name, kind: "cart", decision: name, expires_at: at(30) });
    await put("hook_keys", { provider: "log", replay: name, keep_until: at(0) });
    await put("limits", { name, times: 1, keep_until: at(0) });
  }
  await put("inbox", { natural_key: "waiting", kind: "input", at: ago(400), state: "pending" });
  await put("inbox", { natural_key: "stuck", kind: "input", at: ago(400), state: "quarantined" });
  await put("replies", { recipient: "r1", at: ago(500), kind: "ambiguous", state: "waiting", provider_id: "unread" });
  await put("carts", { cart: "bought", shopper: "w1", sealed: "x", at: ago(17), order_id: 7 });
  await put("carts", { cart: "refused", shopper: "w1", sealed: "x", at: ago(15), order_id: 8 });
  await clear();
  assert.deepEqual(await left("inbox", "natural_key"), ["stuck", "waiting", "young"]);
  assert.deepEqual(await left("carts", "cart"), ["bought", "refused", "young"]);
  assert.deepEqual(await store.sql("SELECT cart FROM wp_cartsignal_carts WHERE sealed IS NULL"), [{ cart: "bought" }]);
  for (const table of ["decisions", "outcomes", "outbox"])
    assert.deepEqual(await left(table, "decision"), ["young"], table);
  assert.deepEqual(await left("replies", "provider_id"), ["unread", "young"]);
  assert.deepEqual(await left("links", "decision"), ["young"]);
  assert.deepEqual(await left("hook_keys", "replay"), ["young"]);
  assert.deepEqual(await left("limits", "name"), ["young"]);
  await store.sql("DELETE FROM wp_cartsignal_inbox");
});

test("a day's work is bounded, and the next days do the rest", async () => {
  for (let row = 0; row < 25; row += 1)
    await put("decisions", { decision: `many${row}`, at: ago(500), act: "drop", reason: "due", told: "{}" });
  const many = async () => (await left("decisions", "decision")).filter((name) => name.startsWith("many")).length;
  const clearOf = (batch, seconds) =>
    scene.php("return (new Cartsignal\\Privacy\\Retention($services, $args[0], $args[1]))->clear();", [batch, seconds]);
  await clearOf(10, 0);
  assert.equal(await many(), 25, "no time, no work");
  const done = await clearOf(10, 60);
  assert.equal(done.decisions, 25, "batch after batch");
  assert.equal(await many(), 0);
});

test("a number whose owner never said yes is forgotten after a month; one that said yes by a link stays", async () => {
  const people = { silent: "07400123501", yes: "07400123502" };
  const keys = {};
  for (const [name, number] of Object.entries(people))
    keys[name] = await scene.tick({ customer: `t_${name}`, number, name });
  await scene.goLive();
  await scene.drain();
  await store.clock.jump(`+${40 * DAY}`);
  for (const [name, { recipient }] of Object.entries(keys))
    await put("decisions", {
      decision: name,
      at: ago(31),
      recipient,
      act: "drop",
      reason: "not_confirmed",
      told: "{}",
    });
  await put("links", {
    hash: "yes",
    kind: "confirm",
    decision: "ask",
    recipient: keys.yes.recipient,
    expires_at: ago(5),
    used_at: ago(6),
  });
  await store.sql("DELETE FROM wp_cartsignal_outbox");
  await clear();
  const contacts = await store.sql("SELECT person FROM wp_cartsignal_contacts WHERE side = 'recipient'");
  assert.deepEqual(contacts, [{ person: keys.yes.recipient }]);
  const names = await store.sql("SELECT person FROM wp_cartsignal_contacts WHERE side = 'shopper'");
  assert.deepEqual(names, [{ person: keys.yes.shopper }]);
});

test("a visitor idle for 13 months and a number idle for 3 years are forgotten, and the proof counts from there", async () => {
  const { shopper, recipient } = await scene.tick({ customer: "t_idle", number: "07400123601", name: "Idle" });
  await scene.drain();
  const states = async () => [
    await store.sql("SELECT 1 FROM wp_cartsignal_shoppers WHERE shopper = ?", [shopper]),
    await store.sql("SELECT 1 FROM wp_cartsignal_contacts WHERE person = ?", [recipient]),
  ];
  const sizes = async () => (await states()).map(({ length }) => length);
  const idle = (table, days) =>
    store.sql(`UPDATE wp_cartsignal_${table}s SET seen_day = ? WHERE ${table} = ?`, [
      day(days),
      table === "shopper" ? shopper : recipient,
    ]);
  await idle("shopper", MONTHS_13 - 1);
  await idle("recipient", YEARS_3 - 1);
  await clear();
  assert.deepEqual(await sizes(), [1, 1]);
  await idle("shopper", MONTHS_13 + 1);
  await idle("recipient", YEARS_3 + 1);
  await clear();
  assert.deepEqual(await sizes(), [0, 0]);
  const stub = "SELECT seen_day, state FROM wp_cartsignal_recipients WHERE recipient = ?";
  assert.deepEqual(await store.sql(stub, [recipient]), [{ seen_day: day(YEARS_3 + 1), state: null }]);
  const proofs = () => store.sql("SELECT 1 FROM wp_cartsignal_consents WHERE recipient = ?", [recipient]);
  await store.sql("UPDATE wp_cartsignal_consents SET at = ? WHERE recipient = ?", [ago(YEARS_5 + 100), recipient]);
  await clear();
  assert.equal((await proofs()).length, 1, "five years from the last use, not from the tick");
  await idle("recipient", YEARS_5 + 1);
  await clear();
  assert.equal((await proofs()).length, 0);
  assert.deepEqual(await store.sql(stub, [recipient]), []);
});

test("a permission that stands keeps its proof however old, and an opt-out is kept for ten years", async () => {
  const { recipient } = await scene.tick({ customer: "t_loyal", number: "07400123701", name: "Loyal" });
  await scene.drain();
  await store.sql("UPDATE wp_cartsignal_consents SET at = ? WHERE recipient = ?", [ago(YEARS_10), recipient]);
  await put("opt_outs", { recipient: "rold", channel: "sms", at: ago(YEARS_10 + 1) });
  await put("opt_outs", { recipient: "ryoung", channel: "sms", at: ago(YEARS_10 - 1) });
  await clear();
  assert.equal((await store.sql("SELECT 1 FROM wp_cartsignal_consents WHERE recipient = ?", [recipient])).length, 1);
  assert.deepEqual(await left("opt_outs", "recipient"), ["ryoung"]);
});
