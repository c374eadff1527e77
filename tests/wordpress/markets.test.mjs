// Owns the proof of the countries' cards over REST: what a country needs, what the law locks, and how it goes live.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";
import { AdminClient } from "./admin_client.mjs";
import { RestClient } from "./rest_client.mjs";
import { after, before, test } from "./with_woocommerce.mjs";

const IN_FORCE = "SELECT configuration FROM wp_cartsignal_programs WHERE in_force = 1";
const NAME = { id: "Kaffeehaus", way_out: "opt_out_link", two_way: false };
const NUMBER = { id: "+18335550123", way_out: "stop_word", two_way: true };

let store;
let rest;
before(async () => {
  store = await openStore();
  rest = await RestClient.open(store);
});
after(() => store?.close());

const card = async (country) => (await rest.get("/markets")).items.find((each) => each.country === country);
const inForce = async () => JSON.parse((await store.sql(IN_FORCE))[0].configuration);
const row = () => store.call("return get_option('cartsignal');");
const save = (settings) =>
  store.call(`${SERVICES} (new Cartsignal\\Settings\\Saving($services))->save($args[0]);`, [settings]);

test("only who runs the store sees or changes a country, and a cookie alone is not enough", async () => {
  const ada = await AdminClient.login(store, store.ada);
  const stranger = new RestClient(ada, "0123456789");
  for (const [method, path, body] of [
    ["GET", "/markets"],
    ["PUT", "/markets/DE", { sender: NAME }],
    ["PUT", "/markets/DE/live", { live: true }],
    ["GET", "/history"],
    ["PUT", "/journeys/cart_recovery/paused", { paused: true }],
  ]) {
    assert.ok([401, 403].includes((await stranger.ask(method, path, body, { nonce: null })).status), path);
    assert.ok(
      [401, 403].includes((await rest.ask(method, path, body, { nonce: null })).status),
      `${path} without nonce`,
    );
    assert.equal((await rest.ask(method, path, body, { nonce: "0123456789" })).status, 403, `${path}, another nonce`);
  }
  assert.equal((await card("DE")).sender, null);
});

test("a fresh store has four cards, each says in one sentence what it needs, and none is live", async () => {
  const { items, others } = await rest.get("/markets");
  assert.deepEqual(
    items.map(({ country, live, reviewed }) => [country, live, reviewed]),
    ["DE", "FR", "GB", "US"].map((country) => [country, false, true]),
  );
  for (const { needs, missing } of items) {
    assert.match(needs, /^Needs a provider.*\.$/);
    assert.ok(missing.some(({ what }) => what === "provider"));
  }
  assert.ok(items[3].missing.some(({ what }) => what === "registration"));
  assert.deepEqual(others, []);
});

test("what the core refuses stands at its field, and changes nothing", async () => {
  const [rowBefore, programBefore] = [await row(), await inForce()];
  for (const [country, given, field, words] of [
    ["DE", { sender: { ...NAME, id: "Café!" } }, "/sender/id", /without accents/],
    ["DE", { sender: { ...NAME, way_out: "stop_word" } }, "/sender/way_out", /can't work/],
    ["FR", { sender: { ...NAME, way_out: "stop_number", stop_number: "12" } }, "/sender/stop_number", /five digits/],
    ["GB", { sender: NUMBER }, "/sender/id", /do not take/],
    ["US", { sender: NUMBER, help_contact: "two words" }, "/help_contact", /without blanks/],
    ["DE", { price: "-1" }, "/price", /amount/],
    ["DE", { confirm: false }, "/confirm", /stays on/],
    ["DE", { soft_opt_in: true }, "/soft_opt_in", /no soft opt-in/],
    ["US", { texts_per_abandonment: 2 }, "/texts_per_abandonment", /not allow/],
    ["DE", { windows: [{ from: "08:00", to: "20:00" }, null, null, null, null, null, null] }, "/windows", /longer/],
    ["DE", { windows: [null, null, null, null, null, null, { from: "10:00", to: "12:00" }] }, "/windows", /longer/],
  ]) {
    const errors = await rest.refused("PUT", `/markets/${country}`, given);
    assert.match(errors[`/markets/${country}${field}`] ?? JSON.stringify(errors), words);
  }
  assert.equal((await rest.ask("PUT", "/markets/DE", { sender: { id: "A", secret: "x" } })).status, 400);
  assert.equal((await rest.ask("PUT", "/markets/DE", { live_everywhere: true })).status, 400);
  assert.equal((await rest.ask("PUT", "/markets/AT/live", { live: true })).status, 404);
  assert.deepEqual(await row(), rowBefore);
  assert.deepEqual(await inForce(), programBefore);
});

test("what was chosen for a country is in the program, and what is not given stays", async () => {
  await rest.ok("PUT", "/markets/DE", { sender: NAME, price: "0,075" });
  const windows = [{ from: "10:00", to: "18:30" }, null, null, null, null, { from: "09:00", to: "20:00" }, null];
  const { market } = await rest.ok("PUT", "/markets/DE", { windows, language: "de-du", texts_per_abandonment: 2 });
  assert.deepEqual(market.windows.own, windows);
  assert.deepEqual(market.windows.allowed[6], null, "Sunday is closed");
  assert.match(market.rule.sentences.join(" "), /Mon 10:00–18:30, Sat 09:00–20:00/);
  assert.equal(market.price.of, "own");
  const { markets } = await inForce();
  assert.equal(markets.DE.sender.id, "Kaffeehaus");
  assert.equal(markets.DE.price.micros, 75_000);
  assert.equal(markets.DE.language, "de-du");
  assert.deepEqual(markets.DE.windows.at(-1), { days: "sat", from: "09:00", to: "20:00" });
  assert.equal((await rest.ok("PUT", "/markets/DE", { windows: null })).market.windows.own, null);
  assert.equal((await inForce()).markets.DE.windows, undefined);
});

test("a country goes live only when nothing is missing, and back to watching at any time", async () => {
  assert.match(
    (await rest.refused("PUT", "/markets/DE/live", { live: true }))["/markets/DE/live"],
    /^Needs a provider/,
  );
  await save({ provider: { name: "log", settings: [] }, shop: { link_origin: "https://s.kaffee.example" } });
  const { needs } = await card("DE");
  assert.equal(needs, null);
  const means = await rest.get("/markets/DE/going-live");
  assert.equal(means.ready, true);
  assert.match(means.watched.sentence, /0 texts would have been sent/);
  assert.match(means.happens.join(" "), /log: texts are written down/);
  assert.match(means.happens.join(" "), /0\.075 EUR.*50\.00 EUR a month/);
  const { market } = await rest.ok("PUT", "/markets/DE/live", { live: true });
  assert.equal(market.live, true);
  assert.equal((await inForce()).markets.DE.live, true);
  assert.equal((await inForce()).markets.GB.live, false, "and no other country");
  assert.equal((await rest.ok("PUT", "/markets/DE/live", { live: false })).market.live, false);
  assert.equal((await inForce()).markets.DE.live, false);
});

test("nobody vouches for a sender that was changed", async () => {
  await rest.ok("PUT", "/markets/US", {
    sender: { ...NUMBER, registered: true },
    help_contact: "hilfe@kaffee.example",
  });
  assert.equal((await card("US")).sender.registered, true);
  assert.equal((await inForce()).markets.US.sender.registered.by, "owner");
  await rest.ok("PUT", "/markets/US", { sender: { ...NUMBER, id: "+18445550123" } });
  assert.equal((await card("US")).sender.registered, false);
  assert.match((await rest.refused("PUT", "/markets/US/live", { live: true }))["/markets/US/live"], /registered/);
});

test("the texts to register with are those of this store, once its pages can be named", async () => {
  const refused = await rest.ask("GET", "/markets/US/registration");
  assert.equal(refused.status, 409);
  assert.match(refused.body.message, /https:\/\//, "this store's pages begin with http");
  const pages = `<?php foreach (['privacy_policy_url', 'page_link', 'woocommerce_get_checkout_url'] as $name) {
    add_filter($name, fn ($url) => str_replace(get_option('home'), 'https://kaffee.example', $url)); }`;
  writeFileSync(join(store.site, "wp-content", "mu-plugins", "pages_on_https.php"), pages);
  const { forms, paragraphs } = await rest.get("/markets/US/registration");
  const toll = forms.find(({ kind }) => kind === "toll_free").fields;
  assert.match(JSON.stringify(toll), /Kaffeehaus: Hey Anna/);
  assert.match(JSON.stringify(toll), /https:\/\/kaffee\.example\/checkout/);
  assert.match(paragraphs.terms, /hilfe@kaffee\.example/);
  const { state } = await rest.ok("POST", "/markets/US/registration/check");
  assert.ok(["yes", "no", "pending", "unknown"].includes(state));
});

test("a country without a reviewed rule is listed, says why, and can't be switched on", async () => {
  await store.call("update_option('woocommerce_specific_allowed_countries', ['DE', 'FR', 'GB', 'US', 'AT', 'NZ']);");
  const { others } = await rest.get("/markets");
  assert.deepEqual(others.map(({ country }) => country).sort(), ["AT", "NZ"]);
  assert.ok(others.find(({ country }) => country === "AT").senders.length > 0, "what networks take there is known");
  const errors = await rest.refused("PUT", "/markets/AT/live", { live: true });
  assert.match(errors["/markets/AT/live"], /no reviewed rule/);
  const { market } = await rest.ok("PUT", "/markets/AT", {
    sender: { id: "+436601234567", way_out: "opt_out_link", two_way: true },
  });
  assert.deepEqual([market.live, market.ready, market.reviewed], [false, false, false]);
  assert.match(market.needs, /reviewed rule/);
});

test("a price that is shown is the one that the core counts with", async () => {
  await store.call("update_option('woocommerce_currency', 'USD');");
  await save({ markets: { DE: null, US: { sender: { ...NUMBER, registered: true } }, FR: { sender: NAME } } });
  const account = { account_sid: `AC${"0".repeat(32)}`, auth_token: "0".repeat(32) };
  await save({ provider: { name: "twilio", settings: account } });
  const found = await store.call(
    `${SERVICES} return $services->core()->lint(Cartsignal\\Settings\\Configuration::text($services->settings()));`,
  );
  const listed = found.find(
    ({ code, pointer }) => code === "config.market.price_estimate" && pointer.startsWith("/markets/US"),
  );
  const { price } = await card("US");
  assert.equal(price.of, "list");
  assert.equal(Number(/counted with (\d+) millionths/.exec(listed.message)[1]), price.micros);
  assert.equal((await card("FR")).price.of, "guess");
  assert.ok(found.some(({ code, pointer }) => code === "config.market.no_price" && pointer.startsWith("/markets/FR")));
});
