// Owns what the privacy tests share: a store in which somebody ticked the box, left a cart and was texted by the real parts.
import { SERVICES } from "../../store/plugin_php.mjs";
import { openStore } from "../../store/store.mjs";

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** A Tuesday, noon in London: texts may go. */
const START = "2026-12-01T12:00:00Z";

/** A little after a cart with one quick add is texted about. */
const LEFT = 125 * MINUTE;

export const NO_WOOCOMMERCE =
  "NO WOOCOMMERCE: nobody who bought was exported or erased (WOOCOMMERCE_DIR may name its folder)";

const GO_LIVE = `(new Cartsignal\\Settings\\Saving($services))->save([
  'shop' => ['name' => 'Teekontor', 'link_origin' => 'https://s.example'],
  'provider' => ['name' => 'log', 'settings' => []],
  'holdout_percent' => 0,
  'markets' => ['GB' => ['live' => true, 'sender' => ['id' => 'Teekontor', 'way_out' => 'opt_out_link'],
    'price' => ['micros' => 40000, 'source' => 'test figure', 'date' => '2026-11-20']]],
]);`;

/** What the script of the checkout says at the tick, as `Consent` appends it. */
const TICK = `[$customer, $number, $name, $product, $tick] = $args;
$now = $services->now();
$shopper = $services->keys()->shopper($customer);
$cart = 'c' . substr(hash('sha256', "$customer $tick"), 0, 24);
$line = ['product' => (string) $product, 'quantity' => 1, 'unit_price_minor' => 1290];
$input = ['id' => "cart:$cart:$now", 'occurred_at' => $now, 'trust' => 'server', 'what' => ['cart.updated' => [
  'cart' => $cart, 'version' => $now, 'change' => 'added', 'currency' => 'EUR', 'lines' => [$line]]]];
$snapshot = ['lines' => [['key' => 'k', 'product_id' => $product, 'variation_id' => 0, 'variation' => new stdClass(),
  'quantity' => 1, 'data' => ['engraving' => "For $name"]]], 'coupons' => []];
$services->inbox()->append('contact', "contact:$tick", [
  'text' => $number, 'country' => 'GB', 'first_name' => $name, 'locale' => 'en-GB', 'browser_zone' => 'Europe/London',
  'session' => "s$tick", 'network' => 'n', 'purposes' => ['cart'], 'evidence' => "tick:$tick",
  'user' => is_numeric($customer) ? (int) $customer : null,
  'shown' => ['text' => 'Text me about my basket at Teekontor', 'version' => 'gb-1', 'locale' => 'en-GB',
    'page' => '/checkout/', 'form' => 'block', 'state' => 'ticked'],
  'cart' => ['input' => $input, 'snapshot' => $snapshot]], $now, $shopper);
return ['shopper' => $shopper, 'recipient' => $services->keys()->recipient('+44' . substr($number, 1)), 'cart' => $cart];`;

/**
 * Opens a store; it ends with the tests of the file.
 * @param {Parameters<typeof openStore>[0]} [options]
 */
export async function openScene(options = {}) {
  const store = await openStore({ clock: START, ...options });
  let ticks = 0;

  /** PHP with `$services` of the plugin at hand. */
  const php = (code, args = [], runOptions = {}) => store.call(`${SERVICES}\n${code}`, args, runOptions);

  return {
    store,
    php,
    goLive: () => php(GO_LIVE),
    /** Somebody ticks the box beside their number, with a cart. */
    async tick({ customer, number, name }) {
      ticks += 1;
      const product = (await store.sql("SELECT MAX(ID) AS id FROM wp_posts WHERE post_type = 'product'"))[0].id ?? 1;
      return php(TICK, [customer, number, name, product, `${ticks}`]);
    },
    /** Does what is due. */
    drain: () => php("return $services->host()->drain(alone: false);"),
    /** Lets the time pass after which a cart left at noon is texted about, and does what is due. */
    async leave() {
      await store.clock.jump(`+${LEFT}`);
      return php("return [$services->host()->drain(alone: false), $services->host()->drain(alone: false)];");
    },
    /** Goes on to the next noon in London: texts may go. */
    async noon() {
      const now = store.clock.now();
      await store.clock.jump((Math.floor(now / DAY) + 1) * DAY + DAY / 2);
    },
    texts: (recipient) =>
      store.sql(
        "SELECT class, state, cancelled, sealed FROM wp_cartsignal_outbox WHERE act = 'send' AND recipient = ? ORDER BY place",
        [recipient],
      ),
    /** An order of somebody, by WooCommerce's own functions. */
    order: ({ email, number, name, shopper, user = 0 }) =>
      store.call(
        `[$email, $number, $name, $shopper, $user] = $args;
         $order = wc_create_order(['customer_id' => $user]);
         $order->set_billing_email($email);
         $order->set_billing_first_name($name);
         $order->set_billing_phone($number);
         $order->set_billing_country('GB');
         if ($shopper !== null) {
             $order->update_meta_data('_cartsignal_shopper', $shopper);
             $order->update_meta_data('_cartsignal_cart', 'c0');
         }
         $order->set_status('completed');
         return $order->save();`,
        [email, number, name, shopper ?? null, user],
      ),
  };
}
