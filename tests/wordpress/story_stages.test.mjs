// Owns the proof that a cart left at any stage is texted with its own words at its own minute, and a bought one never.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noChrome } from "../store/browser.mjs";
import { assertQuiet, CHECKOUTS, EVERY, HOUR, linksOf, londoner, MINUTE, openStory } from "./story_scene.mjs";

const WAY_OUT = "\\S+ No more texts: \\S+$";
const says = (/** @type {string} */ words) => new RegExp(`^Kaffeehaus: Hi Greta, ${words} ${WAY_OUT}`);

for (const kind of CHECKOUTS)
  test(`each stage at which a cart is left has its words and its minute (${kind})`, { skip: noChrome() }, async (t) => {
    const story = await openStory(t, { checkout: kind });
    if (!story) return;
    const { store, browser, during, tick, comeInTime, texts } = story;
    const devices = [];
    const awaited = [];

    /** Opens a device whose owner is in checkout, with everything filled in and the box ticked. */
    async function inCheckout(person) {
      const device = await browser.profile();
      devices.push(device);
      await device.addQuickly("hausmischung");
      await device.openCheckout(kind);
      await device.fill(person);
      await tick(device);
      return device;
    }

    const [declined, bought, unpaid, hasty, choosy, regular] = [1, 2, 3, 4, 5, 7].map(londoner);

    await t.test("a card is refused", async () => {
      await store.payment("failed");
      const device = await inCheckout(declined);
      await device.choosePayment("store_test");
      const after = await during(async () => {
        await device.pressOrder();
        await device.refusal();
        await device.open("about:blank");
      });
      const words = says("your payment didn't go through\\. You can try again here:");
      awaited.push({ who: declined, after, minutes: 15, says: words });
    });

    await t.test("a transfer is promised", async () => {
      const device = await inCheckout(bought);
      const order = await device.placeOrder({ payment: "bacs" });
      assert.equal(await store.call("return wc_get_order($args[0])->get_status();", [order]), "on-hold");
    });

    if (EVERY) {
      await t.test("an order is placed and not paid", async () => {
        await store.payment("pending");
        // WooCommerce cancels unpaid orders after an hour, and then the cart is a cart again.
        await store.call("update_option('woocommerce_hold_stock_minutes', '180');");
        const device = await inCheckout(unpaid);
        const after = await during(() => device.placeOrder({ payment: "store_test" }));
        awaited.push({
          who: unpaid,
          after,
          minutes: 60,
          says: says("your order is still waiting for payment\\. Pay here:"),
        });
      });

      await t.test("a cart is filled and left within a minute, by somebody who gave a number before", async () => {
        const device = await inCheckout(hasty);
        await story.takeOut(device);
        const after = await during(() => device.addQuickly("filterpapier"));
        const words = says("we saved your basket for whenever it suits you:");
        awaited.push({ who: hasty, after, minutes: 120, says: words });
      });

      await t.test("a cart is filled, thought over and left, by somebody who gave a number before", async () => {
        const device = await inCheckout(choosy);
        await story.takeOut(device);
        await device.addQuickly("filterpapier", 2);
        await device.addQuickly("hausmischung");
        await store.clock.jump(`+${3 * MINUTE}`);
        const after = await during(() => story.takeOut(device, 1));
        const words = says("you left something behind\\. Your basket is still waiting:");
        awaited.push({ who: choosy, after, minutes: 60, says: words });
      });

      await t.test("a customer leaves a cart at the checkout", async () => {
        const device = await browser.profile();
        devices.push(device);
        await device.logIn();
        await device.addQuickly("hausmischung");
        const after = await story.leaveAtCheckout(device, kind, regular);
        const words = says("you're almost done\\. Finish your order here:");
        awaited.push({ who: regular, after, minutes: 30, says: words });
      });
    }

    await t.test("each is texted in its own minute, and who bought is not", async () => {
      await comeInTime(awaited);
      await story.pass(12 * HOUR, 4 * HOUR);
      for (const { who } of awaited) assert.equal(texts(who).length, 1);
      assert.deepEqual(texts(bought), []);
    });

    if (EVERY) {
      await t.test("the text about an order that waits leads back to what was ordered", async () => {
        const phone = await browser.profile({ device: "phone" });
        devices.push(phone);
        await phone.open(linksOf(texts(unpaid)[0], store)[0]);
        assert.deepEqual(
          (await phone.cart()).lines.map(({ sku, quantity }) => `${quantity} ${sku}`),
          ["1 hausmischung"],
        );
      });

      await t.test("the cart of two days ago is texted of again once something new is put in", async () => {
        const device = await browser.profile({ device: "phone" });
        devices.push(device);
        const { after: left } = awaited.find(({ who }) => who === regular);
        // WooCommerce forgets a session after two days, unless somebody looks in during its last hour.
        await story.pass(left.to + 47.5 * HOUR - store.clock.now());
        await device.logIn();
        assert.equal((await device.cart()).lines.length, 1);
        await story.pass(2 * HOUR);
        assert.equal(texts(regular).length, 1, "looking is not leaving a cart anew");
        const after = await during(() => device.addQuickly("filterpapier"));
        await comeInTime([
          { who: regular, after, minutes: 20, says: says("your basket is still here\\. Straight to checkout:") },
        ]);
      });
    }
    assertQuiet(store, ...devices);
  });
