// Owns the proof of what is kept with a tick: the exact words by language and version, whose number, and nothing of others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene, plain, WORDINGS } from "./consent_scene.mjs";

/** Which wording a page shows to somebody in a country. */
const PAGES = [
  { page: "de_DE_formal", country: "DE", wording: "de", lang: "de", basis: "express" },
  { page: "de_AT", country: "GB", wording: "de", lang: "de", basis: "express" },
  {
    page: "de_DE",
    country: "DE",
    wording: "de-du",
    lang: "de",
    basis: "express",
    markets: { DE: { language: "de-du" } },
  },
  { page: "fr_FR", country: "FR", wording: "fr", lang: "fr", basis: "express" },
  {
    page: "fr_BE",
    country: "FR",
    wording: "fr-tu",
    lang: "fr",
    basis: "express",
    markets: { FR: { language: "fr-tu" } },
  },
  { page: "en_AU", country: "GB", wording: "en-GB", lang: "en-GB", basis: "express" },
  { page: "en_GB", country: "US", wording: "en-US", lang: "en-US", basis: "express_written" },
];

/** A number of each country: those that books show, where none that are set aside for fiction count as numbers. */
const NUMBERS = { DE: "+491713920020", FR: "+33612345678", GB: "+447400123456", US: "+12125550120" };

test("what a tick leaves in the ledger", async (t) => {
  const scene = await openScene(t);
  if (!scene) return;
  const { store, shopper, drain, ledger, contact, contacts, change, speak, namePages, forget, kinds, php, inbox } =
    scene;
  await change({ boxes: { offers: true } });
  const [terms, privacy] = await namePages();
  t.beforeEach(forget);
  const filled = (text) =>
    text.replaceAll("{Shop}", "Kaffeehaus").replace("{terms}", terms).replace("{privacy}", privacy);
  const said = () =>
    php(`
    $services->database()->transaction(function () use ($services, &$said) {
      $inbox = $services->inbox();
      $row = $inbox->take($inbox->next($services->now()));
      $said = (new Cartsignal\\Consent\\TakesContact($services))->take($row, $services->now());
      $services->database()->run('DELETE FROM {inbox} WHERE place = ?', $row->place);
    });
    return array_map(fn ($one) => ['shopper' => $one->shopper, 'recipient' => $one->recipient] + (array) $one->input, $said);`);

  for (const { page, country, wording, lang, basis, markets } of PAGES) {
    await t.test(`a page in ${page} asks a shopper in ${country} in the words of ${wording}`, async () => {
      await speak(page, { markets: { DE: { language: null }, FR: { language: null }, ...markets } });
      const greta = await shopper().add();
      const boxes = await greta.openBoxes();
      assert.equal(boxes.countries[country], wording);
      const shown = boxes.versions.filter((box) => box.wording === wording);
      assert.deepEqual(
        shown.map(({ version }) => version),
        [WORDINGS.cart[wording].version, WORDINGS.offers[wording].version],
      );
      for (const [place, purpose] of ["cart", "offers"].entries()) {
        assert.equal(plain(shown[place].html), filled(WORDINGS[purpose][wording].text), "word for word");
        assert.equal(shown[place].lang, lang);
      }
      const ticked = shown.map(({ version }) => version).join(" ");
      await greta.tell({ number: NUMBERS[country], country, ticked, locale: page.split("_").slice(0, 2).join("-") });
      const inputs = await said();
      const grants = inputs.flatMap(({ what }) => what["consent.granted"] ?? []);
      assert.deepEqual(
        grants.map((grant) => [grant.purpose, grant.channel, grant.basis]),
        [
          ["cart", "sms", basis],
          ["offers", "sms", basis],
        ],
      );
      const rows = await ledger();
      assert.deepEqual(
        rows.map(({ evidence }) => evidence),
        grants.map(({ evidence }) => evidence).sort(),
      );
      for (const { purposes, kind, shown: seen, recipient, shopper: who } of rows) {
        assert.equal(kind, "granted");
        assert.deepEqual(seen, {
          text: filled(WORDINGS[purposes][wording].text),
          version: WORDINGS[purposes][wording].version,
          language: wording,
          state: "ticked",
          page: "/classic-checkout/",
          locale: page.split("_").slice(0, 2).join("-"),
          form: "checkout_classic",
        });
        assert.equal(recipient, inputs[0].recipient);
        assert.equal(who, inputs[0].shopper);
      }
    });
  }

  await t.test("pages in other languages, and countries without rules, have no box", async () => {
    await speak("it_IT");
    const greta = await shopper().add();
    assert.equal(await greta.openBoxes(), undefined);
    await speak("en_GB");
    const { countries } = await (await shopper().add()).openBoxes();
    assert.deepEqual(Object.keys(countries).sort(), ["DE", "FR", "GB", "US"]);
    await speak("de_DE");
    assert.ok(
      !("US" in (await (await shopper().add()).openBoxes()).countries),
      "German words are no written agreement there",
    );
  });

  await t.test("a shopper in the United States is asked only where terms and privacy have pages", async () => {
    await speak("en_US");
    await php("update_option('woocommerce_terms_page_id', 0);");
    const { countries } = await (await shopper().add()).openBoxes();
    assert.deepEqual([countries.US, countries.GB], [undefined, "en-GB"]);
    assert.deepEqual(await php("return (new Cartsignal\\Consent\\Boxes($services))->lacks('US');"), ["terms"]);
    assert.deepEqual(await php("return (new Cartsignal\\Consent\\Boxes($services))->lacks('DE');"), []);
  });

  await t.test("the shop's name is text, never markup", async () => {
    await change({ shop: { name: `<b>K</b> & "Co" {terms}` } });
    const greta = await shopper().add();
    const { html, versions } = await greta.openBoxes();
    assert.ok(!html.includes("<b>K"));
    assert.ok(plain(versions[0].html).includes('<b>K</b> & "Co" {terms}'));
    await change({ shop: { name: "Kaffeehaus" } });
  });

  await t.test("the number says whose it is, whatever country the form says", async () => {
    const greta = await shopper().add();
    await greta.openBoxes();
    await greta.tell({ number: "+44 7400 123457", country: "DE", ticked: "cart-en-GB-1" });
    await drain();
    const kept = await contact("+447400123457");
    assert.deepEqual([kept.number.country, kept.country, kept.locale], ["GB", "DE", "en-US"]);
    const berta = await shopper().add();
    await berta.openBoxes();
    await berta.tell({ number: "0171 3920022", country: "DE", ticked: "cart-en-GB-1" });
    await drain();
    assert.equal((await contact("+491713920022")).number.country, "DE");
  });

  await t.test("a number that can never be texted is not kept: no market's, a fixed line, none at all", async () => {
    for (const number of ["+39 312 3456789", "+49 30 23125 000", "12 34 56 78 90 12"]) {
      const greta = await shopper().add();
      await greta.openBoxes();
      await greta.tell({ number, ticked: "cart-en-GB-1" });
    }
    await drain();
    assert.deepEqual(
      (await inbox()).map(({ kind, state }) => [kind, state]),
      Array(3).fill(["contact", "done"]),
    );
    assert.deepEqual(await ledger(), []);
    assert.deepEqual(await contacts(), []);
    for (const table of ["shoppers", "recipients", "carts"])
      assert.deepEqual(await store.sql(`SELECT * FROM wp_cartsignal_${table}`), [], table);
  });

  await t.test("the cart as it was, and that its shopper is in checkout, come with the number", async () => {
    const greta = await shopper().add("espresso-nord");
    await greta.openBoxes();
    await greta.tell({ number: NUMBERS.DE, ticked: "cart-en-GB-1" });
    const inputs = await said();
    assert.deepEqual(
      inputs.map(({ what, trust }) => [Object.keys(what)[0], trust]),
      [
        ["contact.provided", "signed"],
        ["consent.granted", "signed"],
        ["cart.updated", "server"],
        ["checkout.started", "server"],
        ["checkout.step_reached", "server"],
      ],
    );
    assert.equal(inputs[2].what["cart.updated"].lines.length, 1);
    const carts = await store.sql("SELECT cart, order_id FROM wp_cartsignal_carts");
    assert.deepEqual(carts, [{ cart: inputs[2].what["cart.updated"].cart, order_id: null }]);
  });

  await t.test("unticking deletes the number; the ledger says when it was given and when taken back", async () => {
    const greta = await shopper().add();
    await greta.openBoxes();
    await greta.tell({ number: NUMBERS.DE, ticked: "cart-en-GB-1" });
    await drain();
    assert.equal((await contact(NUMBERS.DE)).e164, NUMBERS.DE);
    await store.clock.jump("+10000");
    await greta.tell({ number: NUMBERS.DE, ticked: "", unticked: "cart-en-GB-1" });
    await drain();
    assert.deepEqual(await contacts(), []);
    assert.deepEqual(
      (await ledger()).map(({ kind, shown }) => [kind, shown.state]),
      [
        ["granted", "ticked"],
        ["revoked", "unticked"],
      ],
    );
    const sessions = await store.sql("SELECT session_value FROM wp_woocommerce_sessions");
    assert.ok(!sessions.some(({ session_value: value }) => /cartsignal_consent|reachable/.test(value)));
    await greta.tell({ number: NUMBERS.DE, ticked: "cart-en-GB-1" });
    await drain();
    assert.equal((await contact(NUMBERS.DE)).e164, NUMBERS.DE, "and given again");
  });

  await t.test("a withdrawal counts even where the clock that saw it is behind the one that saw the tick", async () => {
    const greta = await shopper().add();
    await greta.openBoxes();
    await greta.tell({ number: NUMBERS.DE, ticked: "cart-en-GB-1" });
    await greta.tell({ number: NUMBERS.DE, ticked: "", unticked: "cart-en-GB-1" });
    await store.sql("UPDATE wp_cartsignal_inbox SET at = at - 60000 WHERE kind = 'withdrawn'");
    await drain();
    assert.deepEqual(await contacts(), []);
    const [granted, revoked] = await ledger();
    assert.deepEqual([granted.kind, revoked.kind, revoked.at], ["granted", "revoked", granted.at + 1]);
    assert.deepEqual(await store.sql("SELECT points_at FROM wp_cartsignal_shoppers"), [{ points_at: null }]);
  });

  await t.test("what was unticked before anybody took it in is never learned", async () => {
    const greta = await shopper().add();
    await greta.openBoxes();
    await greta.tell({ number: NUMBERS.DE, ticked: "cart-en-GB-1" });
    await store.sql("UPDATE wp_cartsignal_inbox SET state = 'quarantined'");
    await greta.tell({ number: NUMBERS.DE, ticked: "", unticked: "cart-en-GB-1" });
    await drain();
    assert.deepEqual(await kinds(), ["withdrawn"]);
    assert.deepEqual(await contacts(), []);
  });

  await t.test("of two boxes one can be taken back; one that was left alone takes nothing back", async () => {
    const greta = await shopper().add();
    await greta.openBoxes();
    await greta.tell({ number: NUMBERS.DE, ticked: "cart-en-GB-1 offers-en-GB-1" });
    await drain();
    await store.clock.jump("+10000");
    await greta.tell({ number: NUMBERS.DE, ticked: "cart-en-GB-1", first_name: "Grete" });
    await drain();
    const revoked = async () =>
      (await ledger()).filter(({ kind }) => kind === "revoked").map(({ purposes }) => purposes);
    assert.deepEqual(await revoked(), []);
    await store.clock.jump("+10000");
    await greta.tell({ number: NUMBERS.DE, ticked: "cart-en-GB-1", unticked: "offers-en-GB-1", first_name: "Grete" });
    await greta.tell({ number: NUMBERS.DE, ticked: "cart-en-GB-1", unticked: "offers-en-GB-1", first_name: "Greta" });
    await drain();
    assert.deepEqual(await revoked(), ["offers"]);
    assert.equal((await contact(NUMBERS.DE)).e164, NUMBERS.DE);
  });

  await t.test(
    "a number that was mistyped is forgotten when the right one comes, and its permission with it",
    async () => {
      const greta = await shopper().add();
      await greta.openBoxes();
      await greta.tell({ number: "+491713920031", ticked: "cart-en-GB-1" });
      await drain();
      await store.clock.jump("+10000");
      await greta.tell({ number: "+491713920032", ticked: "cart-en-GB-1" });
      await drain();
      assert.equal((await contact("+491713920031")).e164, undefined);
      assert.equal((await contact("+491713920032")).e164, "+491713920032");
      assert.deepEqual(
        (await ledger()).map(({ kind, shown }) => [kind, shown.state]),
        [
          ["granted", "ticked"],
          ["granted", "ticked"],
          ["revoked", "number_replaced"],
        ],
      );
      await store.clock.jump("+10000");
      await greta.tell({ number: "+491713920032", ticked: "", unticked: "cart-en-GB-1" });
      await drain();
      assert.deepEqual(await contacts(), []);
      assert.ok(
        (await inbox()).every(({ state }) => state === "done"),
        "nothing is stuck",
      );
    },
  );

  await t.test("typing a stranger's number merges nothing and overwrites nothing", async () => {
    const victim = await shopper().add();
    await victim.openBoxes();
    await victim.tell({ number: NUMBERS.DE, ticked: "cart-en-GB-1", first_name: "Viktoria", locale: "de-DE" });
    await drain();
    const mallory = await shopper().add("espresso-nord");
    await mallory.openBoxes();
    await mallory.tell({
      number: NUMBERS.DE,
      ticked: "cart-en-GB-1",
      first_name: "Mallory",
      locale: "fr-FR",
      country: "FR",
    });
    await drain();
    const kept = await contact(NUMBERS.DE);
    assert.deepEqual([kept.first_name, kept.locale, kept.country], ["Viktoria", "de-DE", "DE"]);
    assert.deepEqual(await store.sql("SELECT * FROM wp_cartsignal_aliases"), []);
    assert.equal((await store.sql("SELECT * FROM wp_cartsignal_shoppers")).length, 2);
    await store.clock.jump("+10000");
    await mallory.tell({ number: "+491713920033", ticked: "cart-en-GB-1", first_name: "Mallory", country: "FR" });
    await drain();
    assert.equal(
      (await contact(NUMBERS.DE)).e164,
      NUMBERS.DE,
      "who gives up a number that others gave too takes nothing from them",
    );
    const standing =
      "return array_map('count', (new Cartsignal\\Consent\\Ledger($services->database()))->standing($args[0]));";
    const [{ recipient }] = await ledger();
    assert.deepEqual(Object.values(await php(standing, [recipient])), [1]);
  });
});
