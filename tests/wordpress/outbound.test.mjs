// Owns the proof of the outbound webhook on a real store: what happened reaches the owner's receiver, signed, and no one else.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SERVICES } from "../store/plugin_php.mjs";
import { LINK_ORIGIN } from "../store/provider.mjs";
import { openStore } from "../store/store.mjs";
import { Visitor } from "./capture/visitor.mjs";
import { asker, TAP } from "./recovery_scene.mjs";
import { RestClient } from "./rest_client.mjs";
import { after, before, test } from "./with_woocommerce.mjs";

const DOCS = readFileSync(new URL("../../plugin-wordpress/docs/hooks.md", import.meta.url), "utf8");
const MINUTE = 60_000;
const PHONE = "+447400123451";
const ADA = {
  first_name: "Ada",
  last_name: "Muster",
  address_1: "1 Example Street",
  address_2: "",
  city: "London",
  state: "",
  postcode: "SW1A 1AA",
  country: "GB",
  email: "ada@kunden.example",
  phone: PHONE,
};

// A receiver on this machine with a certificate of its own: what wp-config.php of a developer would say.
const LOCAL = `<?php
define('CARTSIGNAL_WEBHOOK_LOCAL', true);
add_filter('https_ssl_verify', '__return_false');
foreach (['decided', 'sent', 'delivered', 'clicked', 'recovered', 'opted_out'] as $name) {
  add_action("cartsignal_$name", function ($facts, $id) use ($name) {
    file_put_contents(CARTSIGNAL_STORE_FOLDER . '/actions.jsonl', json_encode([$name, $id, $facts]) . "\\n", FILE_APPEND);
    if ($name === 'sent') { throw new RuntimeException('a listener that fails'); }
  }, 10, 2);
}`;

let store;
let rest;
let receiver;
let secret;
let isGenuine;
before(async () => {
  store = await openStore({ clock: "2026-11-25T12:00:00Z", provider: true, settings: { holdout_percent: 0 } });
  rest = await RestClient.open(store);
  receiver = await openReceiver();
  // WooCommerce's first work in a new store ends a cron half way.
  await cron();
  await cron(MINUTE);
  const sample = DOCS.split("```js\n")[1].split("```")[0];
  ({ isGenuine } = await import(`data:text/javascript,${encodeURIComponent(sample)}`));
});
after(async () => {
  receiver?.close();
  await store?.close();
});

const php = (code, args = []) => store.call(`${SERVICES}\n${code}`, args);
const now = () => Math.floor(store.clock.now() / 1000);
const webhook = () => rest.get("/webhook");
async function cron(ms = 0) {
  if (ms > 0) await store.clock.jump(`+${ms}`);
  await store.sql("DELETE FROM wp_options WHERE option_name = '_transient_doing_cron'");
  await store.runCron();
}

test("an address that is none of the internet is refused, whatever it is called", async () => {
  const refused = [
    "http://example.com/hook",
    "https://127.0.0.1/",
    "https://localhost/hook",
    "https://10.1.2.3/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://127.1/",
    "https://user:pass@example.com/",
    "https://example.com:8443/",
    "https://no-such-name.invalid/",
    `https://127.0.0.1:${receiver.port}/`,
    "ftp://example.com/",
    "//example.com/",
    "https://",
    `https://example.com/${"a".repeat(500)}`,
  ];
  for (const url of refused) {
    const { status, body } = await rest.ask("PUT", "/webhook", { url });
    assert.ok(status === 422 || status === 400, `${url}: ${status}`);
    if (status === 422) assert.ok(body.data.errors["/url"], url);
  }
  assert.equal((await rest.ask("PUT", "/webhook", { url: "https://example.com/", events: ["bought"] })).status, 400);
  assert.equal((await webhook()).state, "off");
  assert.equal((await rest.ask("POST", "/webhook/test")).status, 409);

  const addresses = {
    yes: ["8.8.8.8", "172.15.0.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"],
    no: [
      ...["172.31.255.255", "192.168.0.1", "100.127.0.1", "198.19.0.1", "224.0.0.1", "255.255.255.255", "0.0.0.0"],
      ...["fe80::1", "fd00::1", "::", "::127.0.0.1", "2002:0a00:0001::1", "2001:0::1", "2001:db8::1", "3fff::1"],
      ...["ff02::1", "::ffff:8.8.8.8", "nothing", ""],
    ],
  };
  const all = [...addresses.yes, ...addresses.no];
  const found = await php("return array_map(Cartsignal\\Outbound\\Address::isPublic(...), $args);", all);
  assert.deepEqual(
    all.filter((_, place) => found[place]),
    addresses.yes,
  );
});

test("a saved webhook shows its secret once, and its test event is signed as the docs say, for Node and PHP", async () => {
  await store.call("file_put_contents(WPMU_PLUGIN_DIR . '/local.php', $args[0]);", [LOCAL]);
  const saved = await rest.ok("PUT", "/webhook", { url: receiver.url });
  assert.match(saved.secret, /^whsec_[\w+/]{32}$/);
  assert.deepEqual([saved.state, saved.has_secret, saved.numbers, saved.events.length], ["working", true, false, 6]);
  secret = saved.secret;
  assert.ok(!JSON.stringify(await webhook()).includes(secret.slice(6)));
  const kept = await store.sql("SELECT option_value FROM wp_options WHERE option_name = 'cartsignal'");
  assert.ok(!kept[0].option_value.includes(secret.slice(6)), "it lies sealed");

  const tried = await rest.ok("POST", "/webhook/test");
  assert.deepEqual([tried.delivered, tried.status, tried.error], [true, 200, null]);
  const [call] = receiver.take();
  assert.deepEqual(
    [JSON.parse(call.body).type, call.method, call.headers["content-type"]],
    ["test", "POST", "application/json"],
  );
  assert.equal(isGenuine(call.headers, call.body, secret, now()), true);
  assert.equal(isGenuine(call.headers, `${call.body} `, secret, now()), false, "another body");
  assert.equal(isGenuine(call.headers, call.body, secret, now() + 400), false, "an old call");
  assert.equal(isGenuine(call.headers, call.body, `whsec_${"A".repeat(32)}`, now()), false, "another secret");
  const sample = DOCS.split("```php\nfunction cartsignal_is_genuine")[1].split("```")[0];
  const verify = (...args) =>
    store.call(`function cartsignal_is_genuine${sample} return cartsignal_is_genuine(...$args);`, args);
  assert.equal(await verify(call.headers, call.body, secret, now()), true);
  assert.equal(await verify(call.headers, `${call.body} `, secret, now()), false);

  assert.equal((await rest.ok("PUT", "/webhook", { url: receiver.url })).secret, undefined, "saved again it stays");
  await rest.ok("POST", "/webhook/test");
  assert.equal(isGenuine(receiver.calls.at(-1).headers, receiver.take()[0].body, secret, now()), true);
});

test("a cart that is left, texted about, opened, bought and opted out of is told event by event, once each", async () => {
  const ada = new Visitor(store);
  const products = await store.call(
    "return array_map(fn ($p) => $p->get_id(), wc_get_products(['sku' => 'hausmischung']));",
  );
  await ada.addAjax(products[0]);
  const page = (await ada.ask("/classic-checkout/")).text;
  const nonce = /data-nonce="([^"]+)"/.exec(/id="cartsignal_boxes_field"[^>]*/.exec(page)[0])[1];
  const told = {
    number: PHONE,
    country: "GB",
    first_name: "Ada",
    ticked: "cart-en-GB-1",
    unticked: "",
    locale: "en-US",
    nonce,
  };
  assert.equal((await ada.ask("/?wc-ajax=cartsignal_contact", { form: told })).status, 204);
  await cron();
  await cron(36 * MINUTE);
  await cron(MINUTE);
  const [text] = store.provider.sentTo(PHONE);
  assert.ok(
    text,
    `the text came: ${JSON.stringify(await store.sql("SELECT act, reason, at FROM wp_cartsignal_decisions"))}`,
  );
  await store.clock.jump("+5000");
  await store.provider.tick();
  await cron(MINUTE);
  const [cart, wayOut] = text.body
    .match(new RegExp(`${LINK_ORIGIN}/\\w{7}`, "g"))
    .map((link) => new URL(link).pathname);
  const phone = asker(store.origin);
  for (let times = 0; times < 2; times += 1) assert.equal((await phone(cart, { headers: TAP })).status, 302);
  await cron(MINUTE);
  const ordered = await ada.orderClassic({ address: ADA });
  assert.ok(ordered.order > 0, JSON.stringify(ordered));
  await cron(MINUTE);
  await cron(MINUTE);
  const stop = (await phone(wayOut, { headers: TAP })).text;
  const fields = Object.fromEntries(
    [...stop.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
  const [, name, value] = /<button[^>]*name="([^"]+)"[^>]*value="([^"]+)"/.exec(stop) ?? [];
  assert.equal(
    (await phone(wayOut, { form: { ...fields, ...(name && { [name]: value }) }, headers: TAP })).status,
    200,
  );
  await cron(MINUTE);
  await cron(MINUTE);

  const calls = receiver.take();
  for (const { headers, body } of calls)
    assert.equal(isGenuine(headers, body, secret, Number(headers["webhook-timestamp"])), true);
  const events = calls.map(({ body, headers }) => ({ id: headers["webhook-id"], ...JSON.parse(body) }));
  const of = (type) => events.filter((event) => event.type === type);
  for (const type of ["sent", "delivered", "clicked", "recovered", "opted_out"])
    assert.equal(
      of(type).length,
      1,
      `${type}: ${JSON.stringify(events.map((event) => [event.type, event.data.reason]))}`,
    );
  assert.equal(new Set(events.map(({ id }) => id)).size, events.length, "no event twice");
  const [sent] = of("sent");
  assert.deepEqual(
    [sent.data.country, sent.data.journey, sent.data.act, sent.data.class],
    ["GB", "cart_recovery", "send", "marketing"],
  );
  assert.match(sent.data.recipient, /^r[0-9a-f]{48}$/);
  assert.ok(
    of("decided").some(({ data }) => data.decision === sent.data.decision),
    "it was decided first",
  );
  const [recovered] = of("recovered");
  assert.equal(recovered.data.decision, sent.data.decision);
  assert.equal(String(recovered.data.order), String(ordered.order));
  assert.ok(recovered.data.amount_minor > 0 && recovered.data.currency === "EUR");
  assert.equal(of("opted_out")[0].data.recipient, sent.data.recipient);
  const all = calls.map(({ body }) => body).join();
  for (const personal of ["7400123451", "Ada", "kunden.example", "Example Street", text.body.slice(0, 20)])
    assert.ok(!all.includes(personal), `nothing of a person: ${personal}`);

  const acted = readFileSync(join(store.folder, "actions.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(acted.map(([, id]) => id).sort(), events.map(({ id }) => id).sort(), "actions tell the same");
  for (const [, , facts] of acted) assert.ok(Number.isInteger(facts.at));
  assert.ok((await webhook()).deliveries.every(({ state }) => state === "delivered"));
});

test("with numbers switched on the number comes along, and it never lies in the queue", async () => {
  await rest.ok("PUT", "/webhook", { url: receiver.url, numbers: true });
  await queue("one", { recipient: await php("return $services->keys()->recipient($args[0]);", [PHONE]) });
  const [row] = await store.sql("SELECT told FROM wp_cartsignal_webhooks ORDER BY place DESC LIMIT 1");
  assert.ok(!row.told.includes("7400123451"));
  await cron(MINUTE);
  assert.equal(JSON.parse(receiver.take()[0].body).data.number, PHONE);
  await rest.ok("PUT", "/webhook", { url: receiver.url, numbers: false });
});

test("a receiver that fails is asked again with the same id, less and less often, and left alone after a day", async () => {
  receiver.status = 500;
  await queue("failing");
  const seen = [];
  for (const wait of [1, 1, 5, 15, 60, 240]) {
    await cron(wait * MINUTE + 1_000);
    seen.push(...receiver.take());
  }
  assert.equal(seen.length, 6);
  assert.equal(new Set(seen.map(({ headers }) => headers["webhook-id"])).size, 1);
  assert.ok(seen.every(({ headers, body }) => isGenuine(headers, body, secret, Number(headers["webhook-timestamp"]))));
  await cron(30_000);
  assert.equal(receiver.take().length, 0, "not before its time");
  // Half a day is as long as a nonce lasts.
  rest = await RestClient.open(store);
  assert.equal((await webhook()).state, "failing");
  await queue("another");
  await cron(20 * 60 * MINUTE);
  rest = await RestClient.open(store);
  const { state, paused_at: pausedAt, waiting, deliveries } = await webhook();
  assert.deepEqual([state, waiting, Number.isInteger(pausedAt)], ["paused", 2, true]);
  assert.deepEqual([deliveries[0].state, deliveries[1].status], ["waiting", 500]);
  assert.ok(
    (await php("return array_column($services->host()->permission()->alarms(), 'alarm');")).includes("webhook_failing"),
  );
  receiver.take();
  await cron(3 * 60 * MINUTE);
  assert.equal(receiver.take().length, 0, "it is left alone");

  receiver.status = 204;
  await rest.ok("POST", "/webhook/resume");
  await cron(MINUTE);
  assert.equal(receiver.take().length, 2);
  assert.deepEqual([(await webhook()).state, (await webhook()).waiting], ["working", 0]);
  assert.ok(
    !(await php("return array_column($services->host()->permission()->alarms(), 'alarm');")).includes(
      "webhook_failing",
    ),
  );
});

test("a receiver that moved, or says that it is gone, gets nothing more; redirects are not followed", async () => {
  receiver.status = 302;
  await queue("moved");
  await cron(MINUTE);
  assert.equal(receiver.take().length, 1);
  assert.equal((await webhook()).deliveries[0].error, "redirect");
  receiver.status = 410;
  await cron(5 * MINUTE);
  assert.equal(receiver.take().length, 1);
  assert.equal((await webhook()).state, "paused");
  receiver.status = 200;
  await rest.ok("POST", "/webhook/resume");
  await cron(MINUTE);
  assert.equal(receiver.take().length, 1);
});

test("a copy of the store tells nobody, and switched off nothing waits", async () => {
  await queue("of a copy");
  const home = async (address) =>
    store.sql("UPDATE wp_options SET option_value = ? WHERE option_name = 'home'", [address]);
  await home("http://copy.example");
  await cron(MINUTE);
  assert.equal(receiver.take().length, 0);
  await home(store.origin);
  await cron(MINUTE);
  assert.equal(receiver.take().length, 1);
  await queue("left over");
  await rest.ok("PUT", "/webhook", { url: null });
  assert.deepEqual([(await webhook()).state, (await webhook()).waiting], ["off", 0]);
  await cron(MINUTE);
  assert.equal(receiver.take().length, 0);
  const errors = store.errors().filter(({ isOurs }) => isOurs);
  assert.deepEqual(
    errors.filter(({ text }) => !/outbound\.listener: RuntimeException/.test(text)),
    [],
    "only the listener that failed",
  );
  assert.equal(errors.length, 1);
});

/** Puts an event where events wait. */
function queue(subject, facts = {}) {
  return php(
    `(new Cartsignal\\Outbound\\Queue($services->database()))->add([Cartsignal\\Outbound\\Event::of('decided', $args[0], $services->now(), (array) $args[1])], $services->now());`,
    [subject, facts],
  );
}

/** Opens a receiver with a certificate of its own; it keeps what it was told and answers `status`. */
async function openReceiver() {
  const folder = mkdtempSync(join(tmpdir(), "cartsignal-receiver-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-days", "2", "-newkey", "rsa:2048", "-nodes", "-x509"];
  execFileSync("openssl", ["req", ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
  const opened = { calls: [], status: 200, take: () => opened.calls.splice(0), close: () => server.close() };
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    opened.calls.push({ method: request.method, headers: request.headers, body });
    response.writeHead(opened.status, opened.status === 302 ? { location: "/elsewhere" } : {}).end();
  });
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.port = server.address().port;
  opened.url = `https://127.0.0.1:${opened.port}/hook`;
  return opened;
}
