// Owns what capture tells of orders, on a real store with orders in their own tables and as posts, on both checkouts.
import assert from "node:assert/strict";
import { after, before, describe, test } from "./with_woocommerce.mjs";
import { knownRecipient, openWatched, said, taken } from "./capture/store.mjs";
import { ADDRESS, reachableVisitor, Visitor } from "./capture/visitor.mjs";

for (const orders of /** @type {const} */ (["hpos", "legacy"]))
  describe(`orders kept as ${orders}`, () => {
    /** @type {Awaited<ReturnType<typeof openWatched>>} */
    let store;
    /** @type {Record<string, number>} */
    let product;

    before(async () => {
      store = await openWatched({ orders });
      product = store.products;
    });

    after(async () => {
      const errors = store.errors().filter(({ isOurs }) => isOurs);
      await store.close();
      assert.deepEqual(errors, []);
    });

    const reachable = () => reachableVisitor(store);

    /** The arrivals of orders: status each. */
    const statuses = (rows) => rows.filter(({ kind }) => kind === "order").map(({ payload }) => payload.status);
    /** What the last arrival of an order says: name of the input and its fact. */
    async function told(rows) {
      const saying = await taken(store, rows.filter(({ kind }) => kind === "order").at(-1));
      return saying.map(({ input, ...whose }) => {
        const [[name, fact]] = Object.entries(input.what);
        return { name, fact, ...whose };
      });
    }

    for (const checkout of /** @type {const} */ (["classic", "block"])) {
      const order = async (visitor, options) => {
        if (checkout === "classic") return (await visitor.orderClassic(options)).order;
        await visitor.openBlock();
        return (await visitor.orderBlock(options)).order_id;
      };

      test(`${checkout}: an order is told at once, and as paid at the end; its cart id is never used again`, async () => {
        const { visitor, cart, shopper } = await reachable();
        const id = await order(visitor);
        const rows = await store.arrivals();
        assert.deepEqual(statuses(rows), ["pending", "processing"]);
        assert.deepEqual(await store.order(id), { status: "processing", cart, shopper });
        for (const row of rows.filter(({ kind }) => kind === "order")) {
          assert.equal(row.shopper, shopper);
          const { at, status, ...rest } = row.payload;
          assert.deepEqual(rest, { order: String(id), cart, shopper });
          assert.ok(Math.abs(at - store.clock.now()) < 120_000 && status);
        }
        const [first] = await told(rows);
        assert.equal(first.name, "order.paid");
        assert.equal(first.shopper, shopper);
        assert.deepEqual(
          [first.fact.cart, first.fact.currency, first.fact.total_minor],
          [cart, "EUR", 1290 + 350 + 490],
        );
        assert.equal(first.fact.lines.length, 2);
        // WooCommerce emptied the cart because it was ordered: that is no act of the shopper's.
        assert.deepEqual(
          rows.filter(({ kind }) => kind === "cart"),
          [],
        );
        await visitor.addAjax(product.roestkurs);
        const [next] = await store.arrivals();
        assert.notEqual(said(next).cart, cart);
        assert.equal(said(next).lines.length, 1);
      });

      test(`${checkout}: going on to pay is a step of the checkout`, async () => {
        const { visitor, cart } = await reachable();
        await order(visitor);
        const rows = await store.arrivals();
        const steps = rows.map(({ payload }) => payload.input?.what["checkout.step_reached"]).filter(Boolean);
        assert.deepEqual(steps.at(-1), { cart, step: "payment" });
      });

      test(`${checkout}: a tick that comes with the order still ties the order to its cart`, async () => {
        const visitor = new Visitor(store);
        await visitor.addAjax(product.hausmischung);
        visitor.headers["x-tick"] = "1";
        const id = await order(visitor);
        const rows = await store.arrivals();
        const { cart, shopper } = await store.order(id);
        assert.match(cart, /^c[0-9a-f]{24}$/);
        assert.deepEqual(
          rows.filter(({ kind }) => kind === "order").map((row) => [row.shopper, row.payload.cart]),
          [
            [shopper, cart],
            [shopper, cart],
          ],
        );
      });

      test(`${checkout}: a stranger's order is told without a word of the stranger`, async () => {
        const visitor = new Visitor(store);
        await visitor.addAjax(product.hausmischung);
        const id = await order(visitor);
        const rows = await store.arrivals();
        assert.deepEqual(statuses(rows), ["pending", "processing"]);
        assert.deepEqual(
          rows.map((row) => row.shopper),
          [null, null],
        );
        assert.deepEqual(Object.keys(rows[0].payload).sort(), ["at", "order", "status"]);
        assert.deepEqual(await store.order(id), { status: "processing", cart: "", shopper: "" });
        assert.deepEqual(await told(rows), [], "nobody here has that number");
      });

      test(`${checkout}: a stranger's order on a number that is known here ends its texts`, async () => {
        const phone = checkout === "classic" ? "0171 3920017" : "0171 3920018";
        const recipient = await knownRecipient(store, phone.replace("0", "+49").replace(" ", ""));
        const visitor = new Visitor(store);
        await visitor.addAjax(product.hausmischung);
        const id = await order(visitor, { address: { ...ADDRESS, phone } });
        const saying = await told(await store.arrivals());
        assert.deepEqual(
          saying.map(({ name, fact, ...whose }) => [name, fact.order, whose]),
          [["order.paid", String(id), { shopper: null, recipient }]],
        );
      });

      test(`${checkout}: a declined payment keeps the cart and its id; paid in the end, it is one order`, async () => {
        const { visitor, cart, shopper } = await reachable();
        await store.payment("failed");
        const refused = checkout === "classic" ? await visitor.orderClassic({ payment: "store_test" }) : null;
        if (refused) assert.equal(refused.result, "failure");
        else {
          await visitor.openBlock();
          assert.ok((await visitor.orderBlock({ payment: "store_test" })).status >= 400);
        }
        const rows = await store.arrivals();
        assert.deepEqual(statuses(rows), ["pending", "failed"]);
        const saying = await told(rows);
        assert.deepEqual(
          saying.map(({ name, fact }) => [name, fact.cart, fact.step]),
          [
            ["order.failed", cart, undefined],
            ["checkout.step_reached", cart, "payment_failed"],
          ],
        );
        await visitor.addAjax(product.filterpapier);
        const [more] = await store.arrivals();
        assert.equal(said(more).cart, cart, "the cart is the same as before");

        await store.payment("paid");
        const id = await order(visitor, { payment: "store_test" });
        const after = await store.arrivals();
        assert.deepEqual(statuses(after), ["pending", "processing"]);
        assert.deepEqual(await store.order(id), { status: "processing", cart, shopper });
        await visitor.addAjax(product.roestkurs);
        assert.notEqual(said((await store.arrivals())[0]).cart, cart);
      });

      test(`${checkout}: left at the payment page the order is pending, and bought once it is paid elsewhere`, async () => {
        const { visitor, cart } = await reachable();
        await store.payment("pending");
        const id = await order(visitor, { payment: "store_test" });
        const rows = await store.arrivals();
        const [pending] = await told(rows);
        assert.deepEqual([pending.name, pending.fact.payment, pending.fact.cart], ["order.placed", "pending", cart]);
        assert.deepEqual(
          rows.filter(({ kind }) => kind === "cart"),
          [],
          "emptied by the gateway, not by the shopper",
        );
        // The provider's call, minutes later and in no session.
        await store.clock.jump("+90000");
        await store.call("wc_get_order($args[0])->payment_complete('later');", [id]);
        const paid = await store.arrivals();
        assert.deepEqual(statuses(paid), ["processing"]);
        const [bought] = await told(paid);
        assert.equal(bought.name, "order.paid");
        assert.equal(bought.fact.cart, cart);
        assert.ok(bought.fact.version > pending.fact.version);
        assert.ok(bought.fact.placed_at >= pending.fact.placed_at, "the first word on it counts");
      });
    }

    test("opening the block checkout makes a draft, of which nothing is told", async () => {
      const { visitor, cart } = await reachable();
      await visitor.openBlock();
      const opened = await store.arrivals();
      assert.deepEqual(
        opened.map(({ payload }) => payload.input.what),
        [{ "checkout.started": { cart } }],
      );
      assert.equal((await store.call("return count(wc_get_orders(['status' => 'checkout-draft']));")) > 0, true);
      await visitor.typeBlock({ ...ADDRESS, address_1: "", city: "", postcode: "" });
      await visitor.typeBlock(ADDRESS);
      const rows = await store.arrivals();
      const steps = rows.map(({ payload }) => payload.input.what["checkout.step_reached"]);
      assert.deepEqual(steps, [
        { cart, step: "contact" },
        { cart, step: "shipping" },
      ]);
    });

    test("an order of the block checkout is placed when its button is pressed, not when the page was opened", async () => {
      const { visitor } = await reachable();
      await visitor.openBlock();
      await store.clock.jump("+3600000");
      await store.arrivals();
      await visitor.ask("/wp-json/wc/store/v1/cart");
      const pressed = store.clock.now();
      await visitor.orderBlock();
      const [{ fact }] = await told(await store.arrivals());
      assert.ok(fact.placed_at >= pressed - 1_000, `${pressed - fact.placed_at} ms before it was pressed`);
    });

    test("the owner's statuses: bank transfer counts as bought, another plugin's too, a draft is none", async () => {
      const id = await store.call(`
        $order = wc_create_order(['status' => 'pending']);
        $order->update_meta_data('_cartsignal_shopper', 'w' . str_repeat('0', 48));
        $order->save();
        return $order->get_id();`);
      await store.arrivals();
      const names = [];
      for (const status of ["on-hold", "failed", "pending", "cancelled", "processing", "completed", "being-roasted"]) {
        await store.clock.jump("+2000");
        const code = `
          add_filter('wc_order_statuses', static fn ($all) => $all + ['wc-being-roasted' => 'Being roasted']);
          register_post_status('wc-being-roasted');
          wc_get_order($args[0])->update_status($args[1]);`;
        await store.call(code, [id, status]);
        const rows = await store.arrivals();
        const [{ name, fact }] = await told(rows);
        names.push([status, name, ...(fact.payment ? [fact.payment] : [])].join(" "));
      }
      assert.deepEqual(names, [
        "on-hold order.placed on_hold",
        "failed order.failed",
        "pending order.placed pending",
        "cancelled order.cancelled",
        "processing order.paid",
        "completed order.paid",
        "being-roasted order.placed on_hold",
      ]);
    });

    test("refunds are summed; part of it leaves it bought, all of it is refunded; taking one back is told", async () => {
      const { visitor } = await reachable();
      const { order: id } = await visitor.orderClassic();
      await store.arrivals();
      const refund = async (amount) => {
        await store.clock.jump("+2000");
        const code = "return wc_create_refund(['order_id' => $args[0], 'amount' => $args[1]])->get_id();";
        const refunded = await store.call(code, [id, amount]);
        const rows = await store.arrivals();
        const [{ name, fact }] = await told(rows);
        return { refunded, said: [name, fact.refunded_minor, fact.total_minor] };
      };
      assert.deepEqual((await refund("3.50")).said, ["order.refunded", 350, 2130]);
      const second = await refund("1.00");
      assert.deepEqual(second.said, ["order.refunded", 450, 2130]);
      await store.clock.jump("+2000");
      await store.call(
        "$refund = wc_get_order($args[1]); $refund->delete(true); do_action('woocommerce_refund_deleted', $args[1], $args[0]);",
        [id, second.refunded],
      );
      const [{ fact }] = await told(await store.arrivals());
      assert.equal(fact.refunded_minor, 350);
      assert.deepEqual((await refund("17.80")).said, ["order.refunded", 2130, 2130]);
      assert.equal((await store.order(id)).status, "refunded");
    });

    test("an order in the trash or deleted for good counts as cancelled", async () => {
      const { visitor, shopper, cart } = await reachable();
      const { order: id } = await visitor.orderClassic();
      await store.arrivals();
      await store.clock.jump("+2000");
      await store.call(orders === "hpos" ? "wc_get_order($args[0])->delete(false);" : "wp_trash_post($args[0]);", [id]);
      const [trashed] = await told(await store.arrivals());
      assert.deepEqual([trashed.name, trashed.fact.cart], ["order.cancelled", cart]);
      await store.clock.jump("+2000");
      await store.call("wc_get_order($args[0])->delete(true);", [id]);
      const rows = await store.arrivals();
      assert.deepEqual(statuses(rows), ["deleted"]);
      const [gone] = await told(rows);
      assert.deepEqual([gone.name, gone.shopper, gone.fact.order], ["order.cancelled", shopper, String(id)]);
      assert.ok(gone.fact.version > trashed.fact.version);
    });

    test("an order made in the admin for somebody with a known number is theirs", async () => {
      const recipient = await knownRecipient(store, "+491713920019");
      const id = await store.call(
        `$order = wc_create_order();
         $order->add_product(wc_get_product($args[0]), 2);
         $order->set_billing_phone('+49 171 3920019');
         $order->set_billing_country('DE');
         $order->calculate_totals();
         $order->set_status('completed');
         $order->save();
         return $order->get_id();`,
        [product.hausmischung],
        { admin: true },
      );
      const rows = await store.arrivals();
      const [{ name, fact, ...whose }] = await told(rows);
      assert.deepEqual(
        [name, fact.order, fact.total_minor, whose],
        ["order.paid", String(id), 2580, { shopper: null, recipient }],
      );
      assert.deepEqual(
        fact.lines.map(({ product: of, quantity, unit_price_minor }) => [of, quantity, unit_price_minor]),
        [[String(product.hausmischung), 2, 1290]],
      );
    });

    test("a renewal that a subscription makes by itself is nobody's cart", async () => {
      await knownRecipient(store, "+491713920020");
      await store.call(
        `$order = wc_create_order();
         $order->set_billing_phone('+491713920020');
         $order->update_meta_data('_subscription_renewal', '77');
         $order->set_status('processing');
         $order->save();`,
      );
      assert.deepEqual(await told(await store.arrivals()), []);
    });

    test("amounts of currencies without decimals, and with three", async () => {
      await knownRecipient(store, "+491713920021");
      for (const [currency, total, minor] of [
        ["JPY", "1200", 1200],
        ["KWD", "1.234", 1234],
        ["EUR", "0.29", 29],
      ]) {
        await store.call(
          `update_option('woocommerce_price_num_decimals', $args[2]);
           $order = wc_create_order();
           $order->set_billing_phone('+491713920021');
           $order->set_currency($args[0]);
           $order->set_total($args[1]);
           $order->set_status('processing');
           $order->save();`,
          [currency, total, total.split(".")[1]?.length ?? 0],
        );
        const [{ fact }] = await told(await store.arrivals());
        await store.call("update_option('woocommerce_price_num_decimals', 2);");
        assert.deepEqual([fact.currency, fact.total_minor], [currency, minor]);
      }
    });

    test("hooks that fire twice tell once", async () => {
      const { visitor } = await reachable();
      const { order: id } = await visitor.orderClassic();
      await store.arrivals();
      const again = `
        $order = wc_get_order($args[0]);
        do_action('woocommerce_order_status_changed', $args[0], 'pending', 'processing', $order);
        do_action('woocommerce_order_status_changed', $args[0], 'pending', 'processing', $order);
        do_action('woocommerce_new_order', $args[0], $order);`;
      await store.call(again, [id]);
      await store.call(again, [id]);
      assert.ok((await store.arrivals()).length <= 1, "at most what was saved after the hook");
    });

    test("an order whose hooks were lost is found at the next look, and only once", async () => {
      const look = `
        $services = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');
        return (new Cartsignal\\Capture\\Reconcile($services))->look($services->now());`;
      await store.call(look);
      await store.clock.jump("+600000");
      await store.call(look);
      await store.arrivals();
      const id = await store.call(`
        remove_all_actions('woocommerce_new_order');
        remove_all_actions('woocommerce_order_status_changed');
        $order = wc_create_order(['status' => 'processing']);
        return $order->get_id();`);
      assert.deepEqual(await store.arrivals(), [], "its hooks were lost");
      await store.clock.jump("+30000");
      assert.equal(await store.call(look), 1);
      assert.equal(await store.call(look), 0);
      const [row] = await store.arrivals();
      assert.deepEqual([row.payload.order, row.payload.status], [String(id), "processing"]);
      // What was seen by its hook, too, is not told again.
      const { visitor } = await reachable();
      await visitor.orderClassic();
      const rows = await store.arrivals();
      assert.ok(rows.length > 0);
      assert.ok((await store.call(look)) <= 1);
    });

    test("the runner takes in everything that was written", async () => {
      const { visitor } = await reachable();
      await visitor.orderClassic();
      const left = await store.call(`
        $services = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');
        $services->host()->drain();
        return $services->database()->all("SELECT kind, state, error FROM {inbox} WHERE state <> 'done'");`);
      assert.deepEqual(left, []);
    });
  });
