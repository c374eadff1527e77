// Owns the proof of a repeat abandoner's coupon: in the text, on the restored cart, used once; and of a shop without any.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noChrome } from "../store/browser.mjs";
import { assertQuiet, CHECKOUTS, DAY, EVERY, HOUR, linksOf, londoner, MINUTE, openStory } from "./story_scene.mjs";

const CODE =
  /^Kaffeehaus: Hi Greta, 10% off your basket with ([2-9A-HJ-NP-Z]{10}), valid 48 hours: \S+ No more texts: \S+$/;
const PLAIN = /^Kaffeehaus: Hi Greta, still thinking it over\? Your basket is saved here: \S+ No more texts: \S+$/;

for (const kind of CHECKOUTS)
  test(
    `the third cart left in a month earns a coupon, where there are coupons (${kind})`,
    { skip: noChrome() || (!EVERY && "a long story: CARTSIGNAL_EVERY=1 tells it") },
    async (t) => {
      const story = await openStory(t, { checkout: kind, settings: { coupon: { percent: 10, minimum_minor: 0 } } });
      if (!story) return;
      const { store, browser, texts, comeInTime, during, pass } = story;
      const password = "a word of her own 7";
      const customer = { user_login: "bea", user_pass: password, user_email: "bea@kunden.example", role: "customer" };
      await store.call("return wp_insert_user($args[0]);", [customer]);
      const ada = { who: londoner(1), account: store.ada, device: await browser.profile() };
      const bea = { who: londoner(2), account: { user: "bea", password }, device: await browser.profile() };

      /** Leaves a new cart, by somebody who is known. */
      async function leaveAgain({ device, account }) {
        await device.logIn(account);
        await story.takeOut(device);
        return during(() => device.addQuickly("hausmischung", 2));
      }

      for (const { who, account, device } of [ada, bea]) {
        await device.logIn(account);
        await device.addQuickly("filterpapier");
        await story.leaveAtCheckout(device, kind, who);
      }
      await pass(3 * HOUR, HOUR);
      for (const { who } of [ada, bea]) assert.equal(texts(who).length, 1);
      // Two texts a week at most: the third cart is left in the next week.
      await pass(4 * DAY - 3 * HOUR);
      for (const person of [ada, bea]) await leaveAgain(person);
      await pass(3 * HOUR, HOUR);
      for (const { who } of [ada, bea]) assert.equal(texts(who).length, 2, JSON.stringify(await story.reasons()));
      await pass(4 * DAY);

      await t.test("the text has a code, and its link applies it", async () => {
        const after = await leaveAgain(ada);
        await comeInTime([{ who: ada.who, after, minutes: 60, says: CODE }]);
        const text = texts(ada.who).at(-1);
        const [, code] = CODE.exec(text.body);
        const phone = await browser.profile({ device: "phone" });
        await phone.open(linksOf(text, store)[0]);
        assert.deepEqual((await phone.cart()).coupons, [code.toLowerCase()]);
        await story.picture(phone, `${kind}-restored-with-coupon`);
        await phone.openCheckout(kind);
        await phone.fill(ada.who);
        const order = await phone.placeOrder();
        const used = "$o = wc_get_order($args[0]); return [$o->get_coupon_codes(), (float) $o->get_total_discount()];";
        assert.deepEqual(await store.call(used, [order]), [[code.toLowerCase()], 2.58]);

        await phone.addQuickly("hausmischung");
        await phone.openCheckout(kind);
        await phone.applyCoupon(code);
        assert.deepEqual((await phone.cart()).coupons, [], "the code was good twice");
        assertQuiet(store, phone);
      });

      await t.test("where coupons are off the text has none", async () => {
        await store.call("update_option('woocommerce_enable_coupons', 'no');");
        const after = await leaveAgain(bea);
        await comeInTime([{ who: bea.who, after, minutes: 60, says: PLAIN }]);
        await pass(5 * MINUTE);
        const made = await store.sql("SELECT COUNT(*) AS n FROM wp_posts WHERE post_type = 'shop_coupon'");
        assert.ok(Number(made[0].n) <= 1);
      });
      assertQuiet(store, ada.device, bea.device);
    },
  );
