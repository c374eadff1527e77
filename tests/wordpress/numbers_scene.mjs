// Owns what the tests of activity and numbers share: a store that sends through the fake provider, and people who leave
// carts, open links, buy and write back, as capture would tell it.
import { request } from "node:http";
import { LINK_ORIGIN, openProvider, setUpCartsignal } from "../store/provider.mjs";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A Tuesday, 14:00 in London and 15:00 in Berlin: texts may go out. */
export const BEGIN = "2026-12-01T14:00:00Z";

/** What a phone's browser sends when a link is tapped. */
const TAP = {
  "Sec-Fetch-Mode": "navigate",
  "Sec-Fetch-Dest": "document",
  "User-Agent":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
};

const LEAVE = `$keys = []; foreach ($args as [$n, $number, $country, $name, $price]) {
  $phone = (new Cartsignal\\Core\\Sending($services->core()))->parsePhone($number)->phone;
  $recipient = $services->keys()->recipient($phone->e164);
  $services->people()->learn('recipient', $recipient, ['e164' => $phone->e164, 'number' => $phone->number,
    'locale' => $country === 'DE' ? 'de-DE' : 'en-GB', 'country' => $country, 'first_name' => $name]);
  $lines = [['product' => 'tea', 'quantity' => 1, 'unit_price_minor' => $price]];
  $shown = ['text' => 'Text me about my basket.', 'version' => 'x', 'form' => 'checkout', 'page' => '/checkout/'];
  (new Cartsignal\\Host\\Consents($services->database()))->keep("e$n", 'granted', ['cart'], $shown, $services->now(), $recipient, "w$n");
  foreach ([
    ['contact.provided' => ['recipient' => $recipient]],
    ['consent.granted' => ['purpose' => 'cart', 'channel' => 'sms', 'evidence' => "e$n"]],
    ['cart.updated' => ['cart' => "cart-$n", 'version' => 1, 'change' => 'added', 'currency' => 'EUR', 'lines' => $lines]],
  ] as $place => $what) {
    $trust = isset($what['cart.updated']) ? 'server' : 'signed';
    $input = ['id' => "$n:$place:" . $services->now(), 'occurred_at' => $services->now(), 'trust' => $trust, 'what' => $what];
    $services->inbox()->say($input, $services->now(), "w$n", $recipient);
  }
  $services->database()->run('INSERT IGNORE INTO {carts} (cart, shopper, sealed, at) VALUES (?, ?, NULL, ?)',
    "cart-$n", "w$n", $services->now());
  $keys[] = $recipient; }
  return $keys;`;

/** An order that WooCommerce's own hooks tell of; \`quietly\` it is written past them. */
const BUY = `$orders = []; foreach ($args as [$number, $country, $total, $cart, $shopper, $at, $quietly]) {
  if ($quietly) {
    remove_all_actions('woocommerce_new_order'); remove_all_actions('woocommerce_update_order');
    remove_all_actions('woocommerce_order_status_changed');
  }
  $order = new WC_Order();
  $order->set_currency('EUR');
  $order->set_billing_phone($number);
  $order->set_billing_country($country);
  $fee = new WC_Order_Item_Fee(); $fee->set_name('Tea'); $fee->set_total((string) $total); $order->add_item($fee);
  if ($at !== null) { $order->set_date_created(intdiv($at, 1000)); }
  if ($cart !== null) { $order->update_meta_data('_cartsignal_cart', $cart); }
  if ($shopper !== null) { $order->update_meta_data('_cartsignal_shopper', $shopper); }
  $order->calculate_totals(false);
  $order->set_status('processing');
  $order->save();
  $orders[] = $order->get_id(); }
  do_action('shutdown');
  return $orders;`;

/**
 * Opens the store. Nobody is held out unless told otherwise.
 * @param {{ clock?: string, settings?: object, provider?: object }} [options]
 */
export async function openNumbers({ clock = BEGIN, settings = {}, provider: wishes = {}, ...options } = {}) {
  const store = await openStore({ clock, plugin: "tree", cron: "none", ...options });
  const provider = await openProvider(store, wishes);
  await setUpCartsignal(store, provider, { holdout_percent: 0, ...settings });
  const php = (/** @type {string} */ code, /** @type {any[]} */ args = []) => store.call(`${SERVICES}\n${code}`, args);

  /** Runs the cron until nothing is left of what is due, receipts included. */
  async function work() {
    for (let round = 0; round < 4; round += 1) {
      await store.sql("DELETE FROM wp_options WHERE option_name = '_transient_doing_cron'");
      await store.runCron();
      // Receipts of what went out come some seconds later, and are taken in by the next minute's cron.
      await store.clock.jump("+61000");
      if ((await provider.tick()) === 0) return;
    }
  }

  return {
    store,
    provider,
    php,
    work,
    /** Lets time pass and does what is due then. */
    async pass(/** @type {number} */ ms) {
      await store.clock.jump(`+${ms}`);
      await work();
    },
    /**
     * Somebody gives a number, allows texts, fills a cart and leaves; each in one go.
     * @param {{ n: number, number?: string, country?: string, name?: string, price?: number }[]} people
     * @returns {Promise<string[]>} the keys of their numbers
     */
    leave: (...people) =>
      php(
        LEAVE,
        people.map(({ n, number = numberOf(n), country = "GB", name = "Ada", price = 1950 }) => [
          n,
          number,
          country,
          name,
          price,
        ]),
      ),
    /**
     * Somebody buys; `quietly` past the hooks that tell the core.
     * @param {{ n: number, number?: string, country?: string, total?: number, cart?: string | null, at?: number | null,
     *   quietly?: boolean }[]} buyers
     * @returns {Promise<number[]>} the orders
     */
    buy: (...buyers) =>
      php(
        BUY,
        buyers.map(
          ({
            n,
            number = numberOf(n),
            country = "GB",
            total = 19.5,
            cart = `cart-${n}`,
            at = null,
            quietly = false,
          }) => [number, country, total, cart, cart && `w${n}`, at, quietly],
        ),
      ),
    /** Taps the first link of the last text to a number. */
    tap: (n, { number = numberOf(n) } = {}) => {
      const { body } = provider.sentTo(number).at(-1);
      const [link] = body.match(new RegExp(`${LINK_ORIGIN.replaceAll(".", "\\.")}/[0-9A-Za-z]{7}`));
      return tap(store, link.replace(LINK_ORIGIN, store.origin));
    },
    /** Runs the daily event. */
    night: () => php("do_action('cartsignal_daily');"),
    period: (/** @type {number} */ from, /** @type {number} */ to) =>
      php("return (new Cartsignal\\Numbers\\Period($services))->of($args[0], $args[1]);", [from, to]),
  };
}

/** A number of GB, one that nobody is known to have, or by its last digits. */
export const numberOf = (/** @type {number} */ n) => `+44740012${String(n).padStart(4, "0")}`;

function tap(store, url) {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: pathname, headers: TAP }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode));
    })
      .on("error", reject)
      .end();
  });
}
