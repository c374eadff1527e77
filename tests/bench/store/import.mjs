// Owns measuring the import of past orders: time and memory for many thousands, of people who are known and of strangers.
//
//     node tests/bench/store/import.mjs [--orders 10000] [--people 2000]
import { parseArgs } from "node:util";
import { SERVICES } from "../../store/plugin_php.mjs";
import { openStore } from "../../store/store.mjs";

const { values } = parseArgs({
  options: { orders: { type: "string", default: "10000" }, people: { type: "string", default: "2000" } },
});
const [orders, people] = [Number(values.orders), Number(values.people)];

/** Orders as WooCommerce keeps them, written in bulk: making them one by one takes longer than what is measured. */
const FILL = `
  global $wpdb;
  [$orders, $people] = $args;
  $p = $wpdb->prefix;
  for ($n = 0; $n < $orders; $n += 500) {
    $rows = ['wc_orders' => [], 'wc_order_addresses' => [], 'wc_order_operational_data' => [], 'woocommerce_order_items' => [], 'woocommerce_order_itemmeta' => []];
    for ($i = $n; $i < min($orders, $n + 500); $i += 1) {
      $id = 100000 + $i;
      $at = gmdate('Y-m-d H:i:s', time() - 86400 * 700 + (int) ($i * 86400 * 690 / $orders));
      $phone = sprintf('0740%07d', 100000 + $i % $people);
      $rows['wc_orders'][] = "($id, '" . ($i % 10 === 0 ? 'wc-failed' : 'wc-completed') . "', 'EUR', 'shop_order', 0, 49.9, 0, 'p$i@example.com', '$at', '$at', 0, 'cod', '', '', '', '')";
      $rows['wc_order_addresses'][] = "($id, 'billing', 'Ada', 'GB', '$phone')";
      $rows['wc_order_operational_data'][] = "($id, 'checkout', '9.4.0', '$at', 0, 4.9, 0, 0)";
      $rows['woocommerce_order_items'][] = "($id, 'Tea', 'line_item', $id)";
      foreach (['_product_id' => 12, '_qty' => 2, '_line_subtotal' => 45, '_line_total' => 45] as $key => $value) {
        $rows['woocommerce_order_itemmeta'][] = "($id, '$key', '$value')";
      }
    }
    $columns = [
      'wc_orders' => 'id, status, currency, type, tax_amount, total_amount, customer_id, billing_email, date_created_gmt, date_updated_gmt, parent_order_id, payment_method, payment_method_title, transaction_id, ip_address, user_agent',
      'wc_order_addresses' => 'order_id, address_type, first_name, country, phone',
      'wc_order_operational_data' => 'order_id, created_via, woocommerce_version, date_paid_gmt, shipping_tax_amount, shipping_total_amount, discount_tax_amount, discount_total_amount',
      'woocommerce_order_items' => 'order_item_id, order_item_name, order_item_type, order_id',
      'woocommerce_order_itemmeta' => 'order_item_id, meta_key, meta_value',
    ];
    foreach ($rows as $table => $values) {
      if ($wpdb->query("INSERT INTO {$p}$table ({$columns[$table]}) VALUES " . implode(',', $values)) === false) {
        throw new RuntimeException($wpdb->last_error);
      }
    }
  }
  return (int) $wpdb->get_var("SELECT COUNT(*) FROM {$p}wc_orders");`;

const KNOW = `${SERVICES}
  foreach (range(0, $args[0] - 1) as $n) {
    $recipient = $services->keys()->recipient(sprintf('+44740%07d', 100000 + $n));
    $services->people()->keepOptOuts($recipient, [['channel' => 'email', 'at' => 1]]);
  }`;

const IMPORT = `${SERVICES}
  $imported = new Cartsignal\\Moving\\PastOrders($services);
  $services->host();
  $before = memory_get_usage();
  $imported->start();
  $begun = hrtime(true);
  $low = null;
  while ($imported->work(60000, function () use (&$low) { $low ??= memory_get_usage(); })) {}
  return $imported->progress() + ['seconds' => (hrtime(true) - $begun) / 1e9, 'grown' => memory_get_usage() - $low,
    'peak' => memory_get_peak_usage(true), 'before' => $before];`;

const REPLAY = `${SERVICES}
  $begun = hrtime(true);
  $answer = (new Cartsignal\\Moving\\Replay($services))->run(time() - 86400 * 730);
  return ['orders' => $answer['orders'], 'people' => $answer['people'], 'seconds' => (hrtime(true) - $begun) / 1e9, 'peak' => memory_get_peak_usage(true)];`;

const store = await openStore({ provider: true, cron: "none", clock: "real" });
try {
  if (!store.woocommerce) throw new Error(`WooCommerce is not here: ${store.missing}`);
  console.log(`${await store.call(FILL, [orders, people], { timeoutMs: 600_000 })} orders are there`);
  report("strangers", await store.call(IMPORT, [], { timeoutMs: 3_600_000 }));
  await store.call(KNOW, [people], { timeoutMs: 600_000 });
  report("known", await store.call(IMPORT, [], { timeoutMs: 3_600_000 }));
  report("once more", await store.call(IMPORT, [], { timeoutMs: 3_600_000 }));
  const { seconds, peak, ...found } = await store.call(REPLAY, [], { timeoutMs: 3_600_000 });
  console.log(
    `replay     ${found.orders} orders in ${seconds.toFixed(1)} s, peak ${mb(peak)} MB; ${found.people} replayed`,
  );
} finally {
  await store.close();
}

function report(name, { of, told, seconds, peak, grown, before }) {
  const rate = (of / seconds).toFixed(0);
  console.log(
    `${name.padEnd(10)} ${of} orders in ${seconds.toFixed(1)} s (${rate} a second), ${told} told; peak ${mb(peak)} MB` +
      ` (${mb(before)} before), ${mb(grown)} MB more at the end than after the first page`,
  );
}

function mb(bytes) {
  return (bytes / 1_048_576).toFixed(1);
}
