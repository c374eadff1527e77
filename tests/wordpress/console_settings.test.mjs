// Owns the proof of settings and header over REST: who may use them, what they refuse and say, and that they tell no secret.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openProvider } from "../store/provider.mjs";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";
import { RestClient } from "./rest_client.mjs";
import { after, before, test } from "./with_woocommerce.mjs";

const PAGE = "/wp-admin/admin.php?page=cartsignal";
const IN_FORCE = "SELECT program, configuration FROM wp_cartsignal_programs WHERE in_force = 1";
const PROVIDER = `${SERVICES} return $services->settings()->provider();`;
const TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const SID = `AC${"0".repeat(32)}`;

let store;
/** @type {RestClient} */
let rest;
before(async () => {
  store = await openStore();
  rest = await RestClient.open(store);
});
after(() => store?.close());

const row = () => store.call("return get_option('cartsignal');");
const inForce = async () => (await store.sql(IN_FORCE))[0];
const save = (changes) => rest.ok("PUT", "/settings", changes);
const refused = (changes) => rest.refused("PUT", "/settings", changes);
const state = async () => (await rest.get("/status")).state;

test("a customer asks and changes nothing, and nobody does without a nonce or with another one", async () => {
  const kept = await row();
  const routes = [
    ["GET", "/settings"],
    ["PUT", "/settings", { shop: { name: "Forged" } }],
    ["POST", "/pause"],
    ["POST", "/trial/text", { number: "+491713920002" }],
  ];
  for (const [method, path, body] of routes) {
    for (const nonce of [null, "0123456789"]) {
      const { status } = await rest.ask(method, path, body, { nonce });
      assert.ok(status === 401 || status === 403, `${method} ${path} with the nonce ${nonce}: ${status}`);
    }
    const { status } = await fetch(`${store.origin}/wp-json/cartsignal/v1${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    assert.equal(status, 401, path);
  }
  const customer = await store.call(
    `wp_set_current_user(get_user_by('login', 'ada')->ID);
     do_action('rest_api_init');
     return array_map(fn ($path) => rest_do_request(new WP_REST_Request($path[0], "/cartsignal/v1$path[1]"))->get_status(), $args[0]);`,
    [routes.filter(([, path]) => path !== "/trial/text")],
  );
  assert.deepEqual(new Set(customer), new Set([403]), "a customer");
  assert.deepEqual(await row(), kept);
  assert.equal(await state(), "watching");
});

test("a secret is sealed, kept when its field is left empty, and never told", async () => {
  await save({ provider: { name: "twilio", settings: { account_sid: SID, auth_token: TOKEN } } });
  const told = await save({
    shop: { name: "Kaffeehaus Nord" },
    provider: { name: "twilio", settings: { account_sid: SID, auth_token: "" } },
  });
  assert.deepEqual(told.provider, { name: "twilio", settings: { account_sid: SID }, kept: ["auth_token"] });
  const settings = { account_sid: SID, auth_token: TOKEN };
  assert.deepEqual(await store.call(PROVIDER), { name: "twilio", settings });
  await store.backup();
  const dump = readFileSync(join(store.folder, "backup.sql"), "latin1");
  assert.ok(dump.includes("Kaffeehaus Nord"), "the dump holds the settings");
  const forms = [TOKEN, SID, Buffer.from(TOKEN).toString("base64").slice(0, 40), Buffer.from(TOKEN).toString("hex")];
  for (const form of forms) assert.ok(!dump.includes(form));
  const page = await rest.client.request(PAGE);
  for (const text of [JSON.stringify(await rest.get("/settings")), page.text]) assert.ok(!text.includes(TOKEN));
  const wrong = { name: "twilio", settings: { account_sid: "AC123", auth_token: TOKEN } };
  const answer = await rest.ask("PUT", "/settings", { provider: wrong });
  assert.match(answer.body.data.errors["/provider/settings/account_sid"], /SID/);
  assert.ok(!JSON.stringify(answer.body).includes(TOKEN), "not even where it is refused");
});

test("what is typed as an address leads no request to the inside of the server's network", async () => {
  const inside = ["http://169.254.169.254/latest", "http://127.0.0.1:9", "https://10.0.0.1", "https://evil.example"];
  for (const base of [...inside, "https://api.twilio.com.evil.example"]) {
    const provider = { name: "twilio", settings: { account_sid: SID, auth_token: TOKEN, base, messaging_base: base } };
    const fields = ["/provider/settings/base", "/provider/settings/messaging_base"];
    assert.deepEqual(Object.keys(await refused({ provider })), fields, base);
    assert.deepEqual(Object.keys(await rest.refused("POST", "/provider/check", provider)), fields, base);
  }
  for (const url of inside.slice(0, 3)) {
    const provider = { name: "webhook", settings: { url, secret: `whsec_${Buffer.alloc(32).toString("base64")}` } };
    assert.deepEqual(Object.keys(await refused({ provider })), ["/provider/settings/url"], url);
  }
  assert.ok((await refused({ provider: { name: "carrier-pigeon", settings: {} } }))["/provider/name"]);
  const region = { account_sid: SID, auth_token: "", base: "https://api.dublin.ie1.twilio.com" };
  assert.equal((await save({ provider: { name: "twilio", settings: region } })).provider.settings.base, region.base);
  await save({ provider: { name: "twilio", settings: { ...region, base: "" } } });
  assert.deepEqual((await store.call(PROVIDER)).settings, { account_sid: SID, auth_token: TOKEN });
});

test("the provider is asked live: a wrong key is refused, a right one shows balance and senders", async (t) => {
  const provider = await openProvider(store);
  t.after(() => provider.close());
  const { url: base, accountSid: account_sid, authToken: auth_token } = provider;
  // Only code may name another address: what follows keeps it.
  await store.call(`${SERVICES} $services->settings()->change(['provider' => $args[0]]);`, [
    { name: "twilio", settings: { base } },
  ]);
  const ask = (settings) => rest.ok("POST", "/provider/check", { name: "twilio", settings });
  assert.equal((await ask({ account_sid, auth_token: TOKEN })).login, false);
  const { login, balance, senders } = await ask({ account_sid, auth_token });
  assert.deepEqual([login, balance, senders], [true, { micros: 25_000_000, currency: "USD" }, []]);
  assert.equal((await store.call(PROVIDER)).settings.auth_token, undefined, "asking keeps nothing");
  await save({
    provider: { name: "twilio", settings: { account_sid, auth_token } },
    shop: { link_origin: "https://kaffee.example", help_contact: "hilfe@kaffee.example" },
  });
  await rest.ok("PUT", "/markets/US", { sender: { id: "+18335550123", two_way: true, way_out: "stop_word" } });
  const saved = await rest.ok("POST", "/provider/check", {});
  assert.deepEqual(saved.senders, [{ country: "US", id: "+18335550123", registered: "yes" }]);
});

test("of two who save at the same time neither loses what was chosen", async () => {
  const other = await RestClient.open(store);
  for (const [percent, step] of [
    [11, "watch"],
    [12, "countries"],
    [13, "provider"],
  ]) {
    await Promise.all([
      save({ holdout_percent: percent }),
      other.ok("PUT", "/setup", { done: [step] }),
      other.ok("PUT", "/settings", { attribution_days: percent }),
    ]);
    const { holdout_percent, attribution_days, setup } = await row();
    assert.deepEqual([holdout_percent, attribution_days, setup.done], [percent, percent, [step]]);
  }
  await save({ holdout_percent: null, attribution_days: null });
});

test("what is refused changes nothing, and each error stands at its field", async () => {
  const [rowBefore, programBefore] = [await row(), await inForce()];
  const errors = await refused({
    shop: { name: "x".repeat(31), link_origin: "http://Kaffeehaus.example/path", help_contact: "two words" },
    holdout_percent: 10,
  });
  assert.match(errors["/shop/name"], /at most 30 characters/);
  assert.match(errors["/shop/link_origin"], /https:\/\//);
  assert.match(errors["/shop/help_contact"], /without blanks/);
  assert.match((await refused({ holdout_percent: 51 }))["/holdout_percent"], /0 to 50/);
  assert.ok((await refused({ alarm_mail: "nobody" }))["/alarm_mail"]);
  assert.ok((await refused({ attribution_days: 31 }))["/attribution_days"]);
  assert.ok((await refused({ statuses: { completed: "gone" } }))["/statuses/completed"]);
  assert.equal((await rest.ask("PUT", "/settings", { version: "9.9.9" })).status, 400, "what is not the owner's");
  assert.equal((await rest.ask("PUT", "/settings", { shop: { colour: "red" } })).status, 400);
  assert.deepEqual(await row(), rowBefore);
  assert.deepEqual(await inForce(), programBefore);
});

test("what is saved counts at once, null is the default again, and saving the old values undoes it", async () => {
  const before = await rest.get("/settings");
  await save({
    budget: { month_micros: 30_000_000, day_micros: null },
    holdout_percent: 25,
    coupon: { percent: 10, minimum_minor: 4_000 },
    statuses: { completed: "ignored" },
    boxes: { offers: true },
    asks: { add_to_cart: true },
    digest: false,
    remove_on_uninstall: true,
  });
  const { budget, holdout_percent, options } = JSON.parse((await inForce()).configuration);
  assert.deepEqual([budget, holdout_percent], [{ month_micros: 30_000_000 }, 25]);
  assert.deepEqual(options.coupon, { percent: 10, minimum_minor: 4_000 });
  const after = await rest.get("/settings");
  assert.equal(after.statuses.find(({ status }) => status === "completed").meaning, "ignored");
  assert.deepEqual([after.digest, after.remove_on_uninstall, after.asks.add_to_cart], [false, true, true]);
  await save({
    budget: null,
    holdout_percent: null,
    coupon: null,
    statuses: null,
    boxes: before.boxes,
    asks: before.asks,
    digest: before.digest,
    remove_on_uninstall: false,
  });
  // The address of the download is another one each time.
  assert.deepEqual(await rest.get("/settings"), { ...before, proof_url: (await rest.get("/settings")).proof_url });
});

test("the header pauses and resumes, and a copy stays silent until its owner says that it moved", async () => {
  assert.equal((await rest.ok("POST", "/pause")).state, "paused");
  assert.equal((await rest.ok("POST", "/resume")).state, "watching");
  const here = await store.sql("SELECT value FROM wp_cartsignal_settings WHERE name = 'instance'");
  await store.sql("UPDATE wp_cartsignal_settings SET value = 'elsewhere' WHERE name = 'instance'");
  const copy = await rest.get("/status");
  assert.deepEqual([copy.state, copy.tone, copy.buttons], ["copy", "bad", ["adopt", "copy"]]);
  const told = await rest.ok("POST", "/copy");
  assert.deepEqual([told.state, told.buttons], ["copy", ["adopt"]]);
  assert.match(told.title, /nothing is sent/);
  assert.equal((await rest.ok("POST", "/adopt")).state, "watching");
  assert.deepEqual(await store.sql("SELECT value FROM wp_cartsignal_settings WHERE name = 'instance'"), here);
});

test("a test mail goes to where alarms go", async () => {
  await save({ alarm_mail: "owner@kaffee.example" });
  const before = store.mails().length;
  assert.deepEqual((await rest.ok("POST", "/settings/test-mail")).sent, true);
  const [mail] = store.mails().slice(before);
  assert.match([mail.to].flat().join(), /owner@kaffee\.example/);
});

test("without its keys the header says so, and the page can still be opened", async () => {
  const file = join(store.site, "wp-content", "cartsignal-keys.php");
  const keys = readFileSync(file, "utf8");
  await store.call("unlink($args[0]);", [file]);
  const { state: name, sentence } = await rest.get("/status");
  assert.equal(name, "broken");
  assert.match(sentence, /key/i);
  assert.equal((await rest.client.request(PAGE)).status, 200);
  assert.equal((await rest.ask("GET", "/settings")).status, 200);
  await store.call("file_put_contents($args[0], $args[1]);", [file, keys]);
  assert.equal(await state(), "watching");
});

test("nothing of all that left a secret or an error in the log of PHP", async () => {
  const lines = store.errors().filter(({ isOurs }) => isOurs);
  const texts = lines.map(({ text }) => text);
  assert.deepEqual(
    texts.filter((text) => !/KeyFault/.test(text)),
    [],
  );
  assert.ok(!texts.some((text) => text.includes(TOKEN) || text.includes(SID)));
});
