// Owns what the tests of moving in and out share: a store, its owner's program, files sent as a page sends them, past orders.
import assert from "node:assert/strict";
import { SERVICES } from "../../store/plugin_php.mjs";
import { openStore } from "../../store/store.mjs";
import { RestClient } from "../rest_client.mjs";

/** Numbers that books show; those of Great Britain are Ofcom's for drama. */
export const NUMBERS = { DE: "+491713920020", FR: "+33612345678", GB: "+447400123456", US: "+12125550120" };

export async function openScene(options = {}) {
  const store = await openStore({ provider: true, cron: "none", clock: "2026-12-01T10:00Z", ...options });
  if (!store.woocommerce) return store;
  const rest = await RestClient.open(store);
  const php = (code, args = []) => store.call(`${SERVICES}\n${code}`, args);
  const recipient = (e164) => php("return $services->keys()->recipient($args[0]);", [e164]);

  /** Sends a file and returns the import, read. */
  async function send(kind, bytes, name = "people.csv", piece = 100_000) {
    const file = Buffer.from(bytes);
    const begun = await rest.ok("POST", "/imports", { kind, name, bytes: file.length });
    for (let place = 0; place * piece < file.length; place += 1) {
      const part = file.subarray(place * piece, (place + 1) * piece).toString("base64");
      await rest.ok("POST", `/imports/${begun.id}/pieces`, { place, piece: part });
    }
    return rest.ok("POST", `/imports/${begun.id}/read`, {});
  }

  /** Does a step again and again until the import is elsewhere. */
  async function until(id, step, body, over) {
    for (let time = 0; time < 50; time += 1) {
      const now = await rest.ok("POST", `/imports/${id}/${step}`, time === 0 ? body : {});
      if (over.includes(now.state)) return now;
    }
    return assert.fail(`${step} never ends`);
  }
  const check = (id, body) => until(id, "check", body, ["checked", "failed"]);
  const apply = (id) => until(id, "apply", {}, ["applied", "kept", "failed"]);
  const undo = (id) => until(id, "undo", {}, ["undone", "failed"]);
  const drain = () => php("return $services->host()->drain();");
  const optOuts = (e164) => php("return $services->people()->optOuts($services->keys()->recipient($args[0]));", [e164]);
  const contact = (e164) =>
    php("return (object) $services->people()->contact('recipient', $services->keys()->recipient($args[0]));", [e164]);
  const proofs = (e164) =>
    php(
      "return (new Cartsignal\\Host\\Consents($services->database()))->of('recipient', $services->keys()->recipient($args[0]));",
      [e164],
    );

  /** Makes orders that were placed long ago; `of` gives each its phone, country, status and age in days. */
  const placeOrders = async (orders) => {
    const made = await php(
      `$made = [];
      foreach ($args[0] as $wanted) {
        $wanted += ['status' => 'completed', 'days' => 100, 'country' => 'GB', 'phone' => '', 'customer' => 0, 'total' => 19.5];
        $order = new WC_Order();
        $order->set_billing_phone($wanted['phone']);
        $order->set_billing_country($wanted['country']);
        $order->set_customer_id($wanted['customer']);
        $order->set_status($wanted['status']);
        $order->set_date_created((int) (time() - $wanted['days'] * 86400));
        if (in_array($wanted['status'], ['processing', 'completed'], true)) { $order->set_date_paid((int) (time() - $wanted['days'] * 86400) + 30); }
        $item = new WC_Order_Item_Product();
        $item->set_props(['name' => 'Tea', 'quantity' => 1, 'subtotal' => $wanted['total'], 'total' => $wanted['total']]);
        $order->add_item($item);
        $order->set_total($wanted['total']);
        remove_all_actions('woocommerce_order_status_changed');
        $order->save();
        // Saving makes it new; long ago it was not.
        global $wpdb;
        $then = gmdate('Y-m-d H:i:s', (int) (time() - $wanted['days'] * 86400));
        $wpdb->update($wpdb->prefix . 'wc_orders', ['date_updated_gmt' => $then, 'date_created_gmt' => $then], ['id' => $order->get_id()]);
        $wpdb->update($wpdb->posts, ['post_modified_gmt' => $then, 'post_date_gmt' => $then], ['ID' => $order->get_id()]);
        $made[] = $order->get_id();
      }
      return $made;`,
      [orders],
    );
    // What the hooks told of them at the end of that is not what is tested.
    await php("$services->database()->run(\"DELETE FROM {inbox} WHERE kind = 'order'\");");
    return made;
  };
  /** Lets minutes pass until past orders are taken in; returns how far they are. */
  const finish = async () => {
    for (let minute = 0; minute < 10; minute += 1) {
      await store.pass(60_000);
      const progress = await rest.get("/past-orders");
      if (progress.state !== "running") return progress;
    }
    return assert.fail("past orders are never done");
  };
  return {
    ...store,
    store,
    rest,
    php,
    recipient,
    send,
    check,
    apply,
    undo,
    drain,
    optOuts,
    contact,
    proofs,
    placeOrders,
    finish,
  };
}
