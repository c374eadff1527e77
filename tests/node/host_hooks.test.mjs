// Owns the tests of what providers say by themselves: proved, written once, taken in, and answered only then.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LEFT_MS, ORIGIN, phone } from "../crash/shop.mjs";
import { stage } from "../crash/stage.mjs";

const HOUR = 3_600_000;
const SENDER = "+447400999999";
const STOPS = "SELECT recipient, channel FROM opt_outs WHERE shop = ?1";

test("STOP ends everything, is confirmed once, and is kept in clear", async (context) => {
  const { host, visit, pass, provider, texts, rows } = await stage(context);
  const recipient = visit(1);
  await pass(LEFT_MS);
  const [{ to }] = texts();
  await provider.inbound({ from: to, to: SENDER, body: "STOP" });
  await pass(1_000);
  assert.deepEqual(rows(STOPS), [{ recipient, channel: "sms" }]);
  assert.deepEqual(
    host.recent(1).map(({ act, reason, state }) => [act, reason, state]),
    [["send", "opt_out_confirmed", "accepted"]],
  );
  visit(2, { text: phone(1) });
  await pass(LEFT_MS);
  const classes = rows("SELECT class FROM outbox WHERE shop = ?1 ORDER BY place").map((row) => row.class);
  assert.deepEqual(classes, ["marketing", "confirmation", "ask"], "after a new tick, no more than the question");
});

test("a STOP that came in before the text leaves stops it, though nothing has taken it in yet", async (context) => {
  const { host, visit, pass, provider, texts, rows } = await stage(context);
  visit(1);
  await pass(LEFT_MS - HOUR);
  assert.equal(texts().length, 0);
  await provider.inbound({ from: "+447400001456", to: SENDER, body: "Stop." });
  assert.equal(rows("SELECT 1 FROM inbox WHERE shop = ?1 AND state = 'pending'").length, 1);
  await pass(LEFT_MS);
  assert.ok(texts().every(({ body }) => !body.includes("basket")));
  assert.equal(host.overview().quarantined.length, 0);
});

test("a receipt comes twice or in the wrong order, and counts once", async (context) => {
  for (const receipts of ["duplicate", "out_of_order"]) {
    const { host, visit, pass, texts } = await stage(context, { provider: { receipts: () => receipts } });
    visit(1);
    await pass(LEFT_MS);
    const why = host.why(texts()[0].sid);
    const said = why?.outcomes.map(({ what }) => what).filter((what) => what !== "attempting" && what !== "accepted");
    assert.deepEqual(said, receipts === "duplicate" ? ["sent", "delivered"] : ["delivered"]);
    assert.equal(why?.receipt, "delivered");
  }
});

test("a receipt of a failure says why", async (context) => {
  const { host, visit, pass, texts } = await stage(context, { provider: { receipts: () => "30003" } });
  visit(1);
  await pass(LEFT_MS);
  const why = host.why(texts()[0].sid);
  assert.equal(why?.receipt, "undelivered");
  assert.equal(why?.outcomes.at(-1)?.code, "30003");
});

test("a call that is unsigned, forged, or about another address is refused and counted, and changes nothing", async (context) => {
  const { host, visit, pass, texts, provider, address, rows } = await stage(context, {
    provider: { receipts: () => "never" },
  });
  visit(1);
  await pass(LEFT_MS);
  const [{ sid, to }] = texts();
  const form = { MessageSid: sid, MessageStatus: "delivered", From: SENDER, To: to, AccountSid: `AC${"0".repeat(32)}` };
  const path = "/hooks/twilio?ref=0123";
  const right = provider.sign(ORIGIN + path, form);
  const flipped = (right[0] === "A" ? "B" : "A") + right.slice(1);
  const before = rows("SELECT count(*) AS rows FROM inbox WHERE shop = ?1");
  assert.equal(await call(address + path, form), 403);
  assert.equal(await call(address + path, form, flipped), 403);
  assert.equal(await call(`${address}/hooks/twilio?ref=0124`, form, right), 403);
  assert.equal(await call(address + path, { ...form, MessageStatus: "failed" }, right), 403);
  assert.deepEqual(rows("SELECT count(*) AS rows FROM inbox WHERE shop = ?1"), before);
  const counted = Object.fromEntries(host.overview().hooks.map(({ what, times }) => [what, times]));
  assert.deepEqual(counted, { unsigned: 1, forged: 3 });
  assert.equal(await call(address + path, form, right), 204);
});

test("a call that is heard again is answered and changes nothing", async (context) => {
  const { host, pass, provider, rows } = await stage(context);
  const said = { from: "+447400002456", to: SENDER, body: "START" };
  const { sid } = await provider.inbound(said);
  await pass(1_000);
  await provider.inbound({ ...said, body: "STOP" });
  await pass(1_000);
  const { status } = await provider.inbound({ ...said, messageSid: sid });
  await pass(1_000);
  assert.equal(status, 200);
  assert.equal(rows(STOPS).length, 1, "an old START does not lift a later STOP");
  assert.ok(host.overview().hooks.some(({ what, times }) => what === "repeated" && times === 1));
});

test("a receipt about a text that nobody sent is counted and nothing else", async (context) => {
  const { host, pass, provider, address } = await stage(context);
  const path = "/hooks/twilio?ref=feed";
  const form = { MessageSid: `SM${"1".repeat(32)}`, MessageStatus: "delivered" };
  assert.equal(await call(address + path, form, provider.sign(ORIGIN + path, form)), 204);
  await pass(1_000);
  assert.deepEqual(
    host.overview().hooks.map(({ what, times }) => [what, times]),
    [["unknown_reference", 1]],
  );
});

test("calls that are too long, of other providers, or to other paths are turned away", async (context) => {
  const { address } = await stage(context);
  assert.equal(await call(`${address}/hooks/twilio`, { Body: "x".repeat(70_000) }, "x"), 413);
  assert.equal(await call(`${address}/hooks/nobody`, {}), 404);
  assert.equal(await call(`${address}/other`, {}), 404);
});

test("a text that may mean stop holds marketing until the owner has read it", async (context) => {
  const { host, visit, pass, provider, texts } = await stage(context);
  visit(1);
  await pass(HOUR);
  await provider.inbound({ from: "+447400001456", to: SENDER, body: "not now" });
  await pass(LEFT_MS);
  const [reply] = host.overview().replies;
  assert.equal(reply?.text, "not now");
  assert.equal(texts().length, 0, "marketing waits");
  assert.equal(host.answerReply(reply.place, "cleared"), true);
  assert.equal(host.answerReply(reply.place, "cleared"), false);
  await pass(LEFT_MS);
  assert.deepEqual(host.overview().replies, []);
  assert.equal(texts().length, 1);
});

test("somebody who was never texted may say STOP too", async (context) => {
  const { pass, provider, rows, texts } = await stage(context);
  await provider.inbound({ from: "+447400003456", to: SENDER, body: "stop" });
  await pass(1_000);
  assert.equal(rows(STOPS).length, 1);
  assert.ok(texts().length <= 1, "at most the confirmation");
});

/**
 * @param {string} url
 * @param {Record<string, string>} form
 * @param {string} [signature]
 */
async function call(url, form, signature) {
  const headers = signature === undefined ? {} : { "X-Twilio-Signature": signature };
  const response = await fetch(url, { method: "POST", headers, body: new URLSearchParams(form) });
  await response.arrayBuffer();
  return response.status;
}
