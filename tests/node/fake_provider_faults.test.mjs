// Owns the proof that each scripted fault is what a client without any library around it sees.
import assert from "node:assert/strict";
import { test } from "node:test";
import { next, PHONE, post, raw, start } from "./fake_provider_setup.mjs";

// fault, messages afterwards, what is seen
const SEEN = [
  [{ fault: "slow", ms: 1 }, 1, ({ status, text }) => status === 201 && JSON.parse(text).sid.startsWith("SM")],
  ["reset_before", 0, ({ error, status }) => error === "ECONNRESET" && status === undefined],
  ["reset_after", 1, ({ error, status }) => error === "ECONNRESET" && status === undefined],
  ["reset_mid", 1, ({ error, status, text }) => error === "ECONNRESET" && status === 201 && text.startsWith('{"body"')],
  ["truncated", 1, ({ error, status }) => error === "ECONNRESET" && status === 201],
  ["garbage", 1, ({ status, text }) => status === 201 && isNoJson(text)],
  ["empty", 1, ({ status, text }) => status === 201 && text === ""],
  ["wrong_types", 1, ({ status, text }) => status === 201 && JSON.parse(text).sid === 42],
  ["unknown_fields", 1, ({ status, text }) => status === 201 && JSON.parse(text).carrier.mcc === null],
  ["huge", 1, ({ status, text }) => status === 201 && text.length > 10_000_000],
  ["429", 0, ({ status, text, headers }) => status === 429 && codeOf(text) === 20429 && !headers["retry-after"]],
  [{ fault: "429", retryAfter: 7 }, 0, ({ status, headers }) => status === 429 && headers["retry-after"] === "7"],
  ["500_before", 0, ({ status, text }) => status === 500 && codeOf(text) === 20500],
  ["500_after", 1, ({ status, text }) => status === 500 && codeOf(text) === 20500],
  [{ fault: "503", retryAfter: 3 }, 0, ({ status, headers }) => status === 503 && headers["retry-after"] === "3"],
  ["html", 0, ({ status, headers }) => status === 502 && headers["content-type"] === "text/html"],
  ["redirect", 0, ({ status, headers }) => status === 307 && headers.location === "/redirected"],
  ["21614", 0, ({ status, text }) => status === 400 && codeOf(text) === 21614],
  ["90010", 0, ({ status, text }) => status === 400 && codeOf(text) === 90010],
];

for (const [fault, made, fits] of SEEN) {
  const name = typeof fault === "string" ? fault : JSON.stringify(fault);
  test(`fault ${name} leaves ${made} made and looks as promised`, async (t) => {
    const { provider } = await start(t, { faults: (_, nth) => (nth === 1 ? fault : undefined) });
    const seen = await post(provider);
    assert.ok(fits(seen), JSON.stringify({ ...seen, text: seen.text?.slice(0, 200) }));
    assert.equal(provider.sentTo(PHONE).length, made);
    assert.equal(provider.counts.faults, 1);
    assert.equal((await post(provider)).status, 201);
    assert.equal(provider.sentTo(PHONE).length, made + 1);
  });
}

for (const [fault, made] of [
  ["timeout_before", 0],
  ["timeout_after", 1],
]) {
  test(`fault ${fault} never answers; the text is made ${made} times`, async (t) => {
    const { provider } = await start(t, { faults: () => fault });
    const happened = next(provider, "fault");
    const stop = new AbortController();
    const path = `/2010-04-01/Accounts/${provider.accountSid}/Messages.json`;
    const body = new URLSearchParams({ To: PHONE, From: "+18885550100", Body: "Hello" }).toString();
    const asked = raw(provider, { method: "POST", path, body, signal: stop.signal });
    assert.equal((await happened).created, made === 1);
    stop.abort();
    assert.equal((await asked).error, "ABORT_ERR");
    assert.equal(provider.sentTo(PHONE).length, made);
  });
}

test("a held answer leaves when it is released, and a client may be gone by then", async (t) => {
  const { provider } = await start(t, { faults: () => "hold" });
  const happened = next(provider, "fault");
  let isAnswered = false;
  const asked = post(provider).then((answer) => {
    isAnswered = true;
    return answer;
  });
  await happened;
  assert.deepEqual([isAnswered, provider.sentTo(PHONE).length], [false, 1]);
  while (provider.heldCount() === 0) await new Promise(setImmediate);
  assert.equal(provider.release(), 1);
  assert.equal((await asked).status, 201);
  assert.equal(provider.release(), 0);
});

test("closing destroys what is held, so that no test hangs", async (t) => {
  const { provider } = await start(t, { faults: () => "timeout_after" });
  const happened = next(provider, "fault");
  const asked = post(provider);
  await happened;
  await provider.close();
  assert.equal((await asked).error, "ECONNRESET");
});

test("look-ups have faults of their own, by path", async (t) => {
  const asked = [];
  const apiFaults = ({ path, query }, nth) => {
    asked.push([path.split("/").at(-1), query.To, nth]);
    return nth === 1 ? "503" : undefined;
  };
  const { provider } = await start(t, { apiFaults });
  await post(provider);
  const path = `/2010-04-01/Accounts/${provider.accountSid}/Messages.json?To=%2B15122345678`;
  assert.equal((await raw(provider, { path })).status, 503);
  assert.equal(JSON.parse((await raw(provider, { path })).text).messages.length, 1);
  assert.deepEqual(asked, [
    ["Messages.json", PHONE, 1],
    ["Messages.json", PHONE, 2],
  ]);
});

test("nth counts per phone, and the fault sees the whole form", async (t) => {
  const asked = [];
  const { provider } = await start(t, {
    faults: ({ to, body, form }, nth) => void asked.push([to, body, form.ValidityPeriod, nth]),
  });
  await post(provider, { Body: "a", ValidityPeriod: "60" });
  await post(provider, { Body: "b", To: "(512) 234-0000" });
  await post(provider, { Body: "c", To: "+1 512 234-5678" });
  assert.deepEqual(asked, [
    [PHONE, "a", "60", 1],
    ["(512) 234-0000", "b", undefined, 1],
    [PHONE, "c", undefined, 2],
  ]);
});

test("a client that follows the redirect of a text is found out", async (t) => {
  const { provider } = await start(t, { faults: () => "redirect" });
  await post(provider);
  assert.equal(provider.events.filter(({ kind }) => kind === "redirected").length, 0);
  const path = `/2010-04-01/Accounts/${provider.accountSid}/Messages.json`;
  const login = Buffer.from(`${provider.accountSid}:${provider.authToken}`).toString("base64");
  const body = new URLSearchParams({ To: PHONE, From: "+18885550100", Body: "Hello" });
  await fetch(provider.url + path, { method: "POST", headers: { Authorization: `Basic ${login}` }, body });
  assert.equal(provider.events.filter(({ kind }) => kind === "redirected").length, 1);
});

test("magic numbers choose faults only where they were asked for", async (t) => {
  const { provider } = await start(t, { magic: true });
  const codes = async (to) => codeOf((await post(provider, { To: to })).text);
  assert.deepEqual(
    [await codes("+15122349901"), await codes("+15122349909"), await codes("+15122349926")],
    [21211, 21614, 20503],
  );
  assert.equal((await post(provider, { To: "+15122349926" })).status, 201);
  const { provider: plain } = await start(t);
  assert.equal((await post(plain, { To: "+15122349901" })).status, 201);
});

test("a fault nobody knows is a 500 and an event, not a crash", async (t) => {
  const { provider } = await start(t, { faults: () => "explode" });
  assert.equal((await post(provider)).status, 500);
  assert.match(provider.events.at(-1).why, /`explode` is no fault/);
  assert.equal(provider.messages.length, 0);
});

function codeOf(text) {
  return JSON.parse(text).code;
}

function isNoJson(text) {
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}
