// Owns the proof that whoever bought is left alone, wherever and whenever they did, and that one person is texted once.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { noChrome } from "../store/browser.mjs";
import { assertQuiet, CHECKOUTS, DAY, EVERY, HOUR, linksOf, londoner, MINUTE, openStory } from "./story_scene.mjs";

// Ends the first cron in which a text is about to go out, as a host does that runs out of memory.
const ENDS = `<?php
add_action('cartsignal_point', static function (string $name): void {
    if ($name === 'checked' && PHP_SAPI === 'cli') {
        unlink(__FILE__);
        posix_kill(getmypid(), SIGKILL);
    }
});`;

for (const kind of CHECKOUTS) {
  test(`a purchase ends it, on whatever device and at whatever moment (${kind})`, { skip: noChrome() }, async (t) => {
    const busy = londoner(4);
    let isBusy = false;
    const faults = ({ to }) => (isBusy && to === busy.phone.replaceAll(" ", "") ? "429" : undefined);
    const story = await openStory(t, { checkout: kind, provider: { faults } });
    if (!story) return;
    const { store, browser, texts, comeInTime, pass, until } = story;
    const devices = [];
    const [here, elsewhere, killed, nobody] = [1, 2, 3, 5].map(londoner);

    async function deviceOf(options) {
      const device = await browser.profile(options);
      devices.push(device);
      return device;
    }

    async function leave(person) {
      const device = await deviceOf();
      await device.addQuickly("hausmischung");
      const after = await story.leaveAtCheckout(device, kind, person);
      return { device, after };
    }

    /** Buys on another device, with the number typed differently, and without a tick. */
    async function buyElsewhere(person) {
      const device = await deviceOf({ device: "phone" });
      await device.addQuickly("espresso-nord");
      await device.openCheckout(kind);
      const phone = person.phone
        .replaceAll(" ", "")
        .replace("+44", "0")
        .replace(/(?<=^\d{5})/, "-");
      await device.fill({ ...person, email: "other@kunden.example", phone });
      await device.placeOrder();
    }

    const control = await leave(nobody);

    await t.test("on another device, with the number typed differently and no tick", async () => {
      await leave(elsewhere);
      await story.work();
      await buyElsewhere(elsewhere);
      assert.deepEqual(texts(elsewhere), []);
    });

    if (EVERY) {
      await t.test("on the same device", async () => {
        const { device } = await leave(here);
        await pass(5 * MINUTE);
        await device.openCheckout(kind);
        await device.fill(here);
        await device.placeOrder();
      });

      await t.test("while the text waits for a provider that is busy", async () => {
        isBusy = true;
        const { after } = await leave(busy);
        await until(after.to + 30 * MINUTE + 2_000);
        const reasons = await story.reasons();
        // It is tried again half a minute later.
        assert.ok(
          reasons.some(({ why }) => why === "pacing"),
          `nothing waits: ${JSON.stringify(reasons)}`,
        );
        await buyElsewhere(busy);
        isBusy = false;
        await pass(5 * MINUTE, MINUTE);
        assert.deepEqual(texts(busy), []);
      });

      await t.test("between the decision and the sending", async () => {
        const { after } = await leave(killed);
        const file = join(store.site, "wp-content", "mu-plugins", "ends.php");
        writeFileSync(file, ENDS);
        try {
          await assert.rejects(until(after.to + 30 * MINUTE + 2_000), /SIGKILL/);
        } finally {
          rmSync(file, { force: true });
        }
        await buyElsewhere(killed);
        await pass(5 * MINUTE, MINUTE);
        assert.deepEqual(texts(killed), []);
      });
    }

    await t.test("and only who did not buy is texted", async () => {
      const words = /^Kaffeehaus: Hi Greta, you're almost done\./;
      if (EVERY) assert.match(texts(nobody)[0].body, words);
      else await comeInTime([{ who: nobody, after: control.after, minutes: 30, says: words }]);
      await pass(DAY, 6 * HOUR);
      assert.equal(texts(nobody).length, 1);
      for (const person of [here, elsewhere, killed, busy]) assert.deepEqual(texts(person), []);
      assertQuiet(store, ...devices);
    });
  });

  if (EVERY)
    test(
      `a customer is one person on all devices and is texted once of a cart (${kind})`,
      { skip: noChrome() },
      async (t) => {
        const story = await openStory(t, { checkout: kind });
        if (!story) return;
        const { store, browser, texts, comeInTime, pass, during } = story;
        const ada = londoner(1);
        const desk = await browser.profile();
        const phone = await browser.profile({ device: "phone" });
        const cartOf = () => store.sql("SELECT cart, order_id FROM wp_cartsignal_carts ORDER BY at");
        const words = /^Kaffeehaus: Hi Greta, you're almost done\./;

        await t.test("a login makes guest and customer one", async () => {
          await desk.addQuickly("hausmischung");
          await story.leaveAtCheckout(desk, kind, ada);
          await story.work();
          await desk.logIn();
          const after = await during(() => desk.addQuickly("filterpapier"));
          await story.cron();
          const merged = await store.sql("SELECT COUNT(*) AS n FROM wp_cartsignal_aliases");
          assert.equal(Number(merged[0].n), 1);
          await comeInTime([{ who: ada, after, minutes: 30, says: words }]);
        });

        await t.test("the same cart on the customer's other device is not texted of again", async () => {
          await pass(HOUR);
          await phone.logIn();
          const skus = (await phone.cart()).lines.map(({ sku }) => sku);
          assert.deepEqual(skus.sort(), ["filterpapier", "hausmischung"]);
          await phone.openCheckout(kind);
          await phone.open("about:blank");
          await pass(6 * HOUR, HOUR);
          assert.equal(texts(ada).length, 1);
        });

        await t.test("after the order the next cart is a new one", async () => {
          await phone.openCheckout(kind);
          await phone.fill(ada);
          await phone.placeOrder();
          await pass(5 * MINUTE);
          const before = await cartOf();
          // No cart text for a week after a purchase; then as if for the first time.
          await pass(8 * DAY - (store.clock.now() % DAY) + 12 * HOUR, DAY);
          await desk.logIn();
          const after = await during(() => desk.addQuickly("espresso-nord"));
          const says = /^Kaffeehaus: Hi Greta, we saved your basket for whenever it suits you:/;
          await comeInTime([{ who: ada, after, minutes: 120, says }]);
          const known = before.map(({ cart }) => cart);
          const fresh = (await cartOf()).filter(({ cart }) => !known.includes(cart));
          assert.equal(fresh.length, 1);
          assert.equal(fresh[0].order_id, null);
        });

        await t.test("nor was anybody texted of a cart that was told of twice", async () => {
          await desk.open(linksOf(texts(ada)[1], store)[0]);
          assert.deepEqual(
            (await desk.cart()).lines.map(({ sku }) => sku),
            ["espresso-nord"],
          );
          await pass(DAY, 6 * HOUR);
          assert.equal(texts(ada).length, 2);
          assertQuiet(store, desk, phone);
        });
      },
    );
}
