// Owns what the tests of waking share: a store that texts Great Britain through the log, and people who leave carts.
import { test } from "node:test";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";

export const MINUTE = 60_000;

/** A Tuesday, 14:00 in London: texts may go out. */
export const BEGIN = "2026-12-01T14:00Z";

/** Opens the store; nobody is held out, nothing leaves. */
export async function openLiveStore(options = {}) {
  const store = await openStore({ clock: BEGIN, ...options });
  if (!store.woocommerce) return store;
  await store.call(
    `${SERVICES} (new Cartsignal\\Settings\\Saving($services))->save([
       'provider' => ['name' => 'log', 'settings' => []],
       'holdout_percent' => 0,
       'markets' => ['GB' => ['live' => true, 'sender' => ['id' => 'Kaffeehaus', 'way_out' => 'opt_out_link'],
         'price' => ['micros' => 40000, 'source' => 'a test', 'date' => '2026-11-20']]],
     ]);`,
  );
  return store;
}

/**
 * Returns `test` for a store that is opened later; skipped, loudly, where WooCommerce is not here: without it nothing is
 * ever sent.
 */
export function testsOf(store) {
  return (name, run) =>
    test(name, (t) => (store().woocommerce ? run(t) : t.skip(`WooCommerce is not here: ${store().missing}`)));
}

/** Lets the n-th person give a number, allow texts, fill a cart and leave: arrivals as capture writes them. */
export function leave(store, n) {
  return store.call(
    `${SERVICES} $n = $args[0];
     $phone = (new Cartsignal\\Core\\Sending($services->core()))->parsePhone('+44740012' . sprintf('%04d', $n))->phone;
     $recipient = $services->keys()->recipient($phone->e164);
     $known = ['e164' => $phone->e164, 'number' => $phone->number, 'locale' => 'en-GB', 'first_name' => 'Ada'];
     $services->people()->learn('recipient', $recipient, $known);
     $lines = [['product' => 'tea', 'quantity' => 2, 'unit_price_minor' => 1950]];
     $cart = ['cart' => "cart-$n", 'version' => 1, 'change' => 'added', 'currency' => 'EUR', 'lines' => $lines];
     foreach ([
       ['contact.provided' => ['recipient' => $recipient]],
       ['consent.granted' => ['purpose' => 'cart', 'channel' => 'sms', 'evidence' => "e$n"]],
       ['cart.updated' => $cart],
     ] as $place => $what) {
       $trust = isset($what['cart.updated']) ? 'server' : 'signed';
       $input = ['id' => "$n:$place", 'occurred_at' => $services->now(), 'trust' => $trust, 'what' => $what];
       $services->inbox()->say($input, $services->now(), "w$n", $recipient);
     }`,
    [n],
  );
}

/** Returns when the host wants to be woken next, ms. */
export const nextAt = (store) => store.call(`${SERVICES} return $services->host()->nextAt();`);

export const heartbeat = (store) =>
  store.call(`${SERVICES} return (new Cartsignal\\Wake\\Heartbeat($services->database()))->read();`);

/** Returns what Site Health's test of this name finds: { status, label, sentence, command }. */
export const finding = (store, name, before = "") =>
  store.call(`${before} ${SERVICES} return (new Cartsignal\\Wake\\Findings($services))->of($args[0]);`, [name]);

export const texts = (store) =>
  store.sql("SELECT state, attempted_at FROM wp_cartsignal_outbox WHERE act = 'send' ORDER BY attempted_at");
