// Owns the tests of a provider and the store over real HTTP: texts by WordPress's HTTP, receipts and replies by the REST route.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import http from "node:http";
import { after, before, test } from "node:test";
import { SERVICES } from "../store/plugin_php.mjs";
import { openProvider, setUpCartsignal } from "../store/provider.mjs";
import { openStore } from "../store/store.mjs";
import { BEGIN, MINUTE, leave } from "./wake_scene.mjs";

const ROUTE = "/wp-json/cartsignal/v1/hooks/twilio";
const PHONE = (/** @type {number} */ n) => `+44740012${String(n).padStart(4, "0")}`;

/** @type {Awaited<ReturnType<typeof openStore>>} */
let store;
/** @type {Awaited<ReturnType<typeof openProvider>>} */
let provider;

before(async () => {
  store = await openStore({ clock: BEGIN, woocommerce: false, cron: "none" });
  // Without WooCommerce, WordPress does not let the plugin be activated, which is when this is done.
  await store.call(`${SERVICES} return (new Cartsignal\\Settings\\Setup($services))->run();`);
  provider = await openProvider(store);
  await setUpCartsignal(store, provider, { holdout_percent: 0 });
});

after(async () => {
  const errors = store.errors().filter(({ isOurs }) => isOurs);
  await store.close();
  assert.deepEqual(errors, []);
});

/** Does what is due; a process that is at it after a response comes first. */
async function drain() {
  for (;;) {
    const done = await store.call(`${SERVICES} return (object) $services->host()->drain();`);
    if (!done.busy) return done;
  }
}
const why = (/** @type {string} */ id) => store.call(`${SERVICES} return $services->host()->why($args[0]);`, [id]);
async function counts() {
  const { hooks } = await store.call(`${SERVICES} return $services->host()->overview();`);
  const sums = {};
  for (const { what, times } of hooks) sums[what] = (sums[what] ?? 0) + times;
  return sums;
}

/** Calls the route as the provider does; the signature is of the address it was told. */
async function call(
  form,
  { told = store.origin + ROUTE, path = ROUTE, signature, headers = {}, method = "POST" } = {},
) {
  const text =
    told +
    Object.keys(form)
      .sort()
      .map((name) => name + form[name])
      .join("");
  const signed = signature ?? createHmac("sha1", provider.authToken).update(text).digest("base64");
  const body = method === "POST" ? new URLSearchParams(form).toString() : undefined;
  return new Promise((resolve, reject) => {
    const sent = { "x-twilio-signature": signed, ...(body && { "content-type": "application/x-www-form-urlencoded" }) };
    const request = http.request(
      new URL(path, store.origin),
      { method, headers: { ...sent, ...headers } },
      (answer) => {
        let text = "";
        answer.on("data", (chunk) => (text += chunk));
        answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

test("a text goes by WordPress's HTTP, and its receipts come in by the route", async () => {
  await leave(store, 1);
  await drain();
  await store.clock.jump(`+${121 * MINUTE}`);
  const done = await drain();
  assert.equal(done.accepted, 1, JSON.stringify(done));
  const [text] = provider.sentTo(PHONE(1));
  assert.match(text.statusCallback, new RegExp(`^${store.origin}${ROUTE}\\?ref=[0-9a-f]{32}$`));
  await store.clock.jump("+4000");
  await provider.tick();
  await drain();
  const told = await why(text.sid);
  assert.equal(told.receipt, "delivered");
  assert.equal(told.text, text.body);
});

test("a person's STOP is answered as the provider wants it, and no text follows", async () => {
  await leave(store, 2);
  await drain();
  const form = { MessageSid: `SM${"a".repeat(32)}`, From: PHONE(2), To: "+18335550123", Body: "STOP" };
  const answer = await call(form);
  assert.equal(answer.status, 200);
  assert.match(answer.headers["content-type"] ?? "", /^text\/xml/);
  assert.match(answer.text, /^(<\?xml[^>]*>)?\s*<Response/);
  assert.match(answer.headers["cache-control"] ?? "", /no-store/);
  assert.deepEqual(await call(form).then(({ status, text }) => [status, text]), [200, answer.text]);
  await drain();
  const sent = provider.sentTo(PHONE(2));
  assert.deepEqual(await Promise.all(sent.map(async ({ sid }) => (await why(sid)).reason)), ["opt_out_confirmed"]);
  await store.clock.jump(`+${180 * MINUTE}`);
  await drain();
  assert.equal(provider.sentTo(PHONE(2)).length, 1);
});

test("what the provider did not sign is refused, and leaves nothing but a count", async () => {
  const form = { MessageSid: `SM${"b".repeat(32)}`, From: PHONE(3), To: "+18335550123", Body: "STOP" };
  const pending = "SELECT COUNT(*) AS n FROM wp_cartsignal_inbox WHERE kind IN ('inbound', 'receipt')";
  const [{ n }] = await store.sql(pending);
  assert.equal((await call(form, { signature: "" })).status, 403);
  assert.equal((await call(form, { signature: "AAAA" })).status, 403);
  assert.equal((await call(form, { told: "https://elsewhere.example/hook" })).status, 403);
  assert.equal((await call(form, { path: `${ROUTE}?ref=1` })).status, 403, "a query that was not signed");
  assert.equal((await call({ ...form, Body: "a".repeat(66_000) })).status, 413);
  assert.equal((await call(form, { path: ROUTE.replace("twilio", "pigeon") })).status, 404);
  assert.equal((await call({}, { method: "GET" })).status, 404, "it calls by POST only");
  assert.deepEqual((await store.sql(pending))[0].n, n);
  const { forged, malformed, unsupported } = await counts();
  assert.deepEqual({ forged, unsupported }, { forged: 3, unsupported: 2 });
  assert.ok(malformed >= 1);
});

test("the address that was told counts, not the host that a call names", async () => {
  const form = { MessageSid: `SM${"c".repeat(32)}`, From: PHONE(4), To: "+18335550123", Body: "hello" };
  const headers = { host: "evil.example" };
  const told = `http://evil.example${ROUTE}`;
  assert.equal((await call(form, { headers, told })).status, 403, "signed for the other host");
  assert.equal((await call(form, { headers })).status, 200, "a proxy may call the store by another name");
});

test("a store without pretty permalinks hears its provider, too", async () => {
  await store.call("update_option('permalink_structure', '');");
  const told = await store.call("return rest_url('cartsignal/v1/hooks/twilio');");
  assert.match(told, /\?rest_route=/);
  const form = { MessageSid: `SM${"d".repeat(32)}`, From: PHONE(5), To: "+18335550123", Body: "hello" };
  const path = told.slice(store.origin.length);
  assert.equal((await call(form, { told, path })).status, 200);
  assert.equal((await call(form, { told: `${told}&ref=9`, path: `${path}&ref=9` })).status, 200, "as of a receipt");
  await store.call("update_option('permalink_structure', '/%postname%/');");
});
