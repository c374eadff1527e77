// Owns the tests of whole conversations over the loop of host, provider and phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visit } from "../crash/shop.mjs";
import { stage } from "../crash/stage.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SENDER = "+18335550123";
const PERSON = "+12015550123";

test("in the US a question is asked, YES answers it, the cart's text follows, HELP is helped and STOP ends it", async (context) => {
  const { host, clock, pass, provider, texts } = await stage(context);
  american(host, clock);
  await pass(MINUTE);
  assert.equal(texts().length, 0, "it is nine in the morning in New Jersey");
  await pass(4 * HOUR);
  assert.match(texts()[0].body, /reply YES/i);
  assert.equal(texts().length, 1, "nothing else before the answer");

  await provider.inbound({ from: PERSON, to: SENDER, body: "Yes!" });
  await pass(4 * HOUR);
  const classes = texts().map(({ sid }) => host.why(sid)?.does.class);
  assert.deepEqual(classes, ["ask", "confirmation", "marketing"]);

  await provider.inbound({ from: PERSON, to: SENDER, body: "help" });
  await pass(MINUTE);
  assert.match(texts().at(-1)?.body, /help@tee\.de/);

  await provider.inbound({ from: PERSON, to: SENDER, body: "stop please" });
  await pass(MINUTE);
  const sent = texts().length;
  assert.equal(host.recent(1)[0].reason, "opt_out_confirmed");
  await provider.inbound({ from: PERSON, to: SENDER, body: "STOP" });
  await pass(48 * HOUR);
  assert.equal(texts().length, sent, "a second STOP is not confirmed again");
});

test("a question nobody answers is followed by nothing", async (context) => {
  const { host, clock, pass, texts } = await stage(context);
  american(host, clock);
  await pass(72 * HOUR);
  assert.equal(texts().length, 1);
  assert.equal(host.recent(1)[0].act, "drop");
});

test("an outage of half an hour delays texts, sends each once and costs nothing", async (context) => {
  const { visit: comes, clock, pass, provider, texts, options } = await stage(context);
  const { port } = new URL(options.provider.settings.base);
  for (let n = 0; n < 5; n += 1) comes(n);
  await pass(2 * HOUR - MINUTE);
  await provider.close();
  await pass(30 * MINUTE);
  assert.equal(texts().length, 0);
  await provider.listen(Number(port));
  await pass(HOUR);
  assert.equal(texts().length, 5);
  assert.equal(new Set(texts().map(({ to }) => to)).size, 5);
  // What is left of the day's budget is as if nothing had been tried in vain.
  const before = texts().length;
  for (let n = 10; n < 20; n += 1) comes(n);
  await pass(2 * HOUR + 10 * MINUTE);
  assert.equal(texts().length - before, 10, new Date(clock.now).toISOString());
});

/** @param {any} host @param {{now: number}} clock */
function american(host, clock) {
  const more = { country: "US", locale: "en-US", region: "NJ", browser_zone: "America/New_York" };
  const { recipient } = host.contact({ text: "(201) 555-0123", first_name: "Ada", ...more });
  for (const { input, ...arrival } of visit(1, recipient, clock.now)) {
    const what = /** @type {any} */ (input).what;
    if (what["consent.granted"]) what["consent.granted"].basis = "express_written";
    host.append({ ...arrival, contact: { ...more, first_name: "Ada" }, input });
  }
}
