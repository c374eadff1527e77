// Owns the proof of the pages behind short links: what a tap does, what a machine's look does not, what a page says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { nonceOf, undoNonceOf } from "../../js/host_pages/form.mjs";
import { findChrome } from "../../js/tools/toolchain.mjs";
import { fieldsOf, MINUTE, openStore, SHOP, TAP } from "./host_pages_setup.mjs";

const chrome = findChrome();
const skip = chrome ? false : "NO CHROME OR CHROMIUM: the pages of short links were not seen (CHROME may name one)";
const STOPPED = /Sie bekommen keine SMS mehr von Kaffeehaus\./;

test("opting out takes two taps: opening changes nothing, the button does, and the page says so", async (t) => {
  const store = await openStore(t);
  const { key, recipient } = await store.texted("opt_out");
  const shown = await store.ask(`/${key}`, { headers: TAP });
  assert.equal(shown.status, 200);
  assert.match(shown.text, /<html lang="de">.*Keine SMS mehr von Kaffeehaus\?.*Alle SMS abbestellen/s);
  await store.host.drain();
  assert.deepEqual(store.host.about(recipient).optOuts, []);
  assert.equal(store.host.links.find(key, store.time.now)?.used_at, null);

  const pressed = await store.ask(`/${key}`, { form: { act: "stop", ...fieldsOf(shown.text) } });
  assert.equal(pressed.status, 200);
  assert.match(pressed.text, STOPPED);
  await store.host.drain();
  assert.deepEqual(store.host.about(recipient).optOuts, [{ channel: "sms", at: store.time.now }]);

  const again = await store.ask(`/${key}`, { form: { act: "stop", ...fieldsOf(shown.text) } });
  assert.match(again.text, /bereits erledigt/);
  assert.doesNotMatch(again.text, /<button/);
  assert.match((await store.ask(`/${key}`)).text, /bereits erledigt/);
  assert.equal(store.host.nextAt() <= store.time.now, false, "the second press brought nothing in");
});

test("a press is taken back for an hour, and a STOP said since then stands", async (t) => {
  const store = await openStore(t);
  const { key, recipient } = await store.texted("opt_out");
  const press = async () => {
    const { text } = await store.ask(`/${key}`);
    const pressed = await store.ask(`/${key}`, { form: { act: "stop", ...fieldsOf(text) } });
    await store.host.drain();
    return { act: "start", ...fieldsOf(pressed.text) };
  };
  const undo = await press();
  store.time.now += 30 * MINUTE;
  assert.match((await store.ask(`/${key}`, { form: undo })).text, /Sie bekommen wieder SMS/);
  await store.host.drain();
  assert.deepEqual(store.host.about(recipient).optOuts, []);

  store.time.now += MINUTE;
  const late = await press();
  assert.equal((await store.ask(`/${key}`, { form: { ...late, at: String(store.time.now - 1) } })).status, 400);
  store.time.now += 61 * MINUTE;
  assert.equal((await store.ask(`/${key}`, { form: late })).status, 400);
  await store.host.drain();
  assert.equal(store.host.about(recipient).optOuts.length, 1);

  const other = await store.texted("opt_out");
  const { text } = await store.ask(`/${other.key}`);
  const pressed = await store.ask(`/${other.key}`, { form: { act: "stop", ...fieldsOf(text) } });
  store.time.now += MINUTE;
  const what = { reply: { kind: "stop", channel: "sms" } };
  store.host.append({
    recipient: other.recipient,
    input: { id: "by text", occurred_at: store.time.now, trust: "signed", what },
  });
  assert.equal((await store.ask(`/${other.key}`, { form: { act: "start", ...fieldsOf(pressed.text) } })).status, 200);
  await store.host.drain();
  assert.deepEqual(store.host.about(other.recipient).optOuts, [{ channel: "sms", at: store.time.now }]);
});

test("nobody can reckon the form that takes a press back", async (t) => {
  const store = await openStore(t);
  const { key, recipient } = await store.texted("opt_out");
  const link = store.host.links.find(key, store.time.now);
  const at = store.time.now;
  store.time.now += MINUTE;
  const what = { reply: { kind: "stop", channel: "sms" } };
  store.host.append({ recipient, input: { id: "by text", occurred_at: at, trust: "signed", what } });
  await store.host.drain();
  // Whoever holds the link knows all that a form of it is made of, but for the pages' secret.
  const secrets = [new Uint8Array(0), new Uint8Array(32), Buffer.from(key)];
  const nonces = [nonceOf(key, link), ...secrets.map((secret) => undoNonceOf(key, link, secret, at))];
  for (const nonce of nonces)
    assert.equal((await store.ask(`/${key}`, { form: { act: "start", nonce, at: String(at) } })).status, 400);
  await store.host.drain();
  assert.deepEqual(store.host.about(recipient).optOuts, [{ channel: "sms", at }]);
});

test("a form that is not this link's changes nothing", async (t) => {
  const store = await openStore(t);
  const [one, other] = [await store.texted("opt_out"), await store.texted("opt_out")];
  const { nonce } = fieldsOf((await store.ask(`/${other.key}`)).text);
  for (const form of [
    { act: "stop" },
    { act: "stop", nonce },
    { act: "yes", nonce },
    { act: "start", nonce, at: "1" },
    {},
  ])
    assert.equal((await store.ask(`/${one.key}`, { form })).status, 400, JSON.stringify(form));
  const wrong = { method: "POST", headers: { "Content-Type": "application/json" } };
  assert.equal((await store.ask(`/${one.key}`, wrong)).status, 400);
  assert.equal((await store.ask(`/${one.key}`, { form: { act: "stop", nonce: "x".repeat(5_000) } })).status, 400);
  assert.equal((await store.ask(`/${one.key}`, { method: "DELETE" })).status, 405);
  await store.host.drain();
  assert.deepEqual(store.host.about(one.recipient).optOuts, []);
});

test("a question is answered behind its link, by yes or by no, and either may be changed", async (t) => {
  const store = await openStore(t);
  const { key, recipient } = await store.texted("confirm");
  const { text } = await store.ask(`/${key}`);
  assert.match(text, /Erinnerungen von Kaffeehaus per SMS\?.*Ja, bitte.*Nein, bitte keine SMS/s);
  const press = async (/** @type {string} */ act) => {
    store.time.now += 1_000;
    const pressed = await store.ask(`/${key}`, { form: { act, ...fieldsOf(text) } });
    await store.host.drain();
    return pressed.text;
  };
  assert.match(await press("stop"), STOPPED);
  assert.equal(store.host.about(recipient).optOuts.length, 1);
  assert.match(await press("yes"), /Ihre Nummer ist bestätigt/);
  assert.deepEqual(store.host.about(recipient).optOuts, []);
  assert.match((await store.ask(`/${key}`)).text, /Sie haben schon geantwortet/);

  const other = await store.texted("confirm");
  const asked = await store.ask(`/${other.key}`);
  await store.ask(`/${other.key}`, { form: { act: "yes", ...fieldsOf(asked.text) } });
  await store.host.drain();
  const [latest] = store.host.recent(10).filter(({ act }) => act === "send");
  const { recipient: texted, reason } = store.host.why(latest.decision) ?? {};
  assert.deepEqual([texted, reason], [other.recipient, "due"], "who says yes gets the reminder that waited for it");
});

test("a cart link counts once, for a person; previews, prefetches and HEAD are led on uncounted", async (t) => {
  const store = await openStore(t);
  const { key, shopper } = await store.texted("cart");
  const { used_at: before } = store.host.links.find(key, store.time.now) ?? {};
  const machines = [
    { headers: { "User-Agent": "WhatsApp/2.23" } },
    { headers: { ...TAP, "User-Agent": "facebookexternalhit/1.1 Facebot Twitterbot/1.0" } },
    { headers: { ...TAP, "Sec-Purpose": "prefetch" } },
    { headers: { ...TAP, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image" } },
    { headers: TAP, method: "HEAD" },
  ];
  for (const how of machines) {
    const led = await store.ask(`/${key}`, how);
    assert.deepEqual([led.status, led.headers["referrer-policy"]], [302, "no-referrer"]);
    assert.equal(led.headers.location, `${SHOP}/cart?restore=cart-${shopper.slice(1)}`);
    assert.equal(store.host.links.find(key, store.time.now)?.used_at, before);
    assert.equal(store.host.nextAt() <= store.time.now, false);
  }
  assert.equal(
    (await store.ask(`/${key}.`, { headers: TAP })).status,
    302,
    "a full stop behind the link is no part of it",
  );
  assert.equal(store.host.links.find(key, store.time.now)?.used_at, store.time.now);
  assert.equal((await store.host.drain()).done, 1);
  await store.ask(`/${key}`, { headers: TAP });
  assert.equal((await store.host.drain()).done, undefined, "opened once is opened");
  const other = await store.texted("cart");
  await store.ask(`/${other.key}`, {
    headers: { ...TAP, "User-Agent": "Mozilla/5.0 (Linux; Android 13; CUBOT P80) Chrome/131" },
  });
  assert.equal((await store.host.drain()).done, 1, "Cubot makes phones");
  assert.equal((await store.ask(`/${key}`, { form: { act: "stop" } })).status, 405);
});

test("unknown and expired links say how else to opt out", async (t) => {
  const store = await openStore(t);
  const { key } = await store.texted("confirm");
  const unknown = await store.ask("/AAAAAAA", { headers: { "Accept-Language": "pl,fr;q=0.8,de;q=0.2" } });
  assert.equal(unknown.status, 404);
  assert.match(unknown.text, /<html lang="fr">.*répondez-y STOP.*hilfe@kaffee\.de/s);
  store.time.now += 4 * 24 * 60 * MINUTE;
  const expired = await store.ask(`/${key}`, { headers: TAP });
  assert.equal(expired.status, 410);
  assert.match(expired.text, /abgelaufen.*antworten Sie mit STOP.*hilfe@kaffee\.de/s);
  assert.equal((await store.ask(`/${key}`, { form: { act: "yes" } })).status, 410);
  for (const path of ["/", "/AAAAAA", "/AAAAAAAA", "/AAAAAA%41", "/hooks/x"])
    assert.equal((await store.ask(path)).text, "not a short link", path);
});

test("a network that guesses has to wait, others have not, and it earns its way back", async (t) => {
  const store = await openStore(t);
  const { key } = await store.texted("opt_out");
  const from = (/** @type {string} */ address) => ({ headers: { "x-test-address": address } });
  let [wrong, status] = [0, 404];
  for (; status === 404 && wrong < 200; wrong += 1)
    ({ status } = await store.ask(`/Guess${wrong % 10}x`, from(`203.0.113.${wrong}`)));
  assert.deepEqual([status, wrong], [429, 41]);
  const told = await store.ask(`/${key}`, from("203.0.113.7"));
  assert.deepEqual([told.status, told.headers["retry-after"]], [429, "10"]);
  assert.match(told.text, /reply STOP/);
  assert.equal((await store.ask(`/${key}`, from("198.51.100.7"))).status, 200);
  assert.equal((await store.ask(`/${key}`, from("2001:db8:1:2ff::1"))).status, 200);
  store.time.now += 10_000;
  assert.equal((await store.ask(`/${key}`, from("203.0.113.7"))).status, 200);
});

test("pages allow nothing from elsewhere, are not kept, not indexed, and name no number", async (t) => {
  const store = await openStore(t);
  const { key } = await store.texted("opt_out", "en-GB");
  const { headers, text } = await store.ask(`/${key}`, { headers: { "Accept-Language": "de" } });
  assert.match(text, /<html lang="en">/, "the recipient's language, not the browser's");
  assert.match(
    String(headers["content-security-policy"]),
    /^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/,
  );
  const { "cache-control": cache, "referrer-policy": referrer, "x-robots-tag": robots } = headers;
  assert.deepEqual([cache, referrer, robots], ["no-store", "no-referrer", "noindex, nofollow"]);
  assert.doesNotMatch(text, /<script|https?:|39200|Anna/);
  const head = await store.ask(`/${key}`, { method: "HEAD" });
  assert.deepEqual([head.status, head.text, head.headers["set-cookie"]], [200, "", undefined]);
});

test("every language says everything", () => {
  const wording = JSON.parse(readFileSync(new URL("../../js/host_pages/wording.json", import.meta.url), "utf8"));
  const shape = (/** @type {any} */ said) =>
    typeof said === "object"
      ? Object.entries(said).flatMap(([key, each]) => shape(each).map((rest) => `${key}.${rest}`))
      : [""];
  assert.deepEqual(Object.keys(wording).sort(), ["de", "en", "fr"]);
  for (const language of ["de", "fr"]) assert.deepEqual(shape(wording[language]).sort(), shape(wording.en).sort());
});

test(
  "a phone's browser opts out by keyboard, in 375 pixels, without a script or a request elsewhere",
  { skip },
  async (t) => {
    const store = await openStore(t);
    const { key, recipient } = await store.texted("opt_out", "en-GB");
    const browser = await chromium.launch({ executablePath: chrome, args: ["--no-sandbox"] });
    t.after(() => browser.close());
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 740 } });
    const page = await context.newPage();
    const [outside, complaints] = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
    page.on("request", (request) => request.url().startsWith(store.url) || outside.push(request.url()));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${store.url}/${key}`);
    const button = page.getByRole("button", { name: "Stop all texts" });
    const box = await button.boundingBox();
    assert.ok(box && box.height >= 44 && box.x >= 0 && box.x + box.width <= 375, JSON.stringify(box));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "You get no more texts from Kaffeehaus." }).waitFor();
    await page.getByRole("button", { name: "It was a mistake: keep texting me" }).waitFor();
    await store.host.drain();
    assert.equal(store.host.about(recipient).optOuts.length, 1);
    assert.deepEqual([outside.filter((each) => !each.startsWith("data:")), complaints], [[], []]);
  },
);
