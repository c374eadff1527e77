// Owns the proof of asking beyond the checkout: order's page, block, shortcode, account; each box unticked, and no number
// kept without it.
import assert from "node:assert/strict";
import { before, after, test } from "./with_woocommerce.mjs";
import { openProvider, setUpCartsignal } from "../store/provider.mjs";
import { openScene, plain } from "./consent_scene.mjs";

const NUMBER = "+491713920061";
const FORM = /<form class="cartsignal-sign-up".*?<\/form>/s;

/** Returns the fields of a form in a page as a browser would post them untouched, with what is shown. */
function formIn(html) {
  const form = FORM.exec(html)?.[0];
  if (!form) return undefined;
  const inputs = [...form.matchAll(/<input ([^>]*)>/g)].map(([, text]) => ({
    text,
    ...Object.fromEntries(
      [...text.matchAll(/([\w-]+)="([^"]*)"/g)].slice(0, 20).map(([, name, value]) => [name, value]),
    ),
  }));
  const fields = Object.fromEntries(
    inputs.filter(({ type }) => type !== "checkbox").map(({ name, value }) => [name, plain(value ?? "")]),
  );
  const country = /<option value="(\w\w)" selected>/.exec(form)?.[1];
  if (country) fields.cartsignal_country = country;
  const boxes = inputs.filter(({ type }) => type === "checkbox");
  const shown = [...form.matchAll(/<span data-version="([^"]+)"[^>]*?( hidden)?>(.*?)<\/span>/gs)]
    .filter(([, , hidden]) => !hidden)
    .map(([, version, , words]) => ({ version, words: plain(words) }));
  return {
    form,
    fields,
    action: plain(/action="([^"]+)"/.exec(form)[1]),
    versions: boxes.map(({ value }) => value),
    isTicked: boxes.some(({ text }) => /\bchecked\b/.test(text)),
    shown,
  };
}

let scene;
const hooks = { after: [] };
before(async () => {
  const t = { after: (work) => hooks.after.push(work), skip: () => {} };
  scene = await openScene(t);
  await scene.php(
    `foreach (['sign-up' => '<!-- wp:cartsignal/sign-up {"title":"Stay in touch"} /-->', 'short' => '[cartsignal_sign_up]'] as $slug => $content) {
       wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => $slug, 'post_name' => $slug, 'post_content' => $content]);
     }`,
  );
});
after(async () => {
  const ours = scene.store.errors().filter(({ isOurs }) => isOurs);
  for (const work of hooks.after) await work();
  assert.deepEqual(ours, []);
});

const post = (who, found, more, headers = { accept: "application/json" }) =>
  who.request(found.action, { form: { ...found.fields, ...more }, headers });
const said = async (who, found, more) => JSON.parse((await post(who, found, more)).text).said;

for (const [name, path] of [
  ["block", "/sign-up/"],
  ["shortcode", "/short/"],
])
  test(`the ${name} asks with an unticked box in the wording of the country, and keeps a number with its proof`, async () => {
    await scene.forget();
    const who = scene.shopper();
    const page = await who.request(path);
    const found = formIn(page.text);
    assert.ok(found, "the page has the form");
    assert.equal(found.isTicked, false);
    assert.equal(found.fields.cartsignal_number, "");
    assert.equal(found.fields.cartsignal_country, "DE", "the shop's own country");
    assert.equal(found.shown[0].version, "cart-en-GB-1");
    assert.match(found.shown[0].words, /Text me about my basket at Kaffeehaus/);
    if (name === "block") assert.match(page.text, /<h2>Stay in touch<\/h2>/);

    assert.equal(await said(who, found, { cartsignal_number: NUMBER }), "tick");
    assert.equal(await said(who, found, { "cartsignal_ticked[]": found.versions[0] }), "number");
    assert.deepEqual(await scene.inbox(), [], "nothing is kept before the tick");
    assert.equal(who.cookies.size, 0, "and nobody gets a session");

    const ticked = { cartsignal_number: NUMBER, "cartsignal_ticked[]": found.versions[0] };
    assert.equal(await said(who, found, ticked), "thanks");
    assert.deepEqual(await scene.kinds(), ["contact"]);
    await scene.drain();
    assert.equal((await scene.contact(NUMBER)).e164, NUMBER);
    const [proof] = await scene.ledger();
    assert.deepEqual(
      [proof.kind, proof.purposes, proof.shown.form, proof.shown.version, proof.shown.state],
      ["granted", "cart", "sign_up", "cart-en-GB-1", "ticked"],
    );
    assert.equal(proof.shown.text, found.shown[0].words);

    await who.add();
    assert.deepEqual(
      (await scene.kinds()).filter((kind) => kind === "cart"),
      ["cart"],
      "from here on the cart is known",
    );
  });

test("without scripts the form works, and another country's words have to be ticked themselves", async () => {
  await scene.forget();
  await scene.namePages();
  const who = scene.shopper();
  const found = formIn((await who.request("/sign-up/")).text);
  const ticked = {
    cartsignal_number: "+12025550161",
    "cartsignal_ticked[]": found.versions[0],
    cartsignal_country: "US",
  };
  const page = await post(who, found, ticked, {});
  assert.match(page.headers.get("content-type"), /text\/html/);
  assert.match(page.text, /another one for this country/);
  assert.deepEqual(await scene.inbox(), []);
  const again = formIn(page.text);
  assert.equal(again.fields.cartsignal_country, "US");
  assert.equal(again.shown[0].version, "cart-en-US-1");
  assert.match(again.shown[0].words, /Not a condition of purchase.*Terms: http.*Privacy: http/s);
  assert.equal(again.isTicked, false);
  const done = await post(who, again, { ...ticked, "cartsignal_ticked[]": again.versions[0] }, {});
  assert.match(done.text, /Thank you\. Before the first reminder we may ask/);
  assert.ok(!done.text.includes("2025550161"), "no page shows the number");
  await scene.drain();
  assert.equal((await scene.ledger())[0].shown.version, "cart-en-US-1");
});

test("programs, forged forms and floods are answered like people, and nothing of them is kept", async () => {
  await scene.forget();
  const who = scene.shopper();
  const found = formIn((await who.request("/sign-up/")).text);
  const ticked = { cartsignal_number: NUMBER, "cartsignal_ticked[]": found.versions[0] };
  assert.equal(await said(who, found, { ...ticked, cartsignal_website: "https://spam.example" }), "thanks");
  assert.equal(await said(who, found, { ...ticked, cartsignal_form: "checkout_classic" }), "thanks");
  assert.equal(await said(who, found, { ...ticked, cartsignal_nonce: "0123456789" }), "again");
  assert.equal(await said(who, found, { ...ticked, "cartsignal_ticked[]": "cart-xx-9" }), "wording");
  assert.equal((await who.request(found.action, { headers: { accept: "application/json" } })).status, 405);
  assert.deepEqual(await scene.inbox(), []);
  for (let number = 10; number < 40; number += 1) {
    const form = { ...ticked, cartsignal_number: `+4917139200${number}` };
    assert.equal(await said(scene.shopper(), found, form), "thanks");
  }
  assert.equal((await scene.inbox()).length, 20, "of one network in an hour");
});

test("a stranger's number merges nothing and shows nothing", async () => {
  await scene.forget();
  const victim = await scene.shopper().add();
  await victim.openBoxes();
  await victim.tell({ number: NUMBER, ticked: "cart-en-GB-1", first_name: "Viktoria" });
  await scene.drain();
  const mallory = scene.shopper();
  const found = formIn((await mallory.request("/sign-up/")).text);
  const answer = await post(mallory, found, { cartsignal_number: NUMBER, "cartsignal_ticked[]": found.versions[0] });
  const stranger = await post(scene.shopper(), found, {
    cartsignal_number: "+491713920062",
    "cartsignal_ticked[]": found.versions[0],
  });
  assert.equal(answer.text, stranger.text, "a known number is answered like an unknown one");
  await scene.drain();
  assert.deepEqual(await scene.store.sql("SELECT * FROM wp_cartsignal_aliases"), [], "nobody is merged");
  assert.equal((await scene.contact(NUMBER)).first_name, "Viktoria", "what its owner said stays");
  assert.equal(
    await scene.php("return count($services->people()->pointing($services->keys()->recipient($args[0])));", [NUMBER]),
    2,
  );
});

test("the order's page asks about the number of the order, and only those who may see the order", async () => {
  await scene.forget();
  const order = (fields) =>
    scene.php(
      `$order = wc_create_order();
       $order->set_billing_phone($args[0]); $order->set_billing_country('DE'); $order->set_billing_first_name('Greta');
       $order->set_customer_id($args[1]); $order->set_date_created($args[2]);
       $order->set_created_via('checkout'); $order->set_status('processing'); $order->save();
       return [$order->get_id(), $order->get_order_key()];`,
      [fields.phone ?? "0171 3920063", fields.user ?? 0, Math.floor((fields.at ?? scene.store.clock.now()) / 1000)],
    );
  const page = async (who, id, key) => (await who.request(`/checkout/order-received/${id}/?key=${key}`)).text;
  const [id, key] = await order({});
  const who = await scene.shopper().add();
  for (const path of ["/checkout/", "/classic-checkout/"]) {
    const found = formIn((await who.request(`${path}order-received/${id}/?key=${key}`)).text);
    assert.ok(found, `${path} asks`);
    assert.equal(found.isTicked, false);
    assert.match(found.form, /which ends in 63/);
    assert.ok(!found.form.includes("3920063"));
    assert.equal(found.fields.cartsignal_number, undefined, "no number is posted");
  }
  const found = formIn(await page(who, id, key));
  const ticked = { "cartsignal_ticked[]": found.versions[0], cartsignal_number: "+491713920099" };
  assert.equal(await said(who, found, {}), "tick");
  assert.equal(await said(who, found, { ...ticked, cartsignal_key: "wc_order_guessed" }), "failed");
  assert.equal(await said(who, found, { ...ticked, cartsignal_order: "1" }), "failed");
  const [others, othersKey] = await order({ user: 2 });
  assert.equal(await said(who, found, { ...ticked, cartsignal_order: others, cartsignal_key: othersKey }), "failed");
  const [old, oldKey] = await order({ at: scene.store.clock.now() - 3 * 86_400_000 });
  assert.equal(await said(who, found, { ...ticked, cartsignal_order: old, cartsignal_key: oldKey }), "failed");
  assert.deepEqual(
    (await scene.kinds()).filter((kind) => kind !== "order"),
    [],
  );

  assert.equal(await said(who, found, ticked), "thanks");
  await scene.drain();
  assert.equal((await scene.contact("+491713920063")).e164, "+491713920063");
  assert.equal((await scene.contact("+491713920099")).e164, undefined, "a posted number counts for nothing");
  assert.equal((await scene.ledger())[0].shown.form, "thank_you");
  assert.equal(formIn(await page(who, id, key)), undefined, "who said yes is not asked again");

  await scene.change({ asks: { thank_you: false } });
  const [next, nextKey] = await order({});
  assert.equal(
    formIn(await page(await scene.shopper().add(), next, nextKey)),
    undefined,
    "the owner may switch it off",
  );
  await scene.change({ asks: { thank_you: true } });
});

test("the question after the first add is off until the owner wants it, and is not put to those who said yes", async () => {
  await scene.forget();
  const ask = async (who) => JSON.parse((await who.request("/?wc-ajax=cartsignal_ask")).text);
  const hasScript = async (who) => (await who.request("/shop/")).text.includes("cartsignalAsk");
  const who = await scene.shopper().add();
  assert.equal(await hasScript(who), false);
  assert.equal((await ask(who)).form, "");
  await scene.change({ asks: { add_to_cart: true } });
  assert.equal(await hasScript(who), true);
  assert.equal(
    (await who.request("/classic-checkout/")).text.includes("cartsignalAsk"),
    false,
    "not where it is asked already",
  );
  const found = formIn((await ask(who)).form);
  assert.equal(found.fields.cartsignal_form, "add_to_cart");
  assert.equal(
    await said(who, found, { cartsignal_number: NUMBER, "cartsignal_ticked[]": found.versions[0] }),
    "thanks",
  );
  assert.equal((await ask(who)).form, "");
  assert.equal(await hasScript(who), false);
  await scene.drain();
  assert.equal((await scene.ledger())[0].shown.form, "add_to_cart");
  await scene.change({ asks: { add_to_cart: false } });
});

test("a customer signs up in the account, with the own number in the field", async () => {
  await scene.forget();
  await scene.php("update_user_meta(get_user_by('login', 'ada')->ID, 'billing_phone', '0171 3920064');");
  const who = await scene.shopper().logIn(scene.store.ada);
  const found = formIn((await who.request("/my-account/text-messages/")).text);
  assert.equal(found.fields.cartsignal_number, "0171 3920064");
  assert.equal(found.isTicked, false);
  assert.equal(await said(who, found, { "cartsignal_ticked[]": found.versions[0] }), "thanks");
  await scene.drain();
  assert.equal((await scene.ledger())[0].shown.form, "account");
  assert.match((await who.request("/my-account/text-messages/")).text, /to the number ••••64/);
});

test("a page in a language without a wording has no form", async () => {
  await scene.forget();
  await scene.speak("it_IT");
  assert.equal(formIn((await scene.shopper().request("/sign-up/")).text), undefined);
  await scene.speak("de_DE");
  const found = formIn((await scene.shopper().request("/sign-up/")).text);
  assert.match(found.shown[0].words, /Ja, Kaffeehaus darf mich per SMS an meinen Warenkorb erinnern/);
  await scene.speak("");
});

test("a wording names the shop's pages by the address they have now, whoever changed it", async () => {
  await scene.forget();
  await scene.namePages();
  const terms = async () => {
    const { text } = await scene.shopper().request("/sign-up/");
    return /Terms: <a href="([^"]+)"/.exec(text)?.[1];
  };
  const kept = "return get_option('cartsignal_pages')['terms'];";
  const first = await terms();
  assert.match(first, /\/shop-terms(-\d)?\/$/);
  assert.equal(await scene.php(kept), first, "it is kept, so that a checkout asks for no page");
  await scene.php("wp_update_post(['ID' => wc_terms_and_conditions_page_id(), 'post_name' => 'new-terms']);");
  assert.match(await terms(), /\/new-terms\/$/);
  assert.equal(await scene.php(kept), await terms());
  // Past all hooks, as by a tool that moves a database.
  await scene.store.sql(
    "UPDATE wp_options SET option_value = '/index.php/%postname%/' WHERE option_name = 'permalink_structure'",
  );
  assert.match(await terms(), /\/index\.php\/new-terms\/$/);
  await scene.store.sql(
    "UPDATE wp_options SET option_value = '/%postname%/' WHERE option_name = 'permalink_structure'",
  );
});

test("where the law wants it, the number's owner is asked by text before any reminder", async () => {
  await scene.forget();
  const { store } = scene;
  await store.clock.jump("2026-11-25T12:00:00Z");
  const provider = await openProvider(store);
  await setUpCartsignal(store, provider, { holdout_percent: 0 });
  const who = scene.shopper();
  const found = formIn((await who.request("/sign-up/")).text);
  const number = "+491713920065";
  assert.equal(
    await said(who, found, { cartsignal_number: number, "cartsignal_ticked[]": found.versions[0] }),
    "thanks",
  );
  await who.add();
  await scene.drain();
  assert.deepEqual(provider.sentTo(number), [], "nothing at once");
  await store.clock.jump("+7500000");
  await scene.drain();
  const [first, ...more] = provider.sentTo(number);
  assert.match(first.body, /confirm here/i);
  assert.deepEqual(more, []);
});
