// Owns what the tests of coming back share: a store in which carts were left and texts have links, and taps on them.
import http from "node:http";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What a phone's browser sends when a link is tapped. */
export const TAP = {
  "Sec-Fetch-Mode": "navigate",
  "Sec-Fetch-Dest": "document",
  "Sec-Fetch-User": "?1",
  "User-Agent":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1",
};

/** All there is is tried; otherwise one path of each. */
export const EVERY = process.env.CARTSIGNAL_EVERY === "1";

/** The sentence for tests that need WooCommerce. */
export const NO_WOOCOMMERCE = "NO WOOCOMMERCE: no cart was restored (WOOCOMMERCE_DIR may name its folder)";

/** Leaves a cart as the capture keeps it, and mints the links of a text about it as the outbox does. */
const LEAVE = `${SERVICES}
[$cart, $number, $locale, $user, $customer] = $args;
$now = $services->now();
$keys = $services->keys();
$shopper = $keys->shopper($customer);
$recipient = $keys->recipient($number);
$people = $services->people();
$id = 'c' . bin2hex(random_bytes(12));
$people->learn('recipient', $recipient, ['e164' => $number, 'locale' => $locale,
    'number' => ['kind' => 'mobile', 'country' => substr($locale, -2)]]);
$people->keep('shopper', $shopper, null, $now, $recipient);
if ($cart !== null) {
    wc_load_cart();
    WC()->cart->empty_cart();
    foreach ($cart['lines'] as $line) {
        $line += ['quantity' => 1, 'variation_id' => 0, 'variation' => [], 'data' => []];
        $product = wc_get_product_id_by_sku($line['sku']);
        $parent = wp_get_post_parent_id($product);
        [$product, $variation] = $parent ? [$parent, $product] : [$product, 0];
        if (!WC()->cart->add_to_cart($product, $line['quantity'], $variation, $line['variation'], $line['data'])) {
            throw new RuntimeException('not put in: ' . json_encode([$line, wc_get_notices('error')]));
        }
    }
    foreach ($cart['coupons'] ?? [] as $code) {
        WC()->cart->apply_coupon($code);
    }
    $snapshot = ['user' => $user] + Cartsignal\\Capture\\Snapshot::of(WC()->cart);
    $carts = new Cartsignal\\Host\\Carts($services->database(), $services->vault());
    $carts->keep($id, $shopper, $snapshot, $now);
}
$origin = 'https://s.example';
$text = '';
$links = [];
foreach (['cart', 'checkout', 'opt_out', 'confirm'] as $kind) {
    $links[] = (object) ['kind' => $kind, 'at' => mb_strlen($text), 'width' => mb_strlen($origin) + 8];
    $text .= "$origin/_______ ";
}
$decision = bin2hex(random_bytes(16));
$send = (object) ['text' => $text, 'links' => $links, 'cart' => $id];
$scene = new Cartsignal\\Host\\Scene($now, $shopper, $recipient);
$filled = $services->links()->fill((object) ['id' => $decision, 'does' => (object) ['send' => $send]], $scene, $origin);
preg_match_all('~/([0-9A-Za-z]{7}) ~', $filled, $found);
return ['links' => array_combine(['cart', 'checkout', 'opt_out', 'confirm'], $found[1]), 'cart' => $id,
    'decision' => $decision, 'shopper' => $shopper, 'recipient' => $recipient];
`;

const COUPON = `${SERVICES}
[$recipient, $shopper, $does, $decision] = $args;
$entry = new Cartsignal\\Host\\Entry(decision: $decision, act: 'issue_coupon', shopper: $shopper, recipient: $recipient,
    class: null, country: null, decidedAt: $services->now(), notAfter: null, dueAt: null, does: (object) $does,
    state: 'attempting', cancelled: false, reference: null, provider: null, providerId: null, attemptedAt: null,
    parts: null, receipt: null);
return Cartsignal\\Recovery\\Platform::acts($services)['issue_coupon']($entry);
`;

/**
 * Opens a store with the plugin in it; it ends with the test.
 * @param {import("node:test").TestContext} test
 * @param {Parameters<typeof openStore>[0]} [options]
 */
export async function openScene(test, options = {}) {
  const store = await openStore({ pluginPath: process.env.CARTSIGNAL_PLUGIN, ...options });
  test.after(() => store.close());
  let people = 0;

  /** PHP with `$services` of the plugin at hand. */
  const php = (/** @type {string} */ code, /** @type {any[]} */ args = []) => store.call(`${SERVICES}\n${code}`, args);

  /**
   * Lets somebody leave a cart and get a text.
   * @param {object} [who]
   * @param {{sku: string, quantity?: number, variation?: Record<string, string>, data?: object}[]} [who.lines] None: no cart.
   * @param {string[]} [who.coupons]
   * @param {string} [who.locale]
   * @param {number} [who.user] Who was logged in.
   * @param {string} [who.customer] WooCommerce's id of the session.
   * @param {string} [who.number] By default a fresh one, of those that are set aside for fiction.
   */
  async function texted({ lines, coupons, locale = "de-DE", user = 0, customer, number } = {}) {
    people += 1;
    const fresh = `+4917139200${String(10 + people)}`;
    const cart = lines ? { lines, coupons } : null;
    return store.call(LEAVE, [cart, number ?? fresh, locale, user, customer ?? (user ? String(user) : `t_${people}`)]);
  }

  /** Has the platform issue a coupon; answers its outcome. */
  function issueCoupon({ recipient, shopper }, does = {}, decision = `${people}`.padStart(32, "0")) {
    const all = { percent: 10, valid_hours: 48, minimum_minor: 0, not_after: store.clock.now() + HOUR, ...does };
    return store.call(COUPON, [recipient, shopper, all, decision]);
  }

  /** What came into the inbox, oldest first. */
  async function inbox() {
    return store.sql("SELECT kind, natural_key, shopper, recipient FROM wp_cartsignal_inbox ORDER BY place");
  }

  return { store, php, texted, issueCoupon, inbox, ask: asker(store.origin) };
}

/**
 * Returns a way to ask a store one request, as it is written here: nothing is followed, added or kept.
 * @param {string} origin
 */
export function asker(origin) {
  const { hostname, port } = new URL(origin);
  /**
   * @param {string} path
   * @param {{method?: string, headers?: Record<string, string>, form?: Record<string, string>, body?: string}} [options]
   * @returns {Promise<{status: number, headers: import("node:http").IncomingHttpHeaders, text: string}>}
   */
  return (path, { method, headers = {}, form, body } = {}) =>
    new Promise((resolve, reject) => {
      const sent = form ? new URLSearchParams(form).toString() : body;
      const type = form ? { "Content-Type": "application/x-www-form-urlencoded" } : {};
      const length = sent === undefined ? {} : { "Content-Length": String(Buffer.byteLength(sent)) };
      const all = { ...type, ...length, ...headers };
      const asked = http.request(
        { hostname, port, path, method: method ?? (sent === undefined ? "GET" : "POST"), headers: all, agent: false },
        (response) => {
          /** @type {Buffer[]} */
          const chunks = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          });
        },
      );
      asked.on("error", reject);
      asked.end(sent);
    });
}

/** Returns the hidden fields of a page's form. */
export function fieldsOf(/** @type {string} */ html) {
  const fields = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  return Object.fromEntries([...fields].map(([, name, value]) => [name, value]));
}

/** What Chromium calls itself when somebody looks at it. */
const PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/**
 * Returns a device of its own, held by a person.
 * @param {Awaited<ReturnType<typeof import("../store/browser.mjs").openBrowser>>} browser
 * @param {Parameters<Awaited<ReturnType<typeof import("../store/browser.mjs").openBrowser>>["profile"]>[0]} [options]
 */
export async function deviceOf(browser, options) {
  const device = await browser.profile(options);
  await device.context.setExtraHTTPHeaders({ "User-Agent": PERSON });
  return device;
}

/** What the page that is open says in its notices. */
export async function noticesOf(device) {
  const boxes = ".woocommerce-message, .woocommerce-info, .woocommerce-error, .wc-block-components-notice-banner";
  const said = await device.page.locator(boxes).allInnerTexts();
  return said.map((text) => text.trim()).join("\n");
}

/** Makes a pair of the shop's pages the shop's own: `block` or `classic`. */
export function useCheckout(store, kind) {
  return store.call(
    `foreach (get_option('cartsignal_store_pages')[$args[0]] as $page => $id) {
       update_option("woocommerce_{$page}_page_id", $id);
     }`,
    [kind],
  );
}

/**
 * Returns a browser without a screen: it keeps cookies and follows redirects to this store only.
 * @param {ReturnType<typeof asker>} ask
 * @param {string} origin
 */
export function tapper(ask, origin) {
  /** @type {Map<string, string>} */
  const jar = new Map();
  /** @type {string[]} Where it was led. */
  const trail = [];
  /**
   * @param {string} path
   * @param {Parameters<ReturnType<typeof asker>>[1]} [options]
   */
  async function open(path, options = {}) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await ask(path, {
      ...options,
      headers: { ...TAP, ...(cookie && { Cookie: cookie }), ...options.headers },
    });
    for (const set of answer.headers["set-cookie"] ?? []) {
      const [, name, value] = /** @type {RegExpExecArray} */ (/^([^=]+)=([^;]*)/.exec(set));
      if (/expires=Thu, 01.Jan.1970|Max-Age=0/i.test(set) || value === "") jar.delete(name);
      else jar.set(name, value);
    }
    const { location } = answer.headers;
    if (location === undefined || options.follow === false) return answer;
    trail.push(location);
    const target = new URL(location, origin);
    if (target.origin !== origin) throw new Error(`it led to ${target.origin}`);
    return open(target.pathname + target.search);
  }
  /** The cart as the store's own API tells it, and a nonce for changing it. */
  async function cart() {
    const { text, headers } = await open("/wp-json/wc/store/v1/cart", { headers: { "Sec-Fetch-Mode": "cors" } });
    const { items, coupons, totals } = JSON.parse(text);
    const lines = items.map(({ sku, quantity }) => `${quantity} ${sku}`);
    return { lines, coupons: coupons.map(({ code }) => code), total: totals.total_price, nonce: String(headers.nonce) };
  }
  /** Types a coupon's code in; answers the store's error, or undefined. */
  async function applyCoupon(/** @type {string} */ code) {
    const { nonce } = await cart();
    const { status, text } = await open("/wp-json/wc/store/v1/cart/apply-coupon", {
      body: JSON.stringify({ code }),
      headers: { "Content-Type": "application/json", Nonce: nonce, "Sec-Fetch-Mode": "cors" },
    });
    return status === 200 ? undefined : JSON.parse(text).message;
  }
  return { open, cart, applyCoupon, jar, trail };
}
