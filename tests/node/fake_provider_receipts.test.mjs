// Owns the proof that receipts and inbound texts are signed as Twilio signs, and come when and as often as planned.
import assert from "node:assert/strict";
import { test } from "node:test";
import twilio from "twilio";
import { createFakeProvider } from "../../js/fake_provider/index.mjs";
import { next, NOON, PHONE, post, start, startHost, STORE } from "./fake_provider_setup.mjs";

test("npm's validateRequest accepts each receipt and refuses it with any letter changed", async (t) => {
  const host = await startHost(t);
  const { provider } = await start(t);
  const url = `${host.url}/hooks/twilio?ref=a%20b%27c&x=1`;
  await post(provider, { StatusCallback: url, Body: "Ünïcode & = + %" });
  await provider.flush();
  assert.deepEqual(
    host.hooks.map(({ params }) => params.MessageStatus),
    ["queued", "sent", "delivered"],
  );
  for (const { headers, params, path } of host.hooks) {
    const signature = headers["x-twilio-signature"];
    assert.equal(path, "/hooks/twilio?ref=a%20b%27c&x=1");
    assert.ok(twilio.validateRequest(provider.authToken, signature, url, params));
    assert.ok(!twilio.validateRequest(provider.authToken, signature, url, { ...params, MessageStatus: "failed" }));
    assert.ok(!twilio.validateRequest(provider.authToken, signature, `${url}2`, params));
    assert.ok(!twilio.validateRequest("other-token", signature, url, params));
  }
  const [{ params, headers }] = host.hooks;
  assert.equal(params.MessageSid, provider.messages[0].sid);
  assert.deepEqual([params.To, params.From, params.AccountSid], [PHONE, STORE, provider.accountSid]);
  assert.match(headers["content-type"], /^application\/x-www-form-urlencoded/);
});

test("a public callback is delivered to this machine and stays signed for its public URL", async (t) => {
  const host = await startHost(t);
  const { provider } = await start(t, { callbackBase: host.url });
  const url = "https://shop.example/wp-json/cartsignal/v1/twilio?r=abc";
  await post(provider, { StatusCallback: url });
  await provider.tick();
  const [hook] = host.hooks;
  assert.deepEqual([hook.path, hook.headers.host], ["/wp-json/cartsignal/v1/twilio?r=abc", "shop.example"]);
  assert.ok(twilio.validateRequest(provider.authToken, hook.headers["x-twilio-signature"], url, hook.params));
});

test("nothing is posted to another machine", async (t) => {
  const { provider } = await start(t, { retryAfterMs: [] });
  for (const url of [
    "http://shop.example/hook",
    "http://127.0.0.1.example/hook",
    "http://[fd00::1]/",
    "http://10.0.0.1/",
  ])
    await post(provider, { StatusCallback: url });
  await provider.flush();
  assert.deepEqual(
    [...new Set(provider.events.filter(({ kind }) => kind === "post_failed").map(({ why }) => why))],
    ["not on this machine"],
  );
  assert.equal(provider.counts.posts, 0);
  assert.throws(() => createFakeProvider({ callbackBase: "http://shop.example" }), /not on this machine/);
});

const PLANNED = [
  ["delivered", [["queued"], ["sent"], ["delivered"]], "delivered"],
  ["sent", [["queued"], ["sent"]], "sent"],
  ["duplicate", [["queued"], ["sent"], ["queued"], ["delivered"], ["sent"], ["delivered"]], "delivered"],
  ["out_of_order", [["delivered"], ["sent"], ["queued"]], "delivered"],
  ["never", [], "delivered"],
  ["stuck", [["queued"]], "queued"],
  ["30003", [["queued"], ["sent"], ["undelivered", "30003"]], "undelivered"],
  ["30001", [["queued"], ["failed", "30001"]], "failed"],
];

for (const [plan, posted, state] of PLANNED) {
  test(`plan ${plan} posts ${posted.length} receipts and ends ${state}`, async (t) => {
    const host = await startHost(t);
    const { provider } = await start(t, { receipts: () => plan });
    await post(provider, { StatusCallback: `${host.url}/hook` });
    await provider.flush();
    assert.deepEqual(
      host.hooks.map(({ params }) => [params.MessageStatus, params.ErrorCode].filter(Boolean)),
      posted,
    );
    assert.equal(provider.messages[0].status, state);
  });
}

test("receipts come when they are due and no sooner", async (t) => {
  const host = await startHost(t);
  const { provider, time } = await start(t, { receipts: () => "late" });
  await post(provider, { StatusCallback: `${host.url}/hook` });
  const after = async (milliseconds) => {
    time.now = NOON + milliseconds;
    await provider.tick();
    return host.hooks.length;
  };
  assert.deepEqual([await after(0), await after(999), await after(1000)], [1, 1, 2]);
  assert.equal(provider.nextAt(), NOON + 26 * 3_600_000);
  assert.deepEqual([await after(26 * 3_600_000 - 1), await after(26 * 3_600_000)], [2, 3]);
  assert.equal(provider.nextAt(), undefined);
});

test("on real time the states come by themselves", async (t) => {
  const plan = [{ state: "sent", after: 1 }];
  const { provider } = await start(t, { clock: Date.now, timers: true, receipts: () => plan });
  const moved = next(provider, "state");
  await post(provider);
  assert.equal((await moved).state, "sent");
});

test("an entry that throws does not stop what comes after it", async (t) => {
  const { provider } = await start(t);
  await post(provider);
  const off = provider.on(({ kind }) => {
    if (kind === "state") throw new Error("a listener's own fault");
  });
  await assert.rejects(provider.tick(), /a listener's own fault/);
  off();
  await provider.flush();
  assert.equal(provider.messages[0].status, "delivered");
});

test("a plan of one's own says each state and each post", async (t) => {
  const host = await startHost(t);
  const plan = [
    { state: "sent", after: 10, posts: [] },
    { state: "undelivered", after: 20, code: 30005, posts: [20, 20, 5] },
  ];
  const { provider } = await start(t, { receipts: ({ sid }, nth) => (sid && nth === 1 ? plan : "never") });
  await post(provider, { StatusCallback: `${host.url}/hook` });
  await post(provider, { StatusCallback: `${host.url}/hook` });
  await provider.flush();
  assert.deepEqual(
    host.hooks.map(({ params }) => params.ErrorCode),
    ["30005", "30005", "30005"],
  );
});

test("a text stuck beyond its validity fails with 30036 and costs nothing", async (t) => {
  const { provider } = await start(t, { receipts: () => "stuck" });
  await post(provider, { ValidityPeriod: "600" });
  await provider.flush();
  const [{ status, errorCode, updatedAt, price }] = provider.messages;
  assert.deepEqual([status, errorCode, updatedAt, price], ["failed", 30036, NOON + 600_000, null]);
});

test("an endpoint that answers 5xx hears the same receipt again, with the same token, and then no more", async (t) => {
  const host = await startHost(t, () => ({ status: 503 }));
  const { provider, time } = await start(t, { receipts: () => "stuck", retryAfterMs: [1000, 5000] });
  await post(provider, { StatusCallback: `${host.url}/hook` });
  const heard = [];
  for (const wait of [0, 1000, 4999, 1, 3_600_000]) {
    time.now += wait;
    await provider.tick();
    heard.push(host.hooks.length);
  }
  assert.deepEqual(heard, [1, 2, 2, 3, 3]);
  assert.equal(new Set(host.hooks.map(({ headers }) => headers["i-twilio-idempotency-token"])).size, 1);
});

test("an unregistered American sender's texts are not delivered", async (t) => {
  const senders = [
    { from: STORE, verification: "IN_REVIEW" },
    { from: "+15125550100", campaign: "FAILED" },
  ];
  const { provider } = await start(t, { senders });
  for (const { from } of senders) await post(provider, { From: from });
  await post(provider, { To: "+4915112345678" });
  await provider.flush();
  assert.deepEqual(
    provider.messages.map(({ errorCode }) => errorCode),
    [30032, 30034, null],
  );
});

test("an inbound text is signed, says who wrote what, and is not sent twice by a 2xx", async (t) => {
  const host = await startHost(t);
  const { provider } = await start(t, { smsUrl: `${host.url}/sms?in=1` });
  const { sid, status } = await provider.inbound({ from: PHONE, to: STORE, body: "Stop please 🙏" });
  await provider.flush();
  assert.deepEqual([status, host.hooks.length], [204, 1]);
  const [{ headers, params }] = host.hooks;
  assert.ok(twilio.validateRequest(provider.authToken, headers["x-twilio-signature"], `${host.url}/sms?in=1`, params));
  assert.deepEqual(
    [params.MessageSid, params.From, params.To, params.Body, params.NumMedia, params.OptOutType],
    [sid, PHONE, STORE, "Stop please 🙏", "0", undefined],
  );
  const again = await provider.inbound({ from: PHONE, to: STORE, body: "Stop please 🙏", messageSid: sid });
  assert.deepEqual([again.sid, provider.messages.length], [sid, 1]);
});

test("a host that is down hears an inbound text once it is back", async (t) => {
  const host = await startHost(t, (_, nth) => ({ status: nth === 1 ? 500 : 200 }));
  const { provider, time } = await start(t, { smsUrl: `${host.url}/sms` });
  assert.equal((await provider.inbound({ from: PHONE, to: STORE, body: "YES" })).status, 500);
  time.now += 1000;
  await provider.tick();
  assert.deepEqual(
    host.hooks.map(({ params }) => params.Body),
    ["YES", "YES"],
  );
});

test("a TwiML answer is texted back, its entities read", async (t) => {
  const body = '<?xml version="1.0"?><Response><Message to="x">Tom &amp; &#x1F600; &lt;b&gt;</Message></Response>';
  const host = await startHost(t, () => ({ status: 200, type: "text/xml", body }));
  const { provider } = await start(t, { smsUrl: host.url });
  await provider.inbound({ from: PHONE, to: STORE, body: "HELP" });
  const [, reply] = provider.messages;
  assert.deepEqual([reply.direction, reply.to, reply.body], ["outbound-reply", PHONE, "Tom & 😀 <b>"]);
});

test("a provider that takes keywords opts out, says so in the hook, refuses with 21610, and takes START", async (t) => {
  const host = await startHost(t);
  const { provider } = await start(t, { smsUrl: `${host.url}/sms`, answersKeywords: true });
  const say = (body) => provider.inbound({ from: PHONE, to: STORE, body });
  const code = async () => JSON.parse((await post(provider)).text).code;
  assert.equal((await say("stop please")).optOutType, undefined);
  assert.equal(await code(), undefined);
  assert.equal((await say(" sToP ")).optOutType, "STOP");
  assert.deepEqual(provider.optOuts, [{ from: STORE, to: PHONE, at: NOON }]);
  assert.equal(await code(), 21610);
  assert.equal((await say("Start")).optOutType, "START");
  assert.equal(await code(), undefined);
  assert.deepEqual(
    host.hooks.map(({ params }) => params.OptOutType),
    [undefined, "STOP", "START"],
  );
  await provider.flush();
  const replies = provider.messages.filter(({ direction }) => direction === "outbound-reply");
  assert.deepEqual(
    replies.map(({ status, price }) => `${status} for ${price}`),
    ["delivered for 0", "delivered for 0"],
  );
  provider.optOut({ from: STORE, to: PHONE });
  assert.equal(await code(), 21610);
});

test("a receipt by hand and a signature by hand are what the provider would post", async (t) => {
  const host = await startHost(t, () => ({ status: 403 }));
  const { provider } = await start(t, { receipts: () => [] });
  await post(provider, { StatusCallback: `${host.url}/hook` });
  const [{ sid }] = provider.messages;
  assert.equal(await provider.receipt(sid, { state: "failed", code: 30007 }), 403);
  const [{ headers, params }] = host.hooks;
  assert.equal(params.ErrorCode, "30007");
  assert.equal(provider.sign(`${host.url}/hook`, params), headers["x-twilio-signature"]);
  assert.equal(provider.messages[0].status, "queued");
});
