// Owns the proof of the journeys page over REST: what is previewed is what is sent, and what was changed can be undone.
import assert from "node:assert/strict";
import { SERVICES } from "../store/plugin_php.mjs";
import { RestClient } from "./rest_client.mjs";
import { leave, MINUTE, openLiveStore } from "./wake_scene.mjs";
import { after, before, test } from "./with_woocommerce.mjs";

const TOKEN = "5f3c2d3c4b5a69788796a5b4c3d2e1f0";
const IN_FORCE = "SELECT configuration FROM wp_cartsignal_programs WHERE in_force = 1";
const SENT = `${SERVICES}
  $rows = $services->database()->all("SELECT decision, country, parts FROM {outbox} WHERE act = 'send' AND state = 'accepted' ORDER BY place");
  return array_map(fn (array $row): array => $row + ['text' => $services->host()->why($row['decision'])['text']], $rows);`;
/** A key of a link: the same width, another one each time. */
const KEY = /(https:\/\/[^/\s]+\/)\w{7}/g;

let store;
let rest;
before(async () => {
  store = await openLiveStore();
  rest = await RestClient.open(store);
});
after(() => store?.close());

const inForce = async () => JSON.parse((await store.sql(IN_FORCE))[0].configuration);
const row = () => store.call("return get_option('cartsignal');");
/** What the owner chose: what the plugin itself noted is left out. */
const settingsOf = async () =>
  Object.fromEntries(Object.entries(await row()).filter(([name]) => !["version", "trouble"].includes(name)));
const reasons = async () =>
  (await store.sql("SELECT reason FROM wp_cartsignal_decisions ORDER BY place")).map(({ reason }) => reason);

test("a fresh journey is shown as the core has it: kinds in order, our delays and texts", async () => {
  const journey = await rest.get("/journeys");
  assert.deepEqual(
    journey.kinds.map(({ kind, minutes }) => [kind, minutes]),
    [
      ["payment_failed", 15],
      ["pending_payment", 60],
      ["repeat", 60],
      ["full_cart_back", 20],
      ["stopped_at_payment", 30],
      ["checkout_starter", 30],
      ["fast_exit", 120],
      ["other", 60],
    ],
  );
  assert.deepEqual(journey.languages.map(({ language }) => language).sort(), ["de", "en-GB", "en-US", "fr"]);
  for (const kind of Object.keys(journey.texts))
    for (const { body, own } of Object.values(journey.texts[kind])) {
      assert.match(body, /\{Shop\}/);
      assert.equal(own, false);
    }
  assert.deepEqual([journey.paused, journey.coupon.on, journey.second_text.on], [false, false, false]);
});

test("what is previewed is what is sent, to the letter", async () => {
  const body = "{Shop}: Hello[ {Name}], your basket is kept for you \\[as promised\\]: {checkout_link}";
  await rest.ok("PUT", "/journeys", { texts: { fast_exit: { "en-GB": body } } });
  const preview = await rest.ok("POST", "/preview", { name: "fast_exit", language: "en-GB", body });
  assert.deepEqual([preview.errors, preview.dear], [[], []]);
  await leave(store, 1);
  await store.runCron();
  await store.clock.jump("+7500000");
  await store.runCron();
  const [sent] = await store.call(SENT);
  assert.ok(sent, `a text went: ${await reasons()}`);
  const [market] = preview.markets.filter(({ country }) => country === "GB");
  const keyless = (text) => text.replace(KEY, "$1");
  assert.equal(keyless(sent.text), keyless(market.text).replace("Anna", "Ada"));
  assert.equal(sent.parts, market.parts);
  assert.equal(market.cost_micros, market.parts * 40_000);
});

test("a text that the core refuses is refused at its field, and the old one stays", async () => {
  const before = await row();
  for (const [body, words] of [
    ["Your basket: {cart_link}", /who writes/],
    ["{Shop}: come back!", /lead back/],
    ["{Shop}: Hi {Name}: {cart_link}", /brackets/],
    ["{Shop}: {cart_lnk}", /Did you mean \{cart_link\}/],
    ["{Shop}: {code} {cart_link}", /coupon/],
    ["{Shop}: {cart_link", /brace/],
    [`{Shop}: ${"ê".repeat(300)} {cart_link}`, /parts/],
  ]) {
    const errors = await rest.refused("PUT", "/journeys", { texts: { other: { "en-GB": body } } });
    assert.match(errors["/texts/other/en-GB"] ?? JSON.stringify(errors), words);
  }
  const body = "Your basket: {cart_link}";
  const preview = await rest.ok("POST", "/preview", { name: "other", language: "en-GB", body });
  assert.match(preview.errors.join(" "), /who writes/, "it was said while it was typed");
  const tooLong = await rest.ask("PUT", "/journeys", { texts: { other: { "en-GB": "x".repeat(601) } } });
  assert.equal(tooLong.status, 400);
  assert.equal((await rest.ask("PUT", "/journeys", { texts: { help: { "en-GB": "{Shop}" } } })).status, 400);
  assert.equal((await rest.ask("PUT", "/journeys", { delays: { other: 0 } })).status, 400);
  assert.deepEqual(await row(), before);
});

test("a dear character is named, with what it costs", async () => {
  const plain = await rest.ok("POST", "/preview", { name: "other", language: "en-GB", body: "" });
  assert.equal(plain.own, false, "empty is ours");
  const dear = await rest.ok("POST", "/preview", {
    name: "other",
    language: "en-GB",
    body: "{Shop}: your basket’s waiting… {cart_link}",
  });
  assert.deepEqual(dear.dear, ["’", "…"]);
  const [first] = dear.markets;
  assert.equal(first.encoding, "ucs2");
  assert.ok(first.parts > plain.markets[0].parts);
  assert.match(dear.warnings.join(" "), /parts, and each is paid for/);
});

test("each language shows its box and its usual text", async () => {
  const { languages } = await rest.get("/preview");
  const german = languages.find(({ language }) => language === "de");
  assert.match(german.boxes[0].text, /^Ja, Kaffeehaus darf mich per SMS/);
  assert.match(german.text.markets[0].text, /^Kaffeehaus: Guten Tag Anna/);
});

test("a delay of one's own is the core's", async () => {
  await rest.ok("PUT", "/journeys", { delays: { fast_exit: 30 } });
  assert.deepEqual((await inForce()).options.minutes, { fast_exit: 30 });
  await leave(store, 2);
  await store.runCron();
  const before = (await store.call(SENT)).length;
  await store.clock.jump(`+${29 * MINUTE}`);
  await store.runCron();
  assert.equal((await store.call(SENT)).length, before, "not yet");
  await store.clock.jump(`+${2 * MINUTE}`);
  await store.runCron();
  assert.equal((await store.call(SENT)).length, before + 1);
  await rest.ok("PUT", "/journeys", { delays: { fast_exit: null } });
  assert.equal((await inForce()).options?.minutes, undefined);
});

test("a paused journey sends nothing, and nothing of then once it goes on", async () => {
  const { journey } = await rest.ok("PUT", "/journeys/cart_recovery/paused", { paused: true });
  assert.equal(journey.paused, true);
  assert.equal(journey.paused_because.why, "owner");
  const before = (await store.call(SENT)).length;
  await leave(store, 3);
  await store.runCron();
  await store.clock.jump(`+${125 * MINUTE}`);
  await store.runCron();
  assert.ok((await reasons()).includes("journey_paused"), `${await reasons()}`);
  const resumed = await rest.ok("PUT", "/journeys/cart_recovery/paused", { paused: false });
  assert.deepEqual([resumed.journey.paused, resumed.journey.paused_because], [false, null]);
  await store.clock.jump(`+${60 * MINUTE}`);
  await store.runCron();
  assert.equal((await store.call(SENT)).length, before, "nothing is flushed");
});

test("coupon, second text and experiment are saved as chosen", async () => {
  const { journey } = await rest.ok("PUT", "/journeys", {
    coupon: { percent: 15, minimum: "40,00" },
    second_text: true,
    second_text_minutes: 720,
    timing_experiment: false,
  });
  assert.deepEqual([journey.coupon.percent, journey.coupon.minimum], [15, "40.00"]);
  const { options } = await inForce();
  assert.deepEqual(options.coupon, { percent: 15, minimum_minor: 4_000 });
  assert.deepEqual([options.second_text, options.second_text_minutes, options.timing_experiment], [true, 720, false]);
  assert.match(
    (await rest.refused("PUT", "/journeys", { coupon: { percent: 5, minimum: "1.234" } }))["/coupon/minimum"],
    /amount/,
  );
  assert.equal((await rest.ok("PUT", "/journeys", { coupon: null })).journey.coupon.on, false);
});

test("a change is listed with who and what, and undone with all that came after it", async () => {
  const before = await settingsOf();
  await rest.ok("PUT", "/journeys", { texts: { other: { "en-GB": "{Shop}: first {cart_link}" } } });
  await rest.ok("PUT", "/markets/GB", { price: "0.09" });
  await rest.ok("PUT", "/journeys", { delays: { other: 45 } });
  const { items } = await rest.get("/history");
  assert.deepEqual(
    items.slice(0, 3).map(({ by, what }) => [by, what.join(" ")]),
    [
      ["admin", 'Delay of "Any other cart": 60 to 45 minutes.'],
      ["admin", "United Kingdom (UK): price changed."],
      ["admin", 'Text "Any other cart" in English (UK) changed.'],
    ],
  );
  const stale = await rest.ask("POST", `/history/${items[2].id}/undo`, { newest: items[1].id });
  assert.equal(stale.status, 409, "nobody undoes a change that was not seen");
  await rest.ok("POST", `/history/${items[2].id}/undo`, { newest: items[0].id });
  assert.deepEqual(await settingsOf(), before, "as it was before the first of the three");
  assert.equal((await inForce()).texts.other, undefined);
  assert.equal((await rest.ask("POST", "/history/0123456789abcdef/undo")).status, 404);
});

test("undoing begins nothing: a country stays watched, a journey stays paused, a secret stays what it is", async () => {
  const account = { account_sid: `AC${"0".repeat(32)}`, auth_token: TOKEN };
  await store.call(`${SERVICES} (new Cartsignal\\Settings\\Saving($services))->save($args[0]);`, [
    { provider: { name: "twilio", settings: account }, holdout_percent: 5 },
  ]);
  const [{ id }] = (await rest.get("/history")).items;
  await rest.ok("PUT", "/markets/GB/live", { live: false });
  await rest.ok("PUT", "/journeys/cart_recovery/paused", { paused: true });
  await rest.ok("POST", `/history/${id}/undo`);
  assert.equal((await inForce()).markets.GB.live, false);
  assert.deepEqual((await inForce()).paused_journeys, ["cart_recovery"]);
  assert.equal((await row()).holdout_percent, 0);
  const provider = await store.call(`${SERVICES} return $services->settings()->provider();`);
  assert.equal(provider.settings.auth_token, TOKEN);
  const [{ value }] = await store.sql("SELECT value FROM wp_cartsignal_settings WHERE name = 'settings_history'");
  assert.ok(!value.includes("sealed") && !value.includes(TOKEN), "no secret lies in the history");
});

test("the last twenty changes are kept", async () => {
  await store.call(
    `${SERVICES} foreach (range(1, 21) as $percent) {
       (new Cartsignal\\Journeys\\History($services))->note(['holdout_percent' => $percent], ['holdout_percent' => $percent + 1]);
     }`,
  );
  const { items } = await rest.get("/history");
  assert.equal(items.length, 20);
  assert.deepEqual(items[1].what, ["Held out: 21 %."]);
  assert.equal(items[1].by, "the command line");
});

test("each setting is read into its type and bounds, and what is wrong stands at its pointer", async () => {
  const unfit = `${SERVICES} return array_map(function (array $changes) use ($services): array {
    try { $services->settings()->with($changes); return []; }
    catch (Cartsignal\\Settings\\Unfit $unfit) { return array_keys($unfit->errors); }
  }, $args[0]);`;
  const wrong = [
    [{ delays: { other: 2_881, sometimes: 5 } }, "/delays/other", "/delays/sometimes"],
    [{ texts: { other: { "en-GB": "two\nlines", nl: "x" } } }, "/texts/other/en-GB", "/texts/other/nl"],
    [{ texts: { help: { "en-GB": "{Shop}" } } }, "/texts/help/en-GB"],
    [{ paused_journeys: ["welcome"] }, "/paused_journeys/0"],
    [{ second_text_minutes: 59 }, "/second_text_minutes"],
    [{ attribution_days: 31 }, "/attribution_days"],
    [{ coupon_guard: { per_month: -1 } }, "/coupon_guard/per_month"],
    [{ asks: { checkout: true } }, "/asks/checkout"],
    [{ alarm_mail: "nobody" }, "/alarm_mail"],
    [{ digest: "yes" }, "/digest"],
    [{ webhook: { url: "http://example.com/", events: ["bought"] } }, "/webhook/url", "/webhook/events/0"],
    [{ webhook: { url: "https://user:word@example.com/" } }, "/webhook/url"],
    [{ test_phone: { recipient: "+49171", number: "+49171", until: 1 } }, "/test_phone/recipient"],
    [{ setup: { done: ["<script>"] } }, "/setup/done/0"],
    [{ markets: { DE: { sender: { id: "x".repeat(5_000) } } } }, "/markets/DE/sender"],
    [{ anything: 1 }, "/anything"],
  ];
  const found = await store.call(unfit, [wrong.map(([changes]) => changes)]);
  for (const [place, [changes, ...pointers]] of wrong.entries())
    assert.deepEqual(found[place].sort(), pointers.sort(), JSON.stringify(changes).slice(0, 100));
});

test("the webhook's secret and the owner's number are sealed, and come back only to the plugin", async () => {
  const number = "+491713920099";
  const told = await store.call(
    `${SERVICES} $services->settings()->change($args[0]);
     return [$services->settings()->webhook(), $services->settings()->testPhone()];`,
    [
      {
        webhook: { url: "https://example.com/hook", secret: TOKEN, events: ["sent", "clicked"], numbers: false },
        test_phone: { recipient: "ab".repeat(16), number, until: 5 },
      },
    ],
  );
  assert.deepEqual(told[0], {
    url: "https://example.com/hook",
    secret: TOKEN,
    events: ["sent", "clicked"],
    numbers: false,
  });
  assert.equal(told[1].number, number);
  const kept = JSON.stringify(await row());
  assert.ok(!kept.includes(TOKEN) && !kept.includes(number.slice(1)));
  await store.call(`${SERVICES} $services->settings()->change(['webhook' => ['events' => ['sent']]]);`);
  const { secret } = await store.call(`${SERVICES} return $services->settings()->webhook();`);
  assert.equal(secret, TOKEN, "a secret that is not given stays");
});
