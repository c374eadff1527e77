// Owns the proof of the store itself: orders go through with the plugin active, and without WooCommerce nothing breaks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noChrome, openBrowser } from "../store/browser.mjs";
import { ANYBODY } from "../store/shopper.mjs";
import { openStore } from "../store/store.mjs";

const addMug = {
  block: (shopper) => shopper.addProduct("tasse-mit-gravur", { quantity: 2, fields: { engraving: "Für Ada" } }),
  classic: (shopper) => shopper.addQuickly("tasse-mit-gravur", 2, { engraving: "Für Ada" }),
};
const kindsOfOrders = process.env.CARTSIGNAL_EVERY ? ["hpos", "legacy"] : ["hpos"];

for (const orders of kindsOfOrders) {
  test(
    `an order goes through on each checkout with ${orders} orders, and nothing complains`,
    { skip: noChrome() },
    async (t) => {
      const store = await openStore({ plugin: "tree", orders, cron: "page" });
      t.after(() => store.close());
      if (!store.woocommerce) return t.skip(`WooCommerce is not here: ${store.missing}`);
      const browser = await openBrowser(store);
      for (const kind of ["block", "classic"]) {
        const shopper = await browser.profile({ device: kind === "block" ? "phone" : "desktop" });
        await shopper.addProduct("laenderkaffee", { attributes: { pa_groesse: "250-g", mahlgrad: "Gemahlen" } });
        await addMug[kind](shopper);
        await shopper.addFromShop("espresso-nord");
        assert.deepEqual((await shopper.cart()).lines, [
          {
            name: "Länderkaffee",
            sku: "laenderkaffee-small",
            quantity: 1,
            variation: { Größe: "250 g", Mahlgrad: "Gemahlen" },
            item_data: {},
          },
          {
            name: "Tasse mit Gravur",
            sku: "tasse-mit-gravur",
            quantity: 2,
            variation: {},
            item_data: { Gravur: "Für Ada" },
          },
          { name: "Espresso Nord", sku: "espresso-nord", quantity: 1, variation: {}, item_data: {} },
        ]);
        await shopper.openCheckout(kind);
        await shopper.fill(ANYBODY);

        await store.payment("declined");
        await shopper.choosePayment("store_test");
        await shopper.pressOrder();
        assert.match(await shopper.refusal(), /The test card was declined/);
        const order = await shopper.placeOrder({ payment: "cod" });

        const placed = await store.call(
          "$order = wc_get_order($args[0]); return [$order->get_status(), $order->get_total(), $order->get_billing_email()];",
          [order],
        );
        // 8.90 + 2 × 16.00 + 21.90 on sale + 4.90 for shipping.
        assert.deepEqual(placed, ["processing", "67.70", ANYBODY.email]);
        assert.deepEqual(shopper.complaints, []);
        await shopper.close();
      }
      const rows = await store.sql("SELECT COUNT(*) AS orders FROM wp_posts WHERE post_type = 'shop_order'");
      assert.equal(rows[0].orders > 0, orders === "legacy");
      assert.equal(
        store.mails().some(({ to }) => to.includes(ANYBODY.email)),
        true,
      );
      assert.deepEqual(store.errors(), []);
    },
  );
}

test("without WooCommerce the plugin says so to who can help it, and every page is there", async (t) => {
  const store = await openStore({ plugin: "tree", woocommerce: false });
  t.after(() => store.close());
  assert.equal(store.missing, "not asked for");
  assert.deepEqual(await store.call("return get_option('active_plugins');"), ["cartsignal/cartsignal.php"]);
  for (const path of ["/", "/wp-login.php", "/wp-json/", "/?p=1", "/nothing-here/"]) {
    const answer = await fetch(store.origin + path);
    assert.equal(answer.status, path === "/nothing-here/" ? 404 : 200, path);
    assert.doesNotMatch(await answer.text(), /critical error|Fatal error/, path);
  }
  const notices = await store.call("ob_start(); do_action('admin_notices'); return ob_get_clean();", [], {
    admin: true,
  });
  assert.match(notices, /Cartsignal needs WooCommerce/);
  assert.doesNotMatch(await store.call("ob_start(); do_action('admin_notices'); return ob_get_clean();"), /Cartsignal/);
  await store.runCron();
  assert.deepEqual(store.errors(), []);
});
