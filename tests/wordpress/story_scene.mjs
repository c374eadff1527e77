// Owns what the stories of whole carts share: a store that sends through the fake provider, shoppers, and time that passes.
import assert from "node:assert/strict";
import { openBrowser } from "../store/browser.mjs";
import { LINK_ORIGIN, openProvider, setUpCartsignal } from "../store/provider.mjs";
import { ANYBODY } from "../store/shopper.mjs";
import { openStore } from "../store/store.mjs";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Noon of a Wednesday in London: every market's hours are open but those of the United States. */
export const NOON = "2026-11-25T12:00:00Z";

/** Londoners, each with a number that is set aside for examples or that nobody is known to have. */
export const londoner = (/** @type {number} */ nth) => ({
  ...ANYBODY,
  email: `shopper${nth}@kunden.example`,
  address_1: "1 Example Street",
  postcode: "SW1A 1AA",
  city: "London",
  country: "GB",
  phone: `+44 7400 12345${nth}`,
});

const BOX = { block: "#cartsignal-cart", classic: "#cartsignal_cart" };
const SERVICES = "$services = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');";

/**
 * Opens a store with everything live; undefined, with the test skipped, where there is no WooCommerce.
 * @param {import("node:test").TestContext} t
 * @param {{clock?: string, checkout?: "block" | "classic", orders?: "hpos" | "legacy", settings?: object,
 *   provider?: object}} [options]
 */
export async function openStory(t, { clock = NOON, settings = {}, provider: wishes = {}, ...options } = {}) {
  const store = await openStore({ clock, ...options });
  t.after(() => store.close());
  if (!store.woocommerce) return void t.skip(`NO WOOCOMMERCE: no cart was left. ${store.missing}`);
  const provider = await openProvider(store, wishes);
  await setUpCartsignal(store, provider, { holdout_percent: 0, ...settings });
  const browser = await openBrowser(store);

  /** Runs the cron until nothing is left of what is due, receipts included. */
  async function work() {
    await store.runCron();
    if ((await provider.tick()) === 0) return;
    // Receipts that came while another was being taken in wait for the next minute.
    await store.clock.jump("+61000");
    await store.runCron();
  }

  /** Lets time pass in one stride, or in several, with the cron run after each. */
  async function pass(/** @type {number} */ ms, stride = ms) {
    for (let left = ms; left > 0; left -= stride) {
      await store.clock.jump(`+${Math.min(stride, left)}`);
      await work();
    }
  }

  return {
    store,
    provider,
    browser,
    work,
    pass,
    /** PHP with the plugin's services. */
    php: (/** @type {string} */ code, /** @type {any[]} */ args = []) => store.call(`${SERVICES}\n${code}`, args),
    /** What a phone was sent, oldest first. */
    texts: (/** @type {{phone: string}} */ { phone }) => provider.sentTo(phone.replaceAll(" ", "")),
    /** Every reason why somebody was or was not texted, oldest first: `act reason state`. */
    reasons: () =>
      store.sql(`SELECT d.at, d.act, d.reason, o.state, o.why FROM wp_cartsignal_decisions d
        LEFT JOIN wp_cartsignal_outbox o ON o.decision = d.decision ORDER BY d.place`),
    /** Fills in the checkout, ticks the box and leaves. */
    async leaveAtCheckout(shopper, kind, person, { isTicked = true } = {}) {
      await shopper.openCheckout(kind);
      await shopper.fill(person);
      if (isTicked) {
        const told = shopper.page.waitForResponse((response) => isAboutConsent(response));
        await shopper.tick(BOX[kind]);
        await (await told).finished();
      }
      await shopper.open("about:blank");
    },
  };
}

function isAboutConsent(response) {
  return /cartsignal_contact|\/cart\/extensions|\/batch/.test(response.url());
}

/** Returns where the links of a text lead in this store, in order. */
export function linksOf({ body }, store) {
  const found = body.match(new RegExp(`${LINK_ORIGIN.replaceAll(".", "\\.")}/[0-9A-Za-z]{7}`, "g")) ?? [];
  return found.map((link) => link.replace(LINK_ORIGIN, store.origin));
}

/** Asserts that PHP wrote no error and the pages complained of nothing. */
export function assertQuiet(store, ...shoppers) {
  assert.deepEqual(store.errors(), []);
  for (const shopper of shoppers) {
    assert.deepEqual(shopper.complaints, []);
    // WordPress itself asks its own host for pictures of emoji.
    assert.deepEqual(
      shopper.outside.filter((url) => new URL(url).hostname !== "s.w.org"),
      [],
    );
  }
}
