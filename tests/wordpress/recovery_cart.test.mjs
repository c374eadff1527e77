// Owns the proof that a text's link brings the whole cart to another device, once, and says what is different.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { noChrome, openBrowser } from "../store/browser.mjs";
import { ANYBODY } from "../store/shopper.mjs";
import { deviceOf, EVERY, NO_WOOCOMMERCE, noticesOf, openScene, useCheckout } from "./recovery_scene.mjs";

const FULL = [
  { sku: "hausmischung", quantity: 2 },
  { sku: "laenderkaffee-small", variation: { attribute_pa_groesse: "250-g", attribute_mahlgrad: "Gemahlen" } },
  { sku: "tasse-mit-gravur", data: { engraving: "Für Zoë" } },
  { sku: "tasse-mit-gravur", data: { engraving: "Für mich" } },
];

/** The cart of FULL as the store tells it. */
const RESTORED = [
  { sku: "hausmischung", quantity: 2, choice: "" },
  { sku: "laenderkaffee-small", quantity: 1, choice: "250 g/Gemahlen" },
  { sku: "tasse-mit-gravur", quantity: 1, choice: "Für Zoë" },
  { sku: "tasse-mit-gravur", quantity: 1, choice: "Für mich" },
];

const pictures = process.env.CARTSIGNAL_PICTURES;
if (pictures) mkdirSync(pictures, { recursive: true });
const picture = (device, name) =>
  pictures && device.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

/** The lines of a device's cart, with what was chosen. */
async function linesOf(device) {
  const { lines } = await device.cart();
  return lines.map(({ sku, quantity, variation, item_data: item }) => {
    const choice = [...Object.values(variation), ...Object.values(item)].join("/");
    return { sku, quantity, choice };
  });
}

test("a text's link restores the cart on another device", { skip: noChrome() }, async (t) => {
  const scene = await openScene(t);
  const { store, texted, inbox, php } = scene;
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  const browser = await openBrowser(store);
  t.after(() => browser.close());
  const kindsOf = async (shopper) =>
    (await inbox())
      .filter((row) => row.shopper === shopper || row.natural_key.includes(shopper))
      .map((row) => row.kind);
  await store.call(
    `$coupon = new WC_Coupon(); $coupon->set_code('danke'); $coupon->set_discount_type('percent'); $coupon->set_amount(5); $coupon->save();`,
  );

  for (const kind of EVERY ? ["block", "classic"] : ["block"]) {
    await t.test(`whole, once, and bought under the text's name: ${kind}`, async () => {
      await useCheckout(store, kind);
      const { links, decision, cart, shopper, recipient } = await texted({ lines: FULL, coupons: ["danke"] });
      const phone = await deviceOf(browser, { device: "phone" });
      await phone.open(`/${links.cart}`);
      const address = new URL(phone.page.url());
      assert.equal(address.pathname + address.search, kind === "block" ? "/cart/" : "/classic-cart/");
      assert.match(await noticesOf(phone), /Here is your cart again\./);
      await picture(phone, `restored-${kind}`);
      assert.deepEqual(await linesOf(phone), RESTORED);
      assert.deepEqual((await phone.cart()).coupons, ["danke"]);

      await phone.open(`/${links.cart}`);
      await phone.open(`/${links.checkout}`);
      assert.match(phone.page.url(), kind === "block" ? /\/checkout\/$/ : /\/classic-checkout\/$/);
      assert.deepEqual(await linesOf(phone), RESTORED, "opened three times, there once");
      assert.equal(
        (await phone.context.cookies()).some(({ name }) => /logged_in/.test(name)),
        false,
      );

      const rows = await inbox();
      const opened = rows.filter((row) => row.recipient === recipient && row.natural_key.startsWith("link:"));
      assert.deepEqual(
        opened.map((row) => row.natural_key),
        [`link:cart:${decision}`, `link:checkout:${decision}`],
      );
      assert.equal(rows.filter((row) => row.kind === "merge" && row.natural_key.includes(shopper)).length, 1);
      assert.ok(
        rows.some((row) => row.kind === "cart" && row.natural_key.includes(cart)),
        "the same cart goes on",
      );

      await phone.checkoutReady(kind);
      assert.match(await noticesOf(phone), /Here is your cart again\./);
      await phone.fill(ANYBODY);
      const order = await phone.placeOrder();
      const meta = await store.call(
        `$order = wc_get_order($args[0]); return [$order->get_meta('_cartsignal_decision'), $order->get_meta('_cartsignal_cart'), count($order->get_items())];`,
        [order],
      );
      assert.deepEqual(meta, [decision, cart, 4]);
      assert.deepEqual(phone.complaints, []);
      await phone.close();
    });

    if (!EVERY) continue;
    await t.test(`what is gone, sold out, dearer or fewer is said: ${kind}`, async () => {
      await useCheckout(store, kind);
      const { links } = await texted({
        lines: [
          { sku: "hausmischung" },
          { sku: "kleine-ernte", quantity: 3 },
          { sku: "filterpapier" },
          { sku: "roestkurs" },
          { sku: "laenderkaffee-large" },
        ],
      });
      const change = (code) =>
        store.call(`$of = static fn ($sku) => wc_get_product(wc_get_product_id_by_sku($sku)); ${code}`);
      await change(`$p = $of('hausmischung'); $p->set_regular_price('14.50'); $p->save();
        $p = $of('kleine-ernte'); $p->set_stock_quantity(1); $p->save();
        $p = $of('filterpapier'); $p->set_status('draft'); $p->save();
        $p = $of('roestkurs'); $p->set_stock_status('outofstock'); $p->save();`);
      try {
        const phone = await deviceOf(browser, { device: "phone" });
        await phone.open(`/${links.cart}`);
        const said = await noticesOf(phone);
        await picture(phone, `changed-${kind}`);
        assert.match(said, /Hausmischung cost 12,90\s€ and costs 14,50\s€ now\./);
        assert.match(said, /Your cart has 1 instead of 3 of Kleine Ernte: there are no more\./);
        assert.match(said, /Filterpapier is no longer sold\./);
        assert.match(said, /Röstkurs is sold out\./);
        assert.doesNotMatch(said, /Länderkaffee/);
        assert.deepEqual(
          (await linesOf(phone)).map(({ sku, quantity }) => [sku, quantity]),
          [
            ["hausmischung", 1],
            ["kleine-ernte", 1],
            ["laenderkaffee-large", 1],
          ],
        );
        await phone.open(`/${links.cart}`);
        assert.doesNotMatch(await noticesOf(phone), /instead of 1/);
        await phone.close();
      } finally {
        await change(`$p = $of('hausmischung'); $p->set_regular_price('12.90'); $p->save();
          $p = $of('kleine-ernte'); $p->set_stock_quantity(3); $p->save();
          $p = $of('filterpapier'); $p->set_status('publish'); $p->save();
          $p = $of('roestkurs'); $p->set_stock_status('instock'); $p->save();`);
      }
    });
  }
  if (!EVERY) return;
  await useCheckout(store, "block");

  await t.test("in the browser it was left in nothing is doubled, and what else is in a cart stays", async () => {
    const laptop = await deviceOf(browser);
    await laptop.addProduct("hausmischung", { quantity: 2 });
    await laptop.addProduct("tasse-mit-gravur", { fields: { engraving: "Für Zoë" } });
    const lines = [
      { sku: "hausmischung", quantity: 2 },
      { sku: "tasse-mit-gravur", data: { engraving: "Für Zoë" } },
    ];
    const same = await texted({ lines });
    await laptop.open(`/${same.links.cart}`);
    assert.deepEqual(
      (await linesOf(laptop)).map(({ sku, quantity }) => [sku, quantity]),
      [
        ["hausmischung", 2],
        ["tasse-mit-gravur", 1],
      ],
    );
    const more = await texted({ lines: [{ sku: "hausmischung", quantity: 3 }, { sku: "filterpapier" }] });
    await laptop.open(`/${more.links.cart}`);
    assert.match(await noticesOf(laptop), /What was in the cart on this device is still in it\./);
    assert.deepEqual(
      (await linesOf(laptop)).map(({ sku, quantity }) => [sku, quantity]),
      [
        ["hausmischung", 3],
        ["tasse-mit-gravur", 1],
        ["filterpapier", 1],
      ],
    );
    await laptop.close();
  });

  await t.test("above the blocks of a theme without a place for notices it is said all the same, once", async () => {
    const { links } = await texted({ lines: [{ sku: "hausmischung" }] });
    await store.call(`file_put_contents(WPMU_PLUGIN_DIR . '/no_place.php', "<?php add_filter('pre_render_block',
      static fn (\\$html, \\$block) => \\$block['blockName'] === 'woocommerce/store-notices' ? '' : \\$html, 10, 2);");`);
    try {
      const phone = await deviceOf(browser);
      for (const kind of ["cart", "checkout"]) {
        await phone.open(`/${links[kind]}`);
        assert.equal((await noticesOf(phone)).match(/Here is your cart again\./g)?.length, 1, kind);
        await phone.page.reload();
        assert.equal(await noticesOf(phone), "");
      }
      await phone.close();
    } finally {
      await store.call("unlink(WPMU_PLUGIN_DIR . '/no_place.php');");
    }
  });

  await t.test("a plugin's check is asked, and what it refuses is said in its words", async () => {
    const { links } = await texted({ lines: [{ sku: "hausmischung" }, { sku: "filterpapier" }] });
    await store.call(`file_put_contents(WPMU_PLUGIN_DIR . '/refuses.php', "<?php add_filter('woocommerce_add_to_cart_validation',
      static function (\\$ok, \\$id) { if (\\$id === wc_get_product_id_by_sku('filterpapier')) { wc_add_notice('Not on a Tuesday.', 'error'); return false; } return \\$ok; }, 10, 2);");`);
    try {
      const phone = await deviceOf(browser);
      await phone.open(`/${links.cart}`);
      assert.match(await noticesOf(phone), /Filterpapier could not be put back into your cart\. Not on a Tuesday\./);
      assert.deepEqual(
        (await linesOf(phone)).map(({ sku }) => sku),
        ["hausmischung"],
      );
      await phone.close();
    } finally {
      await store.call("unlink(WPMU_PLUGIN_DIR . '/refuses.php');");
    }
  });

  await t.test("a cart that was bought is not sold again, one whose payment failed is", async () => {
    const { links, cart } = await texted({ lines: [{ sku: "hausmischung" }] });
    const order = await store.call(
      `$order = wc_create_order(['status' => 'processing']);
       (new Cartsignal\\Host\\Carts(($s = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php'))->database(), $s->vault()))->ordered($args[0], $order->get_id());
       return $order->get_id();`,
      [cart],
    );
    const phone = await deviceOf(browser);
    await phone.open(`/${links.cart}`);
    assert.match(await noticesOf(phone), /You have ordered what was in this cart\./);
    assert.deepEqual(await linesOf(phone), []);
    await store.call("wc_get_order($args[0])->update_status('failed');", [order]);
    await phone.open(`/${links.cart}`);
    assert.deepEqual(
      (await linesOf(phone)).map(({ sku }) => sku),
      ["hausmischung"],
    );
    await phone.close();
  });

  await t.test("a visitor who is somebody else gets the lines and stays themselves", async () => {
    const ada = await store.call("return get_user_by('login', 'ada')->ID;");
    const theirs = await texted({ lines: [{ sku: "filterpapier" }], user: 987_654 });
    const laptop = await deviceOf(browser);
    await laptop.logIn();
    await laptop.open(`/${theirs.links.cart}`);
    assert.deepEqual(
      (await linesOf(laptop)).map(({ sku }) => sku),
      ["filterpapier"],
    );
    assert.deepEqual(
      (await kindsOf(theirs.shopper)).filter((kind) => kind === "merge"),
      [],
    );
    assert.equal(
      (await laptop.page.context().cookies()).some(({ name }) => /logged_in/.test(name)),
      true,
    );

    const own = await texted({ lines: [{ sku: "hausmischung" }], user: ada });
    await laptop.open(`/${own.links.cart}`);
    assert.deepEqual(
      (await linesOf(laptop)).map(({ sku }) => sku),
      ["filterpapier", "hausmischung"],
    );
    await laptop.close();

    const known = await texted({ lines: [{ sku: "roestkurs" }] });
    const tablet = await deviceOf(browser);
    await tablet.open(`/${known.links.cart}`);
    const before = (await inbox()).filter((row) => row.kind === "merge").length;
    // The tablet's shopper is told to be the one of this number, as the runner would tell.
    const cookies = await tablet.context.cookies();
    const session = cookies.find(({ name }) => name.startsWith("wp_woocommerce_session_"))?.value ?? "";
    const customer = decodeURIComponent(session).split("||")[0];
    await php(
      "$services->people()->keep('shopper', $services->keys()->shopper($args[0]), null, $services->now(), $args[1]);",
      [customer, known.recipient],
    );
    const another = await texted({ lines: [{ sku: "hausmischung" }] });
    await tablet.open(`/${another.links.cart}`);
    assert.equal(
      (await inbox()).filter((row) => row.kind === "merge").length,
      before,
      "another number is another person",
    );
    assert.equal((await linesOf(tablet)).length, 2);
    await tablet.close();
  });
  assert.deepEqual(
    store
      .errors()
      .filter(({ isOurs }) => isOurs)
      .map(({ text }) => text),
    [],
  );
});
