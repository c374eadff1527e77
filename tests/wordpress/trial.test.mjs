// Owns the proof of the test text: the real way to one phone, both ways seen, the law of others kept, and forgotten.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";
import { TAP, asker } from "./recovery_scene.mjs";
import { RestClient } from "./rest_client.mjs";
import { after, before, test } from "./with_woocommerce.mjs";

/** A Sunday night in Berlin: no customer could be texted. */
const NIGHT = "2026-11-22T23:00Z";
const MINUTE = 60_000;
const DAY = 86_400_000;
const PHONE = "+491713920002";
const OTHER = "+491713920003";
const AMERICAN = "+12125550144";

let store;
/** @type {RestClient} */
let rest;
before(async () => {
  store = await openStore({ clock: NIGHT, provider: true });
  rest = await RestClient.open(store);
});
after(() => store?.close());

const send = (number, country) => rest.ask("POST", "/trial/text", { number, ...(country && { country }) });
const seen = () => rest.get("/trial/text");
const textsTo = (number) => store.provider.sentTo(number);
const recipientOf = (number) => store.call(`${SERVICES} return $services->keys()->recipient($args[0]);`, [number]);
const linksOf = ({ body }) => [...body.matchAll(/https:\/\/kaffee\.example\/(\w{7})/g)].map(([, key]) => key);

/** Opens a link as a person on a phone does. */
const tap = (key, options = {}) => asker(store.origin)(`/${key}`, { headers: TAP, ...options });

async function optOut(key) {
  const { text } = await tap(key);
  const nonce = /name="nonce" value="(\w+)"/.exec(text)[1];
  assert.equal((await tap(key, { form: { nonce, act: "stop" } })).status, 200);
}

test("a test text leaves at night, through the provider, with a link and a way out, and both are seen", async () => {
  const { status, body } = await send("0171 3920002", "DE");
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual([body.accepted, body.opened, body.stopped, body.is_known], [true, false, false, false]);
  const [text, ...more] = textsTo(PHONE);
  assert.deepEqual(more, []);
  assert.equal(text.from, "Kaffeehaus");
  const [link, wayOut] = linksOf(text);
  const machine = await tap(link, { headers: { ...TAP, "User-Agent": "WhatsApp/2.24" } });
  assert.equal(machine.status, 302);
  assert.equal((await seen()).opened, false, "a preview of the text opens nothing");
  assert.match((await tap(link)).headers.location, /\/cart\/$/);
  await optOut(wayOut);
  const { opened, stopped } = await seen();
  assert.deepEqual([opened, stopped], [true, true]);
});

test("the owner's own opt-out was about the test alone, and all of it is forgotten after an hour", async () => {
  const owner = await recipientOf(PHONE);
  const rows = () => store.sql("SELECT recipient FROM wp_cartsignal_opt_outs");
  assert.match((await rows())[0].recipient, /^t[0-9a-f]{48}$/);
  assert.ok(!(await rows()).some(({ recipient }) => recipient === owner));
  await store.pass(61 * MINUTE, 30 * MINUTE);
  assert.deepEqual(await rows(), []);
  const contacts = "SELECT person FROM wp_cartsignal_contacts WHERE person LIKE 't%'";
  assert.deepEqual(await store.sql(contacts), []);
  const keys = "SELECT person FROM wp_cartsignal_data_keys WHERE person LIKE 't%'";
  assert.deepEqual(await store.sql(keys), [], "what was sealed can be read by nobody");
  const [{ value }] = await store.sql("SELECT value FROM wp_cartsignal_settings WHERE name = 'trial_text'");
  assert.deepEqual(Object.keys(JSON.parse(value)), ["at", "opened", "stopped"]);
  const over = await seen();
  assert.deepEqual([over.state, over.opened, over.stopped], ["over", true, true]);
  assert.ok((await rest.get("/setup")).facts.test_text);
});

test("STOP as an answer is seen, answered, and the test's alone; of a customer it is a real one", async () => {
  assert.equal((await send(AMERICAN)).status, 200);
  assert.match(textsTo(AMERICAN)[0].body, /Reply STOP to opt out/);
  await store.provider.inbound({ from: AMERICAN, to: "+18335550123", body: "STOP" });
  assert.equal((await seen()).stopped, true);
  const [{ recipient }] = await store.sql("SELECT recipient FROM wp_cartsignal_opt_outs");
  assert.match(recipient, /^t/);

  const known = `${SERVICES} $phone = (new Cartsignal\\Core\\Sending($services->core()))->parsePhone($args[0])->phone;
    $services->people()->learn('recipient', $services->keys()->recipient($phone->e164), ['e164' => $phone->e164, 'number' => $phone->number]);`;
  await store.call(known, [OTHER]);
  assert.equal((await send(OTHER)).body.is_known, true);
  await optOut(linksOf(textsTo(OTHER)[0])[1]);
  assert.equal((await seen()).stopped, true);
  await store.pass(61 * MINUTE, 30 * MINUTE);
  const left = await store.sql("SELECT recipient FROM wp_cartsignal_opt_outs");
  assert.deepEqual(left, [{ recipient: await recipientOf(OTHER) }], "a customer's STOP stays");
});

test("who opted out gets no test, and five a day are enough", async () => {
  const { status, body } = await send(OTHER);
  assert.equal(status, 422);
  assert.match(body.data.errors["/number"], /opted out/);
  for (const [number, words] of [
    ["030 1234567", /landline/],
    ["+41 79 123 45 67", /do not send to/],
    ["hello", /no phone number/],
  ])
    assert.match((await send(number, "DE")).body.data.errors["/number"], words);
  for (const times of [4, 5]) assert.equal((await send(PHONE)).status, 200, `the ${times}th`);
  assert.equal((await send(PHONE)).status, 429);
  assert.equal(textsTo(PHONE).length, 3);
  await store.clock.jump(`+${DAY}`);
  rest = await RestClient.open(store); // a nonce lasts a day
  assert.equal((await send(PHONE)).status, 200, "on the next day");
});

test("a test is paid for, and goes nowhere while all is paused, without a sender, or beyond the budget", async () => {
  await rest.ok("POST", "/pause");
  assert.equal((await send(PHONE)).status, 409);
  await rest.ok("POST", "/resume");
  await rest.ok("PUT", "/settings", { budget: { month_micros: 1_000, day_micros: 1_000 } });
  const before = textsTo(PHONE).length;
  const { body } = await send(PHONE);
  assert.deepEqual([body.accepted, body.failed], [false, true]);
  assert.match(body.sentence, /budget/i);
  assert.equal(textsTo(PHONE).length, before);
});

test("the number lies nowhere in clear, and no error was left", async () => {
  await store.backup();
  const dump = readFileSync(`${store.folder}/backup.sql`, "latin1");
  for (const digits of ["1713920002", "2125550144"]) assert.ok(!dump.includes(digits), digits);
  const texts = store.errors().map(({ text }) => text);
  assert.ok(!texts.some((text) => /1713920002/.test(text)));
  assert.deepEqual(
    texts.filter((text) => /cartsignal/i.test(text)),
    [],
  );
});
