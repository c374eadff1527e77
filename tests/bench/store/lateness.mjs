// Owns `node tests/bench/store/lateness.mjs`: how late texts are begun on a real store, by what keeps its cron going.
import { parseArgs } from "node:util";
import { openStore } from "../../store/store.mjs";

const { values } = parseArgs({
  options: {
    texts: { type: "string", default: "60" },
    seconds: { type: "string", default: "240" },
    mode: { type: "string", multiple: true, default: ["system", "traffic", "none"] },
  },
});
const texts = Number(values.texts);
const seconds = Number(values.seconds);

/** After the last text is due: the next minute has come, and what is late is still seen. */
const AFTERWARDS_SECONDS = 75;
/** Between two page views of a store with steady traffic. Chosen: as in the measurements that the target comes from. */
const VISIT_SECONDS = 20;

/** Shoppers who left their carts so long ago that their texts are due from now on, evenly spread. */
const LEAVE = `
  $services = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');
  ['texts' => $texts, 'seconds' => $seconds] = $args[0];
  $settings = $services->settings();
  $sender = ['id' => 'Kaffeehaus', 'way_out' => 'opt_out_link'];
  $price = ['micros' => 40000, 'source' => 'benchmark', 'date' => '2026-11-20'];
  $settings->change(['provider' => ['name' => 'log', 'settings' => []], 'holdout_percent' => 0,
    'budget' => ['month_micros' => 900000000, 'day_micros' => 900000000],
    'shop' => ['link_origin' => 'https://kaffee.example'],
    'markets' => ['GB' => ['live' => true, 'sender' => $sender, 'price' => $price]]]);
  $host = (new Cartsignal\\Services($services->file))->host();
  $host->configure(Cartsignal\\Settings\\Configuration::of($settings));
  $now = $services->now();
  for ($nth = 0; $nth < $texts; $nth += 1) {
    // 30 minutes after the last activity of somebody who began the checkout.
    $at = $now - 1_800_000 + 20_000 + intdiv($seconds * 1000 * $nth, $texts);
    $e164 = sprintf('+4474%02d123%03d', $nth % 50, 100 + $nth);
    $phone = (new Cartsignal\\Core\\Sending($services->core()))->parsePhone($e164)->phone;
    $recipient = $services->keys()->recipient($e164);
    $shopper = $services->keys()->shopper("bench-$nth");
    $services->people()->learn('recipient', $recipient, ['e164' => $e164, 'number' => $phone->number, 'country' => 'GB',
      'locale' => 'en-GB', 'range' => hash('md5', $e164), 'session' => hash('md5', "s$nth"), 'network' => hash('md5', "n$nth")]);
    $line = ['product' => '10', 'quantity' => 1, 'unit_price_minor' => 1290];
    $change = ['purpose' => 'cart', 'channel' => 'sms', 'basis' => 'express', 'evidence' => "e$nth"];
    $cart = ['cart' => "cart$nth", 'change' => 'added', 'currency' => 'EUR', 'version' => 1, 'lines' => [$line]];
    $all = ['contact.provided' => ['recipient' => $recipient], 'consent.granted' => $change, 'cart.updated' => $cart,
      'checkout.started' => ['cart' => "cart$nth"]];
    $step = 0;
    foreach ($all as $what => $told) {
      $trust = $what === 'contact.provided' || $what === 'consent.granted' ? 'signed' : 'server';
      $input = ['id' => "bench-$nth-" . ($step += 1), 'occurred_at' => $at, 'trust' => $trust, 'what' => [$what => $told]];
      $services->inbox()->say($input, $now, $shopper, $recipient);
    }
  }
  // Not alone: a visit may have set WordPress's own cron going.
  $done = $host->drain(null, 120_000, false);
  do_action('cartsignal_drain');
  return $done;`;

for (const mode of values.mode) await measure(mode);

async function measure(/** @type {string} */ mode) {
  // Noon of a Wednesday in London: nothing is held.
  const store = await openStore({
    name: `lateness-${process.pid}`,
    clock: "2026-11-25T12:00:00Z",
    cron: mode === "system" ? "system" : mode === "traffic" ? "page" : "none",
    workers: 4,
  });
  try {
    if (!store.woocommerce) throw new Error(`nothing to measure without WooCommerce: ${store.missing}`);
    await store.call(LEAVE, [{ texts, seconds }], { timeoutMs: 300_000 });
    const due = new Map(
      (await store.sql("SELECT person, at FROM wp_cartsignal_wakes WHERE side = 'shopper'")).map((row) => [
        row.person,
        row.at,
      ]),
    );
    const visits =
      mode === "traffic" ? setInterval(() => void fetch(`${store.origin}/shop/`), VISIT_SECONDS * 1000) : undefined;
    await new Promise((resolve) => setTimeout(resolve, (20 + seconds + AFTERWARDS_SECONDS) * 1000));
    clearInterval(visits);
    const begun = await store.sql(
      "SELECT shopper, attempted_at AS at FROM wp_cartsignal_outbox WHERE act = 'send' AND attempted_at IS NOT NULL",
    );
    const late = begun
      .filter(({ shopper }) => due.has(shopper))
      .map(({ shopper, at }) => (at - due.get(shopper)) / 1000)
      .sort((a, b) => a - b);
    const at = (/** @type {number} */ share) =>
      late[Math.min(late.length - 1, Math.floor(share * late.length))]?.toFixed(1);
    console.log(
      `${mode.padEnd(8)} ${late.length} of ${due.size} texts begun; late by min ${at(0)}, median ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} s`,
    );
    for (const line of store.errors()) console.error(`php: ${line}`);
  } finally {
    await store.close();
  }
}
