// Owns what capture makes of payments that no status tells of: a gateway that throws, and orders of a subscription.
import assert from "node:assert/strict";
import { after, before, test } from "./with_woocommerce.mjs";
import { openWatched, taken } from "./capture/store.mjs";
import { reachableVisitor } from "./capture/visitor.mjs";

/** @type {Awaited<ReturnType<typeof openWatched>>} */
let store;
before(async () => {
  store = await openWatched();
});
after(async () => {
  const errors = store.errors().filter(({ isOurs }) => isOurs);
  await store.close();
  assert.deepEqual(errors, []);
});

/** What each arrival of an order says, in the core's words. */
async function told(rows) {
  const words = [];
  for (const row of rows.filter(({ kind }) => kind === "order"))
    for (const { input } of await taken(store, row)) words.push(Object.keys(input.what)[0]);
  return words;
}

for (const checkout of /** @type {const} */ (["classic", "block"])) {
  const press = async (visitor) => {
    if (checkout === "classic") return visitor.orderClassic({ payment: "store_test" });
    await visitor.openBlock();
    return visitor.orderBlock({ payment: "store_test" });
  };

  test(`${checkout}: a gateway that throws and leaves the order pending is a payment that failed`, async () => {
    const { visitor, cart } = await reachableVisitor(store);
    await store.payment("declined");
    const refused = await press(visitor);
    assert.ok(refused.result === "failure" || refused.status >= 400, JSON.stringify(refused).slice(0, 200));
    const rows = await store.arrivals();
    const declined = rows.filter(({ payload }) => payload.declined);
    assert.equal(declined.length, 1);
    assert.equal((await store.order(Number(declined[0].payload.order))).status, "pending");
    assert.deepEqual(await told(declined), ["order.failed", "checkout.step_reached"]);
    const [{ input }] = await taken(store, declined[0]);
    assert.equal(input.what["order.failed"].cart, cart);

    await store.payment("paid");
    await press(visitor);
    const after = await store.arrivals();
    assert.deepEqual(
      after.filter(({ payload }) => payload.declined),
      [],
    );
    assert.deepEqual(
      await told(declined),
      ["order.paid"],
      "what was declined and then paid is paid, whenever it is looked at",
    );
  });

  test(`${checkout}: an order that waits for its payment is none that was declined`, async (t) => {
    if (process.env.CARTSIGNAL_EVERY !== "1") return t.skip("CARTSIGNAL_EVERY=1 runs it");
    const { visitor } = await reachableVisitor(store);
    await store.payment("pending");
    await press(visitor);
    const rows = await store.arrivals();
    assert.deepEqual(
      rows.filter(({ payload }) => payload.declined),
      [],
    );
    assert.ok((await told(rows)).every((word) => word === "order.placed"));
  });
}

test("orders of a subscription are no carts: renewed by the clock, switched, taken up again", async () => {
  const { shopper, cart } = await reachableVisitor(store);
  const own = ["_cartsignal_shopper"];
  /** How it was made, its meta, its status, whether the shopper pressed the button, and what is said of it. */
  const orders = [
    ...["_subscription_renewal", "_subscription_switch", "_subscription_resubscribe"].flatMap((meta) => [
      { via: "subscription", meta: [meta, ...own], status: "failed", says: [] },
      { via: "subscription", meta: [meta, ...own], status: "processing", says: [] },
      { via: "checkout", meta: [meta], status: "failed", isPressed: true, says: [] },
      { via: "checkout", meta: [meta], status: "processing", isPressed: true, says: ["order.paid"] },
    ]),
    { via: "subscription", meta: own, status: "failed", says: [] },
    { via: "checkout", meta: [], status: "failed", isPressed: true, says: ["order.failed", "checkout.step_reached"] },
  ];
  const ids = await store.call(
    `return array_map(function ($each) use ($args) {
       $order = wc_create_order(['created_via' => $each['via']]);
       $order->add_product(wc_get_product($args[3]), 1);
       foreach ($each['meta'] as $name) { $order->update_meta_data($name, '17'); }
       if ($each['isPressed'] ?? false) {
         $order->update_meta_data('_cartsignal_shopper', $args[1]);
         $order->update_meta_data('_cartsignal_cart', $args[2]);
       }
       $order->calculate_totals();
       $order->update_status($each['status']);
       return $order->get_id();
     }, $args[0]);`,
    [orders, shopper, cart, store.products.hausmischung],
  );
  const rows = await store.arrivals();
  for (const [place, { says, ...order }] of orders.entries()) {
    const row = rows.find(({ payload }) => payload.order === String(ids[place]));
    assert.ok(row, "every order is told of");
    assert.deepEqual(await told([row]), says, JSON.stringify(order));
  }
});

test("a cart with a renewal in it is not told of", async () => {
  const { visitor } = await reachableVisitor(store);
  await store.call(
    `file_put_contents(WPMU_PLUGIN_DIR . '/renewal.php', "<?php add_filter('woocommerce_add_cart_item_data',
       fn (\\$given) => isset(\\$_SERVER['HTTP_X_RENEWAL']) ? \\$given + ['subscription_renewal' => ['subscription_id' => 17]] : \\$given);");`,
  );
  visitor.headers["x-renewal"] = "1";
  await visitor.addAjax(store.products.roestkurs);
  assert.deepEqual(
    (await store.arrivals()).filter(({ kind }) => kind === "cart"),
    [],
  );
});
