// Owns the proof of the settings page: who may use it, what it refuses and says, and that it tells no secret.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";
import { AdminClient, errorAt, fieldsOf } from "./admin_client.mjs";

const PAGE = "/wp-admin/admin.php?page=cartsignal";
const ROW = "return get_option('cartsignal');";
const IN_FORCE = "SELECT program, configuration FROM wp_cartsignal_programs WHERE in_force = 1";
const TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const SID = `AC${"0".repeat(32)}`;

let store;
let admin;
before(async () => {
  store = await openStore();
  if (store.woocommerce) admin = await AdminClient.login(store, store.admin);
});
after(() => store?.close());

/** A test that needs WooCommerce, without which there is no page. */
function pageTest(name, run) {
  test(name, async (t) => (store.woocommerce ? run(t) : t.skip(`WooCommerce is not here: ${store.missing}`)));
}

const open = () => admin.request(PAGE);
const row = () => store.call(ROW);
const inForce = async () => (await store.sql(IN_FORCE))[0];

/** Fills the form in as it stands, changes fields by pointer (null unticks), and saves. */
async function save(changes) {
  const fields = { ...fieldsOf((await open()).text, "save"), cartsignal_do: "save" };
  for (const [pointer, value] of Object.entries(changes)) {
    const name = `cartsignal[${pointer.slice(1).split("/").join("][")}]`;
    if (value === null) delete fields[name];
    else fields[name] = value;
  }
  return admin.request(PAGE, { body: fields });
}

const press = async (button) =>
  admin.request(PAGE, { body: { ...fieldsOf((await open()).text, button), cartsignal_do: button } });

pageTest("a customer sees no page and changes nothing, even with an administrator's nonce", async () => {
  const ada = await AdminClient.login(store, store.ada);
  assert.equal((await ada.request(PAGE)).status, 403);
  const before = await row();
  const fields = {
    ...fieldsOf((await open()).text, "save"),
    cartsignal_do: "save",
    "cartsignal[shop][name]": "Stolen",
  };
  assert.notEqual((await ada.request(PAGE, { body: fields })).location, `${store.origin}${PAGE}&done=saved`);
  await store.call("get_user_by('login', 'ada')->add_cap('edit_posts');");
  for (const path of [PAGE, "/wp-admin/admin.php?page=wc-admin"]) await ada.request(path);
  const forbidden = await ada.request(PAGE, { body: fields });
  assert.equal(forbidden.status, 403, "an author of posts is no shop manager");
  assert.deepEqual(await row(), before);
});

pageTest("a post without its nonce, or with another one, changes nothing", async () => {
  const before = await row();
  const fields = { ...fieldsOf((await open()).text, "save"), "cartsignal[shop][name]": "Forged" };
  for (const nonce of [undefined, "", "0123456789"])
    for (const button of ["save", "pause", "adopt"]) {
      const { _wpnonce, ...rest } = fields;
      assert.ok(_wpnonce, "the form has a nonce");
      const body = { ...rest, cartsignal_do: button, ...(nonce !== undefined && { _wpnonce: nonce }) };
      assert.equal((await admin.request(PAGE, { body })).status, 403);
    }
  assert.deepEqual(await row(), before);
  assert.doesNotMatch((await open()).text, /Paused/);
});

pageTest("a secret is sealed, kept when its field is left empty, and never printed", async () => {
  const saved = await save({
    "/provider/name": "twilio",
    "/provider/settings/account_sid": SID,
    "/provider/settings/auth_token": TOKEN,
  });
  assert.equal(saved.status, 302);
  const provider = `${SERVICES} return $services->settings()->provider();`;
  assert.deepEqual(await store.call(provider), {
    name: "twilio",
    settings: { account_sid: SID, auth_token: TOKEN },
  });
  assert.equal((await save({ "/shop/name": "Kaffeehaus Nord" })).status, 302);
  assert.equal((await store.call(provider)).settings.auth_token, TOKEN);

  await store.backup();
  const dump = readFileSync(join(store.folder, "backup.sql"), "latin1");
  assert.ok(dump.includes("Kaffeehaus Nord"), "the dump holds the settings");
  for (const form of [
    TOKEN,
    SID,
    Buffer.from(TOKEN).toString("base64").slice(0, 40),
    Buffer.from(TOKEN).toString("hex"),
  ])
    assert.ok(!dump.includes(form));
  assert.ok(!(await open()).text.includes(TOKEN));
  assert.ok((await open()).text.includes(SID), "the account's number is no secret");
  const refused = await save({ "/shop/name": "", "/holdout_percent": "x", "/provider/settings/auth_token": TOKEN });
  assert.ok(!refused.text.includes(TOKEN), "not even where the form comes back");
  const facts = await store.php("echo json_encode(apply_filters('debug_information', []));");
  assert.ok(!facts.includes(TOKEN) && !facts.includes(SID));

  const wrong = await save({ "/provider/settings/account_sid": "AC123" });
  assert.match(errorAt(wrong.text, "/provider/settings/account_sid"), /SID/);
});

pageTest("a refused configuration leaves the old one in force, and each error stands at its field", async () => {
  const [rowBefore, programBefore] = [await row(), await inForce()];
  const refused = await save({
    "/shop/name": "x".repeat(31),
    "/shop/link_origin": "http://Kaffeehaus.example/path",
    "/shop/help_contact": "two words",
    "/markets/FR/sender/id": "Kaffeehaus",
    "/markets/FR/sender/way_out": "stop_number",
    "/markets/GB/sender/id": "Café!",
    "/markets/DE/sender/id": "Kaffeehaus",
    "/markets/DE/sender/way_out": "stop_word",
  });
  assert.equal(refused.status, 200);
  for (const [pointer, words] of [
    ["/shop/name", /at most 30 characters/],
    ["/shop/link_origin", /https:\/\//],
    ["/shop/help_contact", /without blanks/],
    ["/markets/FR/sender/stop_number", /five digits/],
    ["/markets/GB/sender/id", /letters without accents/],
    ["/markets/DE/sender/way_out", /can.t receive answers|opt_out_link/],
  ])
    assert.match(errorAt(refused.text, pointer) ?? `no error at ${pointer}`, words);
  assert.match(refused.text, /Nothing was saved/);
  assert.match(refused.text, /value="two words"/, "what was typed is there to be corrected");
  assert.deepEqual(await row(), rowBefore);
  assert.deepEqual(await inForce(), programBefore);
});

pageTest("numbers and amounts that are none are refused at their fields", async () => {
  const before = await row();
  const refused = await save({
    "/holdout_percent": "ten",
    "/budget/month_micros": "50 EUR",
    "/markets/DE/price": "-1",
    "/coupon/on": "1",
    "/coupon/minimum_minor": "1.234",
  });
  for (const pointer of ["/holdout_percent", "/budget/month_micros", "/markets/DE/price", "/coupon/minimum_minor"])
    assert.match(errorAt(refused.text, pointer) ?? `no error at ${pointer}`, /Enter/);
  assert.match(errorAt((await save({ "/holdout_percent": "51" })).text, "/holdout_percent"), /0 to 50/);
  assert.deepEqual(await row(), before);
});

pageTest("what is typed is escaped where it comes back", async () => {
  const refused = await save({ "/shop/name": '"><script>alert(1)</script>', "/holdout_percent": "x" });
  assert.ok(!refused.text.includes("<script>alert(1)"));
  assert.ok(refused.text.includes("&lt;script&gt;alert(1)"));
  const list = await admin.request(`${PAGE}&done=${encodeURIComponent("<script>alert(2)</script>")}`);
  assert.ok(!list.text.includes("<script>alert(2)"));
});

pageTest("a country goes live only when nothing is missing, and then the program says so", async () => {
  const unregistered = await save({
    "/markets/US/sender/id": "+18335550123",
    "/markets/US/sender/two_way": "1",
    "/markets/US/sender/way_out": "stop_word",
    "/shop/help_contact": "hilfe@kaffee.example",
    "/markets/US/live": "1",
  });
  assert.match(errorAt(unregistered.text, "/markets/US/live"), /^Needs .*registered/);
  assert.equal((await save({ "/markets/DE/live": "1" })).status, 200, "no sender");

  const saved = await save({
    "/provider/name": "log",
    "/markets/DE/sender/id": "Kaffeehaus",
    "/markets/DE/sender/way_out": "opt_out_link",
    "/markets/DE/price": "0,075",
    "/markets/DE/live": "1",
    "/budget/month_micros": "30",
    "/coupon/on": "1",
    "/coupon/minimum_minor": "40.00",
    "/boxes/offers": "1",
    "/statuses/completed": "ignored",
  });
  assert.equal(saved.status, 302, errorAt(saved.text, "/markets/DE/live"));
  const configuration = JSON.parse((await inForce()).configuration);
  assert.deepEqual(configuration.markets.DE.live, true);
  assert.equal(configuration.markets.GB.live, false);
  assert.equal(configuration.markets.DE.price.micros, 75_000);
  assert.deepEqual(configuration.budget, { month_micros: 30_000_000 });
  assert.deepEqual(configuration.options, { coupon: { percent: 10, minimum_minor: 4_000 } });
  const kept = await row();
  assert.equal(kept.statuses.completed, "ignored");
  assert.equal(kept.boxes.offers, true);
  assert.match((await open()).text, /Texts to DE go to the log: nothing is sent/);
});

pageTest("the buttons pause, resume, ask the provider and try again what was set aside", async () => {
  await press("pause");
  assert.match((await open()).text, /Paused: nothing is sent/);
  await press("resume");
  assert.match((await open()).text, /Texts to DE go to the log: nothing is sent/);
  assert.match((await press("check")).text, /The provider knows this account/);

  await store.call(
    `${SERVICES} $inbox = $services->inbox();
     $inbox->append('input', 'broken', ['input' => ['id' => 'broken']], $services->now());
     $place = $services->database()->get("SELECT place FROM {inbox} WHERE natural_key = 'broken'")['place'];
     foreach (range(1, 3) as $try) $inbox->failed($place, $services->now(), 'test');`,
  );
  assert.match((await open()).text, /Try again/);
  await press("retry");
  const [{ state }] = await store.sql("SELECT state FROM wp_cartsignal_inbox WHERE natural_key = 'broken'");
  assert.equal(state, "pending");
});

pageTest("without its keys the page says so, and keeps working far enough to be read", async () => {
  const file = join(store.site, "wp-content", "cartsignal-keys.php");
  const keys = readFileSync(file, "utf8");
  await store.call("unlink($args[0]);", [file]);
  const page = await open();
  assert.equal(page.status, 200);
  assert.match(page.text, /Cartsignal stands still, and nothing is sent: The key/);
  assert.equal((await save({ "/shop/name": "Without keys" })).status, 200);
  await store.call("file_put_contents($args[0], $args[1]);", [file, keys]);
  assert.equal((await open()).status, 200);
  assert.doesNotMatch((await open()).text, /stands still/);
});

pageTest("nothing of all that left a line in the log of PHP", async () => {
  const ours = store.errors().filter(({ isOurs }) => isOurs);
  const lines = ours.map(({ text }) => text);
  assert.deepEqual(
    lines.filter((text) => !/KeyFault/.test(text)),
    [],
  );
  assert.ok(!lines.some((text) => text.includes(TOKEN) || text.includes(SID)));
});
