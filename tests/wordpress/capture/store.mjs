// Owns the store that the tests of capture share: what capture wrote, read through the plugin's own vault.
import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openStore } from "../../store/store.mjs";

const WATCHED = fileURLToPath(new URL("./watched.php", import.meta.url));

const ROWS = `
  $services = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');
  $rows = [];
  foreach ($services->database()->all('SELECT place FROM {inbox} WHERE place > ? ORDER BY place', $args[0]) as ['place' => $place]) {
      $row = $services->inbox()->read($place);
      $rows[] = ['place' => $place, 'kind' => $row->kind, 'key' => $row->naturalKey, 'shopper' => $row->shopper,
        'recipient' => $row->recipient, 'payload' => $row->payload];
  }
  return $rows;`;

/** Opens a store with the plugin; `orders` as in openStore. */
export async function openWatched(options = {}) {
  const store = await openStore({ plugin: "linked", ...options });
  copyFileSync(WATCHED, join(store.site, "wp-content", "mu-plugins", "watched.php"));
  const products = await store.call(`
    $found = [];
    foreach (wc_get_products(['limit' => -1, 'status' => 'publish']) as $product) {
        $found[$product->get_slug()] = $product->get_id();
    }
    return $found;`);
  let seen = 0;
  const log = join(store.folder, "watched.jsonl");
  return Object.assign(store, {
    products,
    /** The arrivals since the last time they were asked for, oldest first, opened. */
    async arrivals() {
      const rows = await store.call(ROWS, [seen]);
      seen = rows.at(-1)?.place ?? seen;
      return rows;
    },
    /** What was noted of requests with the header X-Watch, since the last time. */
    watched() {
      const lines = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
      rmSync(log, { force: true });
      return lines.filter(Boolean).map((line) => JSON.parse(line));
    },
    order: (id) =>
      store.call(
        "$order = wc_get_order($args[0]); return ['status' => $order->get_status(), 'cart' => $order->get_meta('_cartsignal_cart'), 'shopper' => $order->get_meta('_cartsignal_shopper')];",
        [id],
      ),
  });
}

/** The carts told of, in short: change, and quantity and unit price of each line. */
export function carts(rows) {
  return rows
    .filter(({ kind }) => kind === "cart")
    .map(({ payload }) => payload.input.what["cart.updated"])
    .map(({ change, lines }) =>
      `${change} ${lines.map((line) => `${line.quantity} × ${line.unit_price_minor}`).join(", ")}`.trim(),
    );
}

/** What an arrival of a cart says. */
export function said({ payload }) {
  return payload.input.what["cart.updated"];
}

const TAKE = `
  $services = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');
  $now = $services->now();
  [$place] = $args;
  return $services->database()->transaction(static function () use ($services, $place, $now): array {
      $row = $services->inbox()->take($place);
      $takes = $row->kind === 'cart' ? new Cartsignal\\Capture\\TakesCart($services) : new Cartsignal\\Capture\\TakesOrder($services);
      return array_map(static fn ($said) => ['shopper' => $said->shopper, 'recipient' => $said->recipient, 'input' => $said->input],
        $takes->take($row, $now));
  });`;

/** What is said to the core of an arrival that capture wrote. */
export function taken(store, { place }) {
  return store.call(TAKE, [place]);
}

/** Makes a number known here, as a tick with it does; answers the recipient's key. */
export function knownRecipient(store, e164) {
  const code = `
    $services = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');
    $recipient = $services->keys()->recipient($args[0]);
    $services->database()->transaction(static fn () => $services->people()->learn('recipient', $recipient, ['e164' => $args[0]]));
    return $recipient;`;
  return store.call(code, [e164]);
}
