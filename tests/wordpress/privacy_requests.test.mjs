// Owns the tests of WordPress's export and erase requests: what a person gets, what a stranger doesn't, what is gone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "./with_woocommerce.mjs";
import { AdminClient } from "./admin_client.mjs";
import { carryOut, exported } from "./privacy/requests.mjs";
import { DAY, MINUTE, NO_WOOCOMMERCE, openScene } from "./privacy/scene.mjs";

let scene;
let store;
let people = 0;

before(async () => {
  scene = await openScene();
  store = scene.store;
  await scene.goLive();
});

after(async () => {
  const errors = store.errors().filter(({ isOurs }) => isOurs);
  await store.close();
  assert.deepEqual(errors, []);
});

/** A customer with an account who ticked the box; the name and the number are nobody else's. */
async function customer(name) {
  people += 1;
  const email = `person${people}@kunden.example`;
  const number = `07400123${String(100 + people)}`;
  const id = await store.call("return wp_create_user('person' . $args[1], wp_generate_password(), $args[0]);", [
    email,
    people,
  ]);
  const keys = await scene.tick({ customer: String(id), number, name });
  await scene.drain();
  return { ...keys, id, email, number, name };
}

async function texted(name) {
  await scene.noon();
  const person = await customer(name);
  await scene.leave();
  const texts = await scene.texts(person.recipient);
  assert.deepEqual(
    texts.map(({ state }) => state),
    ["accepted"],
  );
  return { ...person, sealed: texts[0].sealed.hex };
}

test("a copy has the number, the words agreed to, the text with its reason, and the cart", async () => {
  const { email, number, recipient } = await texted("Zerlina");
  const { groups, text } = exported(store, await carryOut({ store, kind: "export", email }));
  const of = (group) => JSON.stringify(Object.values(groups[`cartsignal_${group}`].items));
  assert.match(of("contact"), new RegExp(`\\+44${number.slice(1)}`));
  assert.match(of("contact"), /Zerlina/);
  assert.match(of("consents"), /Text me about my basket at Teekontor/);
  assert.match(of("consents"), /2026-12-02 12:\d\d:\d\d UTC/);
  assert.match(of("texts"), /Hi Zerlina/);
  assert.match(of("texts"), /"due"/);
  assert.match(of("carts"), /1 × /);
  assert.equal(text.includes(recipient), true, "the ids of items are keyed hashes");
});

test("whoever orders with a stranger's number gets no copy of the stranger's texts", async (t) => {
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  const victim = await texted("Ottilie");
  const email = "mallory@kunden.example";
  await scene.order({ email, number: victim.number, name: "Mallory" });
  const { groups, text } = exported(store, await carryOut({ store, kind: "export", email }));
  assert.doesNotMatch(text, /Ottilie|Hi |s\.example/);
  assert.equal(groups.cartsignal_texts, undefined);
  assert.equal(groups.cartsignal_consents, undefined);
  assert.match(JSON.stringify(groups.cartsignal_contact), /1 more message went to this number/);
});

test("after erasure a dump has neither number nor name nor text, and what a backup has stays closed", async () => {
  const { email, number, recipient, shopper, sealed } = await texted("Wendelgard");
  const forms = [number.slice(1), "Wendelgard", "For Wendelgard"];
  const read = () => readFileSync(dump, "latin1");
  const open = () =>
    scene.php("return $services->vault()->open('recipient', $args[0], hex2bin($args[1]));", [recipient, sealed]);
  let dump = await store.backup();
  dump ??= `${store.folder}/backup.sql`;
  assert.match((await open()).text, /Hi Wendelgard/);
  const [answer] = await carryOut({ store, kind: "erase", email });
  assert.equal(answer.items_removed, true);
  assert.match(answer.messages.join(" "), /proof, without name or number/);
  await store.backup();
  for (const form of forms) assert.equal(read().includes(form), false, `the dump has ${form}`);
  assert.equal(await open(), null);
  for (const [table, column] of Object.entries({
    data_keys: "person",
    contacts: "person",
    carts: "shopper",
    links: "recipient",
  }))
    assert.deepEqual(
      await store.sql(`SELECT 1 FROM wp_cartsignal_${table} WHERE ${column} IN (?, ?)`, [recipient, shopper]),
      [],
      table,
    );
});

test("erasing twice is no error, and says again what is kept", async () => {
  const { email } = await customer("Notburga");
  const [first] = await carryOut({ store, kind: "erase", email });
  const [second] = await carryOut({ store, kind: "erase", email });
  assert.equal(first.items_removed, true);
  assert.equal(second.items_removed, false);
  assert.deepEqual(second.messages, first.messages);
});

test("a STOP outlives erasure: the same number ticked again is asked, and gets no text about its cart", async () => {
  const { email, id, number, recipient, name } = await customer("Kreszenz");
  await store.clock.jump("+60000");
  await scene.php(
    `$now = $services->now();
     $services->inbox()->say(['id' => "stop:$args[0]", 'occurred_at' => $now, 'trust' => 'signed',
       'what' => ['reply' => ['kind' => 'stop', 'channel' => 'sms']]], $now, null, $args[0]);
     return $services->host()->drain(alone: false);`,
    [recipient],
  );
  const [answer] = await carryOut({ store, kind: "erase", email });
  assert.match(answer.messages.join(" "), /wants no texts is kept/);
  const optOuts = () => store.sql("SELECT channel FROM wp_cartsignal_opt_outs WHERE recipient = ?", [recipient]);
  assert.equal((await optOuts()).length, 1);
  await scene.noon();
  await scene.tick({ customer: String(id), number, name });
  await scene.leave();
  const sent = (await scene.texts(recipient)).filter(({ state }) => state !== "refused");
  assert.equal(sent.filter((text) => text.class === "marketing").length, 0);
});

test("what waits is taken in before somebody is erased, and nothing is sent by that", async () => {
  await scene.noon();
  const { email, id, number, recipient, name } = await customer("Adelgund");
  await scene.tick({ customer: String(id), number, name });
  const [answer] = await carryOut({ store, kind: "erase", email });
  assert.equal(answer.items_removed, true);
  assert.doesNotMatch(answer.messages.join(" "), /still being taken in/);
  await scene.leave();
  assert.deepEqual(await scene.texts(recipient), []);
});

test("what can't be taken in yet is said, and erased by itself later", async () => {
  const { email, id, number, recipient, shopper, name } = await customer("Irmentrud");
  await scene.tick({ customer: String(id), number, name });
  const far = store.clock.now() + DAY;
  await store.sql("UPDATE wp_cartsignal_inbox SET not_before = ? WHERE state = 'pending' AND shopper = ?", [
    far,
    shopper,
  ]);
  const [answer] = await carryOut({ store, kind: "erase", email });
  assert.equal(answer.items_retained, true);
  assert.match(answer.messages.join(" "), /still being taken in/);
  const cron = JSON.stringify(await store.call("return _get_cron_array();"));
  assert.ok(cron.includes(recipient) && !cron.includes(number.slice(1)) && !cron.includes(email));
  await store.sql("UPDATE wp_cartsignal_inbox SET not_before = 0 WHERE shopper = ?", [shopper]);
  await store.pass(15 * MINUTE, 5 * MINUTE);
  assert.deepEqual(
    await store.sql("SELECT 1 FROM wp_cartsignal_data_keys WHERE person IN (?, ?)", [recipient, shopper]),
    [],
  );
  assert.deepEqual(
    (await scene.texts(recipient)).filter(({ state }) => state === "accepted"),
    [],
  );
});

test("an order keeps what it is and loses what ties it to a visit; its number is forgotten, too", async (t) => {
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  const guest = await scene.tick({ customer: "t_walburga", number: "07400123999", name: "Walburga" });
  await scene.drain();
  const order = await scene.order({
    email: "walburga@kunden.example",
    number: "07400 123999",
    name: "W",
    shopper: guest.shopper,
  });
  await store.call("update_option('woocommerce_erasure_request_removes_order_data', 'yes');");
  await carryOut({ store, kind: "erase", email: "walburga@kunden.example" });
  assert.deepEqual(
    await store.call(
      `$order = wc_get_order($args[0]);
       return [$order->get_status(), $order->get_billing_phone(), $order->get_meta('_cartsignal_shopper'), $order->get_meta('_cartsignal_cart')];`,
      [order],
    ),
    ["completed", "00000 000000", "", ""],
  );
  assert.deepEqual(
    await store.sql("SELECT 1 FROM wp_cartsignal_data_keys WHERE person IN (?, ?)", [guest.recipient, guest.shopper]),
    [],
  );
});

test("an address that nobody has gets an empty copy, and erasing it changes nothing", async () => {
  const answers = await carryOut({ store, kind: "export", email: "nobody@kunden.example" });
  assert.deepEqual(answers[0].data, []);
  const [erased] = await carryOut({ store, kind: "erase", email: "nobody@kunden.example" });
  assert.deepEqual(erased, { items_removed: false, items_retained: false, messages: [], done: true });
});

test("the guide to the privacy policy offers a text", async () => {
  const admin = await AdminClient.login(store, store.admin);
  const { text } = await admin.request("/wp-admin/options-privacy.php?tab=policyguide");
  assert.match(text, /Cartsignal/);
  assert.match(text, /Without the tick we keep none of it/);
});
