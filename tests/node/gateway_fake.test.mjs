// Owns the proof that the gateway understands a Twilio that answers for real: each fault of the fake one, look-ups, hooks.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { test } from "node:test";
import { Engine } from "../../js/node.mjs";
import { NOON, PHONE, STORE, start } from "./fake_provider_setup.mjs";

const PATIENCE_MS = 1_500; // for answers that never come
const MOST_BYTES = 256 * 1_024; // of an answer; what is longer is cut, and so can't be read
const PUBLIC = "https://shop.example/hooks/twilio?ref=r-1";
const engine = new Engine();

/** One store's account at a fake provider: errands performed, hooks proven. */
function account(provider, time) {
  const settings = { account_sid: provider.accountSid, auth_token: provider.authToken, base: provider.url };
  const asked = (errand) => ({ provider: "twilio", settings, moment: time.now, errand });
  return {
    async perform(errand) {
      const requested = engine.request(asked(errand));
      const { heard, body } = await exchange(requested.http);
      return engine.response({ ...asked(errand), heard }, body);
    },
    hear({ url, headers, body }) {
      const request = { provider: "twilio", settings, moment: time.now, hook: { method: "POST", url, headers } };
      const { prove, bytes, refused } = engine.challenge(request, body);
      if (refused) return { refused };
      const proofs = prove.map(({ key }, at) =>
        createHmac("sha1", settings[key.setting]).update(bytes[at]).digest("hex"),
      );
      return engine.webhook({ ...request, proofs }, body);
    },
  };
}

/** Performs HTTP as a host does: a whole answer, or silence. */
async function exchange({ method, url, headers, body }) {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(url, { method, headers, body, signal, redirect: "manual" });
    const bytes = new Uint8Array(await answer.arrayBuffer()).subarray(0, MOST_BYTES);
    return { heard: { answered: { status: answer.status, headers: [...answer.headers] } }, body: bytes };
  } catch (error) {
    return { heard: { silent: { left: error.cause?.code !== "ECONNREFUSED" } }, body: new Uint8Array(0) };
  }
}

const text = { reference: "r-1", to: PHONE, from: STORE, text: "Grüße & mehr: https://s.example/abc" };
const send = (more = {}) => ({ send: { ...text, not_after: NOON + 3_600_000, callback: PUBLIC, ...more } });
const lookUp = (more = {}) => ({ look_up: { ...text, since: NOON, ...more } });

test("each fault is refused, unknown or accepted as the text was, and a look-up finds what exists", async (t) => {
  const faults = {
    429: ["refused", false],
    "500_before": ["unknown", false],
    "500_after": ["unknown", true],
    503: ["unknown", false],
    html: ["unknown", false],
    redirect: ["refused", false],
    garbage: ["unknown", true],
    empty: ["unknown", true],
    truncated: ["unknown", true],
    huge: ["unknown", true],
    reset_before: ["unknown", false],
    reset_after: ["unknown", true],
    reset_mid: ["unknown", true],
    timeout_before: ["unknown", false],
    timeout_after: ["unknown", true],
    unknown_fields: ["accepted", true],
    21610: ["refused", false],
    21614: ["refused", false],
  };
  for (const [fault, [expected, exists]] of Object.entries(faults)) {
    const { provider, time } = await start(t, { faults: () => fault });
    const store = account(provider, time);
    const { outcome } = await store.perform(send());
    assert.deepEqual(Object.keys(outcome), [expected], `${fault}: ${JSON.stringify(outcome)}`);
    assert.equal(provider.sentTo(PHONE).length, exists ? 1 : 0, fault);
    const found = (await store.perform(lookUp())).outcome;
    assert.equal(found.accepted?.provider_id, exists ? provider.sentTo(PHONE)[0].sid : undefined, fault);
    assert.equal(found.refused, undefined, `${fault}: not found is never not sent`);
  }
});

test("an API that cannot be reached has certainly not sent", async (t) => {
  const { provider, time } = await start(t);
  const { accountSid, authToken, url } = provider;
  const store = account({ accountSid, authToken, url }, time);
  await provider.close();
  const { outcome } = await store.perform(send());
  assert.equal(outcome.refused.why, "provider_unavailable");
  assert.equal(outcome.refused.retry_at, NOON + 60_000);
});

test("a wrong token, an unknown sender and a suspended account alarm the owner", async (t) => {
  const { provider, time } = await start(t, { senders: [{ from: STORE }] });
  const wrong = account({ accountSid: provider.accountSid, authToken: "wrong", url: provider.url }, time);
  assert.equal((await wrong.perform(send())).outcome.refused.alarm, "login_refused");
  assert.deepEqual((await wrong.perform({ check: { what: "account" } })).checked, { login: false, code: "20003" });
  const store = account(provider, time);
  assert.equal((await store.perform(send({ from: "+18335550199" }))).outcome.refused.alarm, "sender_refused");
  assert.deepEqual((await store.perform({ check: { what: "account" } })).checked, { login: true });
  provider.setAccount({ status: "suspended" });
  assert.equal((await store.perform(send())).outcome.refused.alarm, "balance_low");
});

test("balance and registration are told", async (t) => {
  const pool = `MG${"1".repeat(32)}`;
  const { provider, time } = await start(t, {
    senders: [
      { from: STORE, verification: "IN_REVIEW" },
      { from: "+15125550100", service: pool, campaign: "VERIFIED" },
    ],
  });
  const store = account(provider, time);
  const { checked } = await store.perform({ check: { what: "balance" } });
  assert.deepEqual(checked, { login: true, balance: { micros: 25_000_000, currency: "USD" } });
  const registered = async (sender) =>
    (await store.perform({ check: { what: "registration", sender } })).checked.registered;
  assert.equal(await registered(STORE), "pending");
  provider.setSender(STORE, { verification: "TWILIO_APPROVED" });
  assert.equal(await registered(STORE), "yes");
  assert.equal(await registered(pool), "yes");
  assert.equal(await registered("+15125550100"), "unknown");
});

test("receipts and texts of recipients are heard as they were signed", async (t) => {
  const hooks = [];
  const host = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const raw = request.rawHeaders;
    const headers = raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1]]] : []));
    hooks.push({ url: `https://shop.example${request.url}`, headers, body: Buffer.concat(pieces) });
    response.writeHead(204).end();
  });
  await new Promise((resolve) => host.listen(0, "127.0.0.1", resolve));
  t.after(() => host.close());
  const callbackBase = `http://127.0.0.1:${host.address().port}`;
  const smsUrl = "https://shop.example/hooks/twilio";
  const { provider, time } = await start(t, {
    callbackBase,
    smsUrl,
    answersKeywords: true,
    senders: [{ from: STORE }],
  });
  const store = account(provider, time);
  const { outcome } = await store.perform(send());
  await provider.flush();
  const notices = hooks.flatMap((hook) => store.hear(hook).heard.notices);
  const receipt = { provider_id: outcome.accepted.provider_id, reference: "r-1" };
  assert.deepEqual(notices, [
    { receipt: { ...receipt, state: "sent" } },
    { receipt: { ...receipt, state: "delivered" } },
  ]);
  hooks.length = 0;
  const { sid } = await provider.inbound({ from: PHONE, to: STORE, body: "Stop" });
  const heard = store.hear(hooks[0]).heard;
  const inbound = { provider_id: sid, from: PHONE, to: STORE, text: "Stop", word: "stop" };
  assert.deepEqual(heard.notices, [{ inbound }]);
  assert.equal(heard.replay.key, sid);
  assert.equal(store.hear({ ...hooks[0], url: `${hooks[0].url}?x` }).refused, "forged");
});
