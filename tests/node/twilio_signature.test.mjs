// Owns the proof that a hook is believed exactly where Twilio signed it: npm's `twilio` signs, any changed bit is refused.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import twilio from "twilio";
import { Engine } from "../../js/node.mjs";
import { Random } from "../../js/simulator/random.mjs";

const { getExpectedTwilioSignature, getExpectedBodyHash } = twilio;

const FORMS = 1_500;
const JSON_BODIES = 300;
const FLIPS = 8; // of signature, body and address each
const MOMENT = Date.UTC(2026, 10, 21, 12);

const LETTERS = [
  ..."abcXYZ019 _-.~*'!()+%&=/?:;@#[]{}|^`\"<>\\,$\n\t",
  "ü",
  "ß",
  "é",
  "日",
  "😀",
  "\u{ff5e}",
  "\u0301",
];
const PATHS = ["", "/", "/hooks", "/a/b/", "/it's", "/a(b)", "/%C3%BC%20x", "/a;b=c", "/~x"];
const QUERIES = ["", "?ref=r-1", "?a=1&b=2", "?q=it's", "?q=%27%2f", "?x=a+b", "?", "?e=&f", "?q=ü", "?u={a}|b"];
const PORTS = ["", "", "", ":443", ":80", ":8443"];
const HOSTS = ["example.com", "Shop.Example.com", "127.0.0.1", "[::1]", "a-b.example", "user:pass@example.com"];

const engine = new Engine();
const random = new Random(4, "twilio");
const word = (most) => Array.from({ length: random.whole(0, most) }, () => random.pick(LETTERS)).join("");
const account = () => ({
  account_sid: `AC${"0".repeat(32)}`,
  auth_token: Array.from({ length: 32 }, () => random.whole(0, 15).toString(16)).join(""),
});
const address = () => {
  const scheme = random.pick(["https://", "https://", "http://"]);
  return scheme + random.pick(HOSTS) + random.pick(PORTS) + random.pick(PATHS) + random.pick(QUERIES);
};

/** What the core makes of a hook, with its proofs computed as a host does. */
function heard(settings, signature, url, body, type = "application/x-www-form-urlencoded") {
  const headers = [["content-type", type]];
  if (signature !== undefined) headers.push(["X-Twilio-Signature", signature]);
  const request = { provider: "twilio", settings, moment: MOMENT, hook: { method: "POST", url, headers } };
  const bytes = Buffer.from(body);
  const asked = engine.challenge(request, bytes);
  if (asked.refused) return asked.refused;
  const proofs = asked.prove.map(({ algorithm, key }, at) =>
    algorithm === "sha256"
      ? createHash("sha256").update(asked.bytes[at]).digest("hex")
      : createHmac("sha1", settings[key.setting]).update(asked.bytes[at]).digest("hex"),
  );
  const answer = engine.webhook({ ...request, proofs }, bytes);
  return answer.refused ?? answer.heard.notices[0]?.receipt.state;
}

/** Fields of a receipt among others: unicode, empty, and names that are there more than once. */
function form() {
  const fields = [
    ["MessageSid", `SM${random.whole(1, 99_999)}`],
    ["MessageStatus", "delivered"],
  ];
  for (let left = random.whole(0, 8); left > 0; left -= 1) {
    const name = random.chance(30) ? "again" : random.pick(["Body", "To", "a", "B", "é", "😀", "\u{ff5e}", word(4)]);
    fields.push([name, random.chance(30) ? "" : word(12)]);
  }
  const params = {};
  for (const [name, value] of fields) {
    const known = Object.hasOwn(params, name) ? [params[name]].flat() : [];
    params[name] = known.length > 0 ? [...known, value] : value;
  }
  return { params, body: new URLSearchParams(fields).toString() };
}

const sameFields = (a, b) =>
  JSON.stringify([...new URLSearchParams(a)].sort()) === JSON.stringify([...new URLSearchParams(b)].sort());

function flipped(bytes) {
  const changed = Buffer.from(bytes);
  const bit = random.whole(0, changed.length * 8 - 1);
  changed[bit >> 3] ^= 1 << (bit & 7);
  return changed;
}

/** Changes one bit of a text so that it is still a text; most are. */
function flippedText(text) {
  for (;;) {
    const changed = flipped(Buffer.from(text));
    const read = changed.toString();
    if (Buffer.from(read).equals(changed)) return read;
  }
}

test("what npm's twilio signs is believed, with or without the port in the address", (t) => {
  let believed = 0;
  for (let turn = 0; turn < FORMS; turn += 1) {
    const [settings, url, { params, body }] = [account(), address(), form()];
    const signature = getExpectedTwilioSignature(settings.auth_token, url, params);
    assert.ok(twilio.validateRequest(settings.auth_token, signature, url, params), url);
    assert.equal(heard(settings, signature, url, body), "delivered", `${url} ${body}`);
    believed += 1;
    const other = url.replace(/^(\w+:\/\/(?:[^/?@]*@)?(?:\[[^\]]*\]|[^:/?]*))(:\d+)?/, (_, host, port) =>
      port ? host : `${host}${url.startsWith("https") ? ":443" : ":80"}`,
    );
    const signedOther = getExpectedTwilioSignature(settings.auth_token, other, params);
    assert.equal(heard(settings, signedOther, url, body), "delivered", `${other} for ${url}`);
    believed += 1;
  }
  t.diagnostic(`${believed} signed forms believed`);
});

test("an address that an old back end signed escaped is believed", () => {
  for (const path of ["/it's?q=it's", "/a b?q=a b", '/x?q="<>"', "/ü?ü=é", "/{a}?{a}", "/x?q=%27"]) {
    const [settings, { params, body }] = [account(), form()];
    const url = `https://example.com${path}`;
    const signature = getExpectedTwilioSignature(settings.auth_token, new URL(url).toString(), params);
    assert.ok(twilio.validateRequest(settings.auth_token, signature, url, params), url);
    assert.equal(heard(settings, signature, url, body), "delivered", url);
  }
});

test("one changed bit of signature, fields or address is refused", (t) => {
  let [refused, sameMeaning] = [0, 0];
  const refuse = (answer, said) => {
    assert.ok(["forged", "malformed", "unsigned"].includes(answer), `${answer}: ${said}`);
    refused += 1;
  };
  for (let turn = 0; turn < FORMS; turn += 1) {
    const [settings, url, { params, body }] = [account(), address(), form()];
    const signature = getExpectedTwilioSignature(settings.auth_token, url, params);
    for (let flip = 0; flip < FLIPS; flip += 1) {
      const other = flipped(Buffer.from(signature, "latin1")).toString("latin1");
      refuse(heard(settings, other, url, body), `signature ${other}`);
      const address = flippedText(url);
      refuse(heard(settings, signature, address, body), `${address} for ${url}`);
      const changed = flipped(body);
      // `%c3` and `%C3` are the same field: nothing was changed that Twilio had signed.
      if (sameFields(changed.toString(), body)) sameMeaning += 1;
      else refuse(heard(settings, signature, url, changed), `${changed} for ${body}`);
    }
    const bits = Buffer.from(settings.auth_token);
    const key = { ...settings, auth_token: flipped(bits).toString("latin1") };
    if (/^[\x21-\x7e]+$/.test(key.auth_token)) refuse(heard(key, signature, url, body), "another key");
  }
  assert.ok(refused > FORMS * FLIPS * 2, `${refused} tried`);
  t.diagnostic(`${refused} changed hooks refused, ${sameMeaning} changes left the fields as they were`);
});

test("a signed JSON body is believed, one changed bit of it or of its hash is refused", (t) => {
  let refused = 0;
  for (let turn = 0; turn < JSON_BODIES; turn += 1) {
    const settings = account();
    const body = JSON.stringify({ MessageSid: `SM${turn}`, MessageStatus: "delivered", Body: word(30) });
    const url = `https://example.com/hooks?ref=r-1&bodySHA256=${getExpectedBodyHash(body)}`;
    const signature = getExpectedTwilioSignature(settings.auth_token, url, {});
    assert.ok(twilio.validateRequestWithBody(settings.auth_token, signature, url, body));
    const hear = (...hook) => heard(settings, ...hook, "application/json");
    assert.equal(hear(signature, url, body), "delivered", body);
    for (let flip = 0; flip < FLIPS; flip += 1) {
      for (const answer of [
        hear(signature, url, flipped(body)),
        hear(signature, flippedText(url), body),
        hear(flipped(Buffer.from(signature, "latin1")).toString("latin1"), url, body),
      ]) {
        assert.ok(["forged", "unsigned"].includes(answer), `${answer}: ${body}`);
        refused += 1;
      }
    }
    const asForm = heard(settings, signature, url, body);
    assert.ok(["forged", "malformed"].includes(asForm), `${asForm}: a JSON body that says it is a form`);
  }
  t.diagnostic(`${JSON_BODIES} signed JSON bodies believed, ${refused} changed ones refused`);
});

test("a hook that is unsigned or signed with another's token is refused", () => {
  const [settings, { params, body }] = [account(), form()];
  const url = "https://example.com/hooks?ref=r-1";
  assert.equal(heard(settings, undefined, url, body), "unsigned");
  assert.equal(heard(settings, "", url, body), "unsigned");
  assert.equal(heard(settings, getExpectedTwilioSignature("another", url, params), url, body), "forged");
  assert.equal(heard(settings, getExpectedTwilioSignature("", url, params), url, body), "forged");
});
