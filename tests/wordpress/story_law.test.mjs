// Owns the proof of what each country asks for: who is asked first, in which words, from which sender, at which hours.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { noChrome } from "../store/browser.mjs";
import { ANYBODY } from "../store/shopper.mjs";
import { american, assertQuiet, CHECKOUTS, EVERY, HOUR, linksOf, londoner, MINUTE, openStory } from "./story_scene.mjs";

/** Shops are open in Berlin, Paris, London and New Jersey. */
const AFTERNOON = "2026-11-25T16:00:00Z";
const SUNDAY_EVENING = "2026-11-29T18:30:00Z";
const MONDAY = { london: Date.parse("2026-11-30T09:00:00Z"), paris: Date.parse("2026-11-30T09:00:00Z") };
const NEW_YEAR = "2027-01-01T13:00:00Z";
const DAY_AFTER = Date.parse("2027-01-02T09:00:00Z");

const berliner = { ...ANYBODY, phone: "+49 171 3920003" };
const parisian = (/** @type {number} */ nth) => ({
  ...ANYBODY,
  first_name: "Zoé",
  email: `parisian${nth}@kunden.example`,
  address_1: "1 rue de l'Exemple",
  postcode: "75001",
  city: "Paris",
  country: "FR",
  phone: `+33 6 12 34 56 7${nth}`,
});

const { markets } = JSON.parse(readFileSync(new URL("../../src/preset/demo.json", import.meta.url), "utf8"));

for (const kind of CHECKOUTS) {
  test(`each country's shoppers are asked and texted as its law wants (${kind})`, { skip: noChrome() }, async (t) => {
    const story = await openStory(t, { checkout: kind, clock: AFTERNOON });
    if (!story) return;
    const { store, browser, texts, pass, until, comeInTime } = story;
    const devices = [];

    async function leave(person, locale, options) {
      await story.speak(locale);
      const device = await browser.profile(options);
      devices.push(device);
      await device.addQuickly("hausmischung");
      return story.leaveAtCheckout(device, kind, person);
    }

    await t.test("a German phone is asked by a text, confirms in two taps, and is reminded then", async () => {
      const after = await leave(berliner, "de_DE", { locale: "de-DE" });
      const asks =
        /^Kaffeehaus: Dürfen wir Sie per SMS an Ihren Warenkorb erinnern\? Hier bestätigen: \S+ Sonst senden wir nichts\.$/;
      await comeInTime([{ who: berliner, after, minutes: 30, says: asks }]);
      const [ask] = texts(berliner);
      assert.equal(ask.from, "Kaffeehaus");
      await pass(10 * MINUTE);
      assert.equal(texts(berliner).length, 1, "there was no yes, and still a text came");

      const phone = await browser.profile({ device: "phone", locale: "de-DE" });
      devices.push(phone);
      await phone.open(linksOf(ask, store)[0]);
      assert.match(await phone.page.locator("body").innerText(), /Ohne Ihr Ja schickt Kaffeehaus keine\./);
      await story.picture(phone, `${kind}-confirm-de`);
      await phone.page.getByRole("button", { name: "Ja, bitte per SMS erinnern" }).click();
      await phone.page
        .getByText(/bestätigt/)
        .first()
        .waitFor();
      await pass(2 * MINUTE);
      const reminder = texts(berliner).at(-1);
      assert.match(
        reminder.body,
        /^Kaffeehaus: Guten Tag Greta, Sie sind fast fertig\. Bestellung abschließen: \S+ Keine SMS mehr: \S+$/,
      );
      assert.equal(reminder.from, "Kaffeehaus");
      const count = texts(berliner).length;
      await pass(2 * HOUR, HOUR);
      assert.equal(texts(berliner).length, count);
    });

    if (EVERY) {
      await t.test("a German phone that says nothing is never reminded", async () => {
        await until(Date.parse("2026-11-26T10:00:00Z"));
        const silent = { ...berliner, email: "still@kunden.example", phone: "0171 3920004" };
        await leave(silent, "de_DE", { locale: "de-DE" });
        await pass(3 * HOUR, HOUR);
        const sent = story.provider.sentTo("+491713920004");
        assert.equal(sent.length, 1);
        assert.match(sent[0].body, /Hier bestätigen/);
      });

      await t.test("a French text says where to send STOP", async () => {
        const zoe = parisian(1);
        await until(Date.parse("2026-11-26T14:00:00Z"));
        const after = await leave(zoe, "fr_FR", { locale: "fr-FR", zone: "Europe/Paris" });
        const asks = /^Kaffeehaus: pour recevoir par SMS les rappels de votre panier, confirmez ici: \S+ /;
        await comeInTime([{ who: zoe, after, minutes: 30, says: asks }]);
        const [first] = texts(zoe);
        const phone = await browser.profile({ device: "phone", locale: "fr-FR" });
        devices.push(phone);
        await phone.open(linksOf(first, store)[0]);
        await phone.page.locator('button[value="yes"], button').first().click();
        await phone.page.waitForLoadState();
        await pass(2 * MINUTE);
        const text = texts(zoe).at(-1);
        assert.match(
          text.body,
          /^Kaffeehaus: Bonjour Zoé, votre commande est presque terminée\. Pour la valider: \S+ STOP au 36111$/,
        );
        assert.equal(text.from, "Kaffeehaus");
      });

      await t.test("an American phone agrees in writing and by YES, and gets one text in 48 hours", async () => {
        await until(Date.parse("2026-11-27T17:00:00Z"));
        const amy = american(30);
        const after = await leave(amy, "en_US", { locale: "en-US", zone: "America/New_York" });
        const asks = /^Kaffeehaus: reply YES to get cart reminders and offers by text\./;
        await comeInTime([{ who: amy, after, minutes: 30, says: asks }]);
        const [proof] = await store.sql("SELECT shown FROM wp_cartsignal_consents ORDER BY at DESC LIMIT 1");
        assert.match(JSON.stringify(proof.shown), /not a condition/i);
        await story.reply(amy, "yes please");
        await pass(2 * MINUTE);
        const text = texts(amy).at(-1);
        assert.match(
          text.body,
          /^Kaffeehaus: Hey Greta, you're almost done\. Finish your order here: \S+ Reply STOP to opt out$/,
        );
        assert.equal(text.from, "+18335550123");
        const count = texts(amy).length;
        const device = devices.at(-1);
        await device.addQuickly("filterpapier");
        await pass(46 * HOUR, 8 * HOUR);
        assert.equal(texts(amy).length, count, "a second text within 48 hours");
      });
    }
    assertQuiet(store, ...devices);
  });

  if (EVERY)
    test(
      `who left in quiet hours is texted after them, and not all at once (${kind})`,
      { skip: noChrome() },
      async (t) => {
        // The confirmation has its own test: here texts are to wait for the hour alone.
        const settings = { markets: { ...markets, FR: { ...markets.FR, confirm: false } } };
        const story = await openStory(t, { checkout: kind, clock: SUNDAY_EVENING, settings });
        if (!story) return;
        const { store, browser, texts, until } = story;
        const devices = [];

        async function leave(person) {
          const device = await browser.profile();
          devices.push(device);
          await device.addQuickly("hausmischung");
          await story.leaveAtCheckout(device, kind, person);
        }

        await t.test("Sunday evening in London and Paris", async () => {
          const londoners = [1, 2, 3].map(londoner);
          const bought = londoner(4);
          const zoe = parisian(2);
          for (const person of [...londoners, bought]) await leave(person);
          await story.speak("fr_FR");
          await leave(zoe);
          await until(store.clock.now() + HOUR);
          const held = (await story.reasons()).filter(({ act, state }) => act === "send" && state === "waiting");
          await devices[3].openCheckout(kind);
          await devices[3].fill(bought);
          await devices[3].placeOrder();
          await until(MONDAY.london - MINUTE);
          assert.deepEqual(story.provider.messages, [], `texted in quiet hours; ${held.length} were held`);
          for (let minute = 0; minute <= 31; minute += 1) await until(MONDAY.london + minute * MINUTE);
          const sent = [...londoners, zoe].flatMap((person) => texts(person).map(({ createdAt }) => createdAt));
          assert.equal(sent.length, 4, JSON.stringify(await story.reasons()));
          assert.ok(Math.max(...sent) - Math.min(...sent) > 3 * MINUTE, `in one heap: ${sent}`);
          assert.ok(Math.min(...sent) >= MONDAY.london);
          assert.deepEqual(texts(bought), [], "bought while the text waited");
        });

        await t.test("New Year's Day in Paris", async () => {
          await until(Date.parse(NEW_YEAR));
          const zoe = parisian(3);
          await leave(zoe);
          await until(DAY_AFTER - MINUTE);
          assert.deepEqual(texts(zoe), []);
          await until(DAY_AFTER + 31 * MINUTE);
          const [text, ...more] = texts(zoe);
          assert.deepEqual(more, []);
          assert.match(
            text?.body ?? JSON.stringify(await story.reasons()),
            /^Kaffeehaus: Bonjour Zoé, .* STOP au 36111$/,
          );
        });
        assertQuiet(store, ...devices);
      },
    );

  test(`a refusal keeps nothing and sends nothing (${kind})`, { skip: noChrome() }, async (t) => {
    const story = await openStory(t, { checkout: kind });
    if (!story) return;
    const { store, browser } = story;
    const refuser = { ...londoner(8), first_name: "Xanthippe", last_name: "Quandt", email: "xanthippe@kunden.example" };
    const regretful = { ...londoner(9), first_name: "Yolanda", last_name: "Zwick", email: "yolanda@kunden.example" };

    const never = await browser.profile();
    await never.addQuickly("hausmischung");
    await story.leaveAtCheckout(never, kind, refuser, { isTicked: false });
    await story.work();
    for (const table of ["inbox", "shoppers", "recipients", "contacts", "carts", "consents", "wakes", "decisions"]) {
      const [{ n }] = await store.sql(`SELECT COUNT(*) AS n FROM wp_cartsignal_${table}`);
      assert.equal(Number(n), 0, `something is in ${table}`);
    }

    const unticks = await browser.profile();
    await unticks.addQuickly("hausmischung");
    await unticks.openCheckout(kind);
    await unticks.fill(regretful);
    await story.picture(unticks, `${kind}-box`);
    await story.tick(unticks);
    await story.work();
    const known = async () => Number((await store.sql("SELECT COUNT(*) AS n FROM wp_cartsignal_contacts"))[0].n);
    assert.ok((await known()) > 0, "the tick was not heard of");
    await story.tick(unticks, false);
    await unticks.open("about:blank");
    await story.pass(12 * HOUR, 2 * HOUR);
    assert.equal(await known(), 0, "what was typed is still kept");
    assert.deepEqual(story.provider.messages, []);

    const file = join(store.folder, "dump.sql");
    await store.backup(file);
    const lines = readFileSync(file, "latin1").split("\n");
    const isOurs = (/** @type {string} */ line) => /^INSERT INTO `wp_cartsignal_/.test(line);
    const theirs = /Xanthippe|Quandt|Yolanda|Zwick|kunden\.example|7400 ?12345[89]/i;
    // Block keeps what was typed in WooCommerce's own draft: the search can find something.
    if (kind === "block") assert.ok(lines.some((line) => !isOurs(line) && theirs.test(line)));
    assert.deepEqual(
      lines.filter((line) => isOurs(line) && theirs.test(line)),
      [],
    );
    assertQuiet(store, never, unticks);
  });
}
