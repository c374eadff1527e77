// Owns the proof of the coupons of texts: issued once, used once, by their phone only, and thrown away in time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, NO_WOOCOMMERCE, openScene, tapper } from "./recovery_scene.mjs";

const BELONGS = /This coupon belongs to the phone that got our text\. Open the link of that text here/;

test("coupons of texts on a real store", async (t) => {
  const scene = await openScene(t);
  const { store, ask, texted, issueCoupon, inbox, php } = scene;
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  const somebody = () => tapper(ask, store.origin);
  const decisionOf = (/** @type {number} */ number) => String(number).padStart(32, "a");
  /** What the coupon was used for. */
  let bought = { order: 0, decision: "" };
  const coupons = () => store.sql("SELECT ID, post_title FROM wp_posts WHERE post_type = 'shop_coupon'");

  await t.test("a coupon is made as the core asks, and asked again it is the same one", async () => {
    const who = await texted({ lines: [{ sku: "hausmischung" }] });
    const now = store.clock.now();
    const first = await issueCoupon(who, { percent: 15, minimum_minor: 2_050 }, decisionOf(1));
    assert.match(first.done.code, /^[2-9A-HJ-NP-Z]{10}$/);
    assert.ok(Math.abs(first.done.expires_at - now - 48 * HOUR) < 60_000);
    const kept = await store.call(
      `$c = new WC_Coupon($args[0]); return [$c->get_discount_type(), $c->get_amount(), $c->get_usage_limit(), $c->get_exclude_sale_items(),
       $c->get_minimum_amount(), $c->get_date_expires()->getTimestamp() * 1000, $c->get_meta('_cartsignal_decision')];`,
      [first.done.code],
    );
    assert.deepEqual(kept, ["percent", "15", 1, true, "20.50", first.done.expires_at, decisionOf(1)]);
    await store.clock.jump("+60000");
    assert.deepEqual(await issueCoupon(who, { percent: 15, minimum_minor: 2_050 }, decisionOf(1)), first);
    assert.equal((await coupons()).length, 1);
    const other = await issueCoupon(who, {}, decisionOf(2));
    assert.notEqual(other.done.code, first.done.code);
  });

  await t.test("a process that ends half way leaves one coupon, which is found again", async () => {
    const who = await texted({ lines: [{ sku: "hausmischung" }] });
    for (const point of ["coupon_noted", "coupon_made"]) {
      const before = (await coupons()).length;
      const decision = decisionOf(point.length * 10);
      await store.call(
        `file_put_contents(WPMU_PLUGIN_DIR . '/ends.php', "<?php add_action('cartsignal_point', static fn (\\$name) => \\$name === '$args[0]' && posix_kill(getmypid(), SIGKILL));");`,
        [point],
      );
      try {
        await assert.rejects(issueCoupon(who, {}, decision));
      } finally {
        await store.call("unlink(WPMU_PLUGIN_DIR . '/ends.php');");
      }
      const outcome = await issueCoupon(who, {}, decision);
      assert.ok(outcome.done);
      assert.equal((await coupons()).length, before + 1, point);
    }
  });

  await t.test(
    "the text's link applies it, for this session only; a stranger with the code is refused honestly",
    async () => {
      const who = await texted({ lines: [{ sku: "hausmischung", quantity: 2 }, { sku: "espresso-nord" }] });
      const { done } = await issueCoupon(who, {}, decisionOf(5));
      const code = done.code.toLowerCase();
      const phone = somebody();
      const page = await phone.open(`/${who.links.cart}`);
      assert.match(page.text, new RegExp(`Your coupon ${done.code} is applied\\.`));
      const restored = await phone.cart();
      assert.deepEqual(restored.coupons, [code]);
      // 10 % of 25.80; the espresso is on sale and stays as it is: 25.80 - 2.58 + 21.90 + 4.90 for the way.
      assert.equal(restored.total, "5002");
      assert.ok(
        (await inbox()).some((row) => row.natural_key.startsWith(`coupon:${who.cart}`)),
        "the core is told",
      );
      await phone.open(`/${who.links.cart}`);
      assert.deepEqual((await phone.cart()).coupons, [code]);

      const stranger = somebody();
      const other = await texted({ lines: [{ sku: "hausmischung" }] });
      await stranger.open(`/${other.links.cart}`);
      assert.match((await stranger.applyCoupon(done.code)) ?? "", BELONGS);
      assert.match((await stranger.applyCoupon(done.code.toLowerCase())) ?? "", BELONGS);
      assert.deepEqual((await stranger.cart()).coupons, []);
      const nobody = somebody();
      await nobody.open(`/?add-to-cart=${await php("return wc_get_product_id_by_sku('hausmischung');")}`);
      assert.match((await nobody.applyCoupon(done.code)) ?? "", BELONGS);

      // The shopper on the device the cart was left on types the code: the number is known to be theirs.
      const laptop = somebody();
      await laptop.open(`/?add-to-cart=${await php("return wc_get_product_id_by_sku('hausmischung');")}`);
      const session = [...laptop.jar].find(([name]) => name.startsWith("wp_woocommerce_session_"))?.[1] ?? "";
      const customer = decodeURIComponent(session).split("||")[0];
      await php(
        "$services->people()->keep('shopper', $services->keys()->shopper($args[0]), null, $services->now(), $args[1]);",
        [customer, who.recipient],
      );
      assert.equal(await laptop.applyCoupon(done.code), undefined);
      assert.deepEqual((await laptop.cart()).coupons, [code]);
    },
  );

  await t.test("it is used once", async () => {
    const who = await texted({ lines: [{ sku: "hausmischung" }] });
    const { done } = await issueCoupon(who, {}, decisionOf(6));
    const phone = somebody();
    await phone.open(`/${who.links.cart}`);
    const address = {
      first_name: "Greta",
      last_name: "Muster",
      address_1: "Lindenweg 7",
      city: "Berlin",
      postcode: "10115",
      country: "DE",
      email: "greta@kunden.example",
      phone: "+491713920002",
    };
    const { nonce } = await phone.cart();
    const placed = await phone.open("/wp-json/wc/store/v1/checkout", {
      body: JSON.stringify({ billing_address: address, shipping_address: address, payment_method: "cod" }),
      headers: { "Content-Type": "application/json", Nonce: nonce, "Sec-Fetch-Mode": "cors" },
    });
    assert.equal(placed.status, 200, placed.text);
    const { order_id: order } = JSON.parse(placed.text);
    assert.deepEqual(
      await php("$o = wc_get_order($args[0]); return [$o->get_coupon_codes(), $o->get_meta('_cartsignal_decision')];", [
        order,
      ]),
      [[done.code.toLowerCase()], who.decision],
    );
    const again = somebody();
    const said = await again.open(`/${who.links.cart}`);
    assert.deepEqual((await again.cart()).coupons, []);
    assert.match(said.text, /usage limit/i);
    bought = { order, decision: who.decision };
  });

  await t.test("and the order is noted as credited, once", async () => {
    const credit = () =>
      php(
        `$entry = new Cartsignal\\Host\\Entry(decision: 'd', act: 'credit_order', shopper: null, recipient: null, class: null, country: null,
          decidedAt: 0, notAfter: null, dueAt: null, does: (object) ['order' => (string) $args[0], 'decision' => $args[1]], state: 'attempting',
          cancelled: false, reference: null, provider: null, providerId: null, attemptedAt: null, parts: null, receipt: null);
        $acts = Cartsignal\\Recovery\\Platform::acts($services);
        return [$acts['credit_order']($entry), wc_get_order($args[0])->get_meta('_cartsignal_credited'),
          count(array_filter(wc_get_order_notes(['order_id' => $args[0]]), static fn ($note) => str_contains($note->content, 'Cartsignal')))];`,
        [bought.order, bought.decision],
      );
    assert.deepEqual(await credit(), [{ done: [] }, bought.decision, 1]);
    assert.deepEqual(await credit(), [{ done: [] }, bought.decision, 1]);
  });

  await t.test("when it has expired the cart comes without it, and says nothing of it", async () => {
    const who = await texted({ lines: [{ sku: "hausmischung" }] });
    const { done } = await issueCoupon(who, { valid_hours: 1 }, decisionOf(7));
    await store.clock.jump(`+${2 * HOUR}`);
    const phone = somebody();
    await phone.open(`/${who.links.cart}`);
    assert.deepEqual((await phone.cart()).coupons, []);
    assert.match((await phone.applyCoupon(done.code)) ?? "", /expired/i);
  });

  await t.test("a store without coupons refuses, so that the journey goes on without one", async () => {
    const who = await texted({ lines: [{ sku: "hausmischung" }] });
    await store.call("update_option('woocommerce_enable_coupons', 'no');");
    try {
      assert.deepEqual(await issueCoupon(who, {}, decisionOf(8)), { refused: { why: "coupon_refused" } });
      assert.deepEqual(await store.sql("SELECT 1 FROM wp_cartsignal_coupons WHERE decision = ?", [decisionOf(8)]), []);
    } finally {
      await store.call("update_option('woocommerce_enable_coupons', 'yes');");
    }
  });

  await t.test("a week after they ended unused coupons are thrown away, used ones and the owner's stay", async () => {
    await store.call("$c = new WC_Coupon(); $c->set_code('danke'); $c->set_date_expires(time() - 3600); $c->save();");
    const clean = () => store.call("do_action('cartsignal_daily');");
    await clean();
    const before = await coupons();
    await store.clock.jump(`+${10 * DAY}`);
    await clean();
    const left = (await coupons()).map(({ post_title: title }) => title);
    assert.equal(left.length, 2, `${before.length} before`);
    assert.ok(left.includes("danke"));
    const states = await store.sql(
      "SELECT state, count(*) AS n FROM wp_cartsignal_coupons GROUP BY state ORDER BY state",
    );
    assert.deepEqual(
      states.map(({ state }) => state),
      ["removed", "used"],
    );
    assert.equal(states[1].n, 1);
    await clean();
    assert.equal((await coupons()).length, 2);
  });
  assert.deepEqual(
    store
      .errors()
      .filter(({ isOurs }) => isOurs)
      .map(({ text }) => text),
    [],
  );
});
