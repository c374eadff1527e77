// Owns what the stories of whole carts share: a store that sends through the fake provider, shoppers, and time that passes.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openBrowser } from "../store/browser.mjs";
import { SERVICES } from "../store/plugin_php.mjs";
import { LINK_ORIGIN, openProvider, setUpCartsignal } from "../store/provider.mjs";
import { ANYBODY } from "../store/shopper.mjs";
import { openStore } from "../store/store.mjs";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Everything there is, on both checkouts; otherwise a small part on one. */
export const EVERY = process.env.CARTSIGNAL_EVERY === "1";
/** @type {("block" | "classic")[]} */
export const CHECKOUTS = EVERY ? ["block", "classic"] : ["block"];

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

/** Somebody in New Jersey, whose number is set aside for fiction. */
export const american = (/** @type {number} */ nth) => ({
  ...ANYBODY,
  email: `american${nth}@kunden.example`,
  address_1: "1 Example Street",
  postcode: "07102",
  city: "Newark",
  country: "US",
  state: "NJ",
  phone: `(201) 555-01${nth}`,
});

/** @typedef {typeof ANYBODY & {state?: string}} Person */

/** @typedef {{from: number, to: number}} Span of something that was done, in the store's time */

// Where pictures of the important steps are kept, for people to look at.
const PICTURES = process.env.CARTSIGNAL_PICTURES;
// Cron runs each minute; what is due between two runs goes out with the later one, which takes some seconds.
const PUNCTUAL_MS = 1.5 * MINUTE;

const BOX = { block: "#cartsignal-cart", classic: "#cartsignal_cart" };
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
  /**
   * Runs the cron, next minute again, until nothing that came in or is to go out waits. WooCommerce's first work in a new
   * store ends a cron half way, and its lock would stand for a minute.
   */
  async function cron() {
    for (let run = 0; run < 3; run += 1) {
      if (run > 0) await store.clock.jump(`+${MINUTE}`);
      await store.sql("DELETE FROM wp_options WHERE option_name = '_transient_doing_cron'");
      await store.runCron();
      const now = store.clock.now();
      const [{ rows }] = await store.sql(
        `SELECT (SELECT COUNT(*) FROM wp_cartsignal_inbox WHERE state = 'pending' AND not_before <= ?)
          + (SELECT COUNT(*) FROM wp_cartsignal_outbox WHERE state = 'attempting'
            OR (state = 'waiting' AND cancelled = 0 AND due_at <= ?)) AS \`rows\``,
        [now, now],
      );
      if (Number(rows) === 0) return;
    }
  }
  await cron();
  await cron();

  /** Runs the cron until nothing is left of what is due, receipts included. */
  async function work() {
    await cron();
    if ((await provider.tick()) === 0) return;
    // Receipts that came while another was being taken in wait for the next minute.
    await store.clock.jump("+61000");
    await cron();
  }

  /** Lets time pass in one stride, or in several, with the cron run after each. */
  async function pass(/** @type {number} */ ms, stride = ms) {
    for (let left = ms; left > 0; left -= stride) {
      await store.clock.jump(`+${Math.min(stride, left)}`);
      await work();
    }
  }

  /** Lets time pass until a moment, unless it is over, and runs the cron. */
  async function until(/** @type {number} */ moment) {
    const left = moment - store.clock.now();
    if (left > 0) await store.clock.jump(`+${left}`);
    await cron();
  }

  /** Tells from when till when something was done. @returns {Promise<Span>} */
  async function during(/** @type {() => Promise<unknown>} */ act) {
    const from = store.clock.now();
    await act();
    return { from, to: store.clock.now() };
  }

  /** Ticks the box of the open checkout, or unticks it, and waits until the store knows. */
  async function tick(shopper, isTicked = true) {
    const told = shopper.page.waitForResponse((response) => isAboutConsent(response));
    await shopper.tick(BOX[shopper.checkout], isTicked);
    await (await told).finished();
  }

  /** What a phone was sent, oldest first. */
  const texts = (/** @type {{phone: string}} */ { phone }) => provider.sentTo(e164Of(phone));

  /**
   * Waits for texts, each so many minutes after something was done: no sooner, and no later than a cron may be.
   * @param {{who: {phone: string}, after: Span, minutes: number, says: RegExp}[]} awaited
   */
  async function comeInTime(awaited) {
    const dues = awaited.map(({ after, minutes, ...rest }) => {
      const [from, to] = [after.from + minutes * MINUTE, after.to + minutes * MINUTE];
      return { ...rest, from, to, nth: texts(rest.who).length };
    });
    for (const { who, says, from, to, nth } of dues.sort((one, other) => one.from - other.from)) {
      if (from - 5_000 > store.clock.now()) await until(from - 5_000);
      assert.equal(texts(who).length, nth, `a text came too early, instead of one that says ${says}`);
      await until(to + 2_000);
      const text = texts(who)[nth];
      assert.ok(text, `no text came that says ${says}: ${await all()}`);
      assert.match(text.body, says);
      assert.ok(text.createdAt >= from, `${text.body}: ${from - text.createdAt} ms too early`);
      assert.ok(text.createdAt <= to + PUNCTUAL_MS, `${text.body}: ${text.createdAt - to} ms too late`);
    }
  }

  /** Every decision, oldest first: when, what, why, and what became of it. */
  const reasons = () =>
    store.sql(`SELECT d.at, d.act, d.reason, o.state, o.why FROM wp_cartsignal_decisions d
      LEFT JOIN wp_cartsignal_outbox o ON o.decision = d.decision ORDER BY d.place`);

  /** What was decided and what was sent, for the words of a failure. */
  async function all() {
    const sent = provider.messages.map(({ createdAt, to, body }) => [new Date(createdAt).toISOString(), to, body]);
    return JSON.stringify({ decided: await reasons(), sent }, undefined, 1);
  }

  return {
    store,
    provider,
    browser,
    cron,
    work,
    pass,
    until,
    during,
    tick,
    comeInTime,
    /** PHP with the plugin's services. */
    php: (/** @type {string} */ code, /** @type {any[]} */ args = []) => store.call(`${SERVICES}\n${code}`, args),
    texts,
    reasons,
    /**
     * Fills in the checkout, ticks the box and leaves; answers when the last of it was.
     * @param {any} shopper
     * @param {"block" | "classic"} kind
     * @param {Person} person
     */
    async leaveAtCheckout(shopper, kind, person, { isTicked = true } = {}) {
      await shopper.openCheckout(kind);
      await shopper.fill(person);
      return during(async () => {
        if (isTicked) await tick(shopper);
        await shopper.open("about:blank");
      });
    },
    /** Takes everything out of the cart again, but for the last so many lines. */
    async takeOut(shopper, left = 0) {
      await shopper.openCart("classic");
      const lines = shopper.page.locator(".woocommerce-cart-form .product-remove a.remove");
      for (let count = await lines.count(); count > left; count -= 1) {
        await lines.first().click();
        await lines.nth(count - 1).waitFor({ state: "detached" });
      }
    },
    /** Makes the pages of the shop those of another language; WordPress' own words stay English without their pack. */
    speak: (/** @type {string} */ locale) =>
      store.sql("UPDATE wp_options SET option_value = ? WHERE option_name = 'WPLANG'", [locale]),
    /** A phone answers the number that texted it. */
    reply: async (/** @type {Person} */ person, /** @type {string} */ body) => {
      const { status } = await provider.inbound({ from: e164Of(person.phone), to: texts(person).at(-1).from, body });
      assert.ok(status >= 200 && status < 300, `the store answered ${status}`);
      await cron();
    },
    /** Keeps a picture of what is seen, where CARTSIGNAL_PICTURES names a folder. */
    async picture(shopper, /** @type {string} */ name, locator = undefined) {
      if (!PICTURES) return;
      mkdirSync(PICTURES, { recursive: true });
      const path = join(PICTURES, `${name}.png`);
      await (locator
        ? shopper.page.locator(locator).screenshot({ path })
        : shopper.page.screenshot({ path, fullPage: true }));
    },
    /** Keeps a picture of the latest phone's texts, as the provider's page shows them. */
    async pictureOfThread(/** @type {string} */ name) {
      if (!PICTURES) return;
      const viewer = await browser.profile();
      await viewer.open(provider.url);
      await viewer.page.getByText("Kaffeehaus:").first().click();
      await viewer.page.waitForTimeout(1_500);
      await viewer.page.screenshot({ path: join(PICTURES, `${name}.png`) });
    },
  };
}

/** Returns a number of these stories as the provider knows it. */
function e164Of(phone) {
  const digits = phone.replaceAll(/[^\d+]/g, "");
  if (digits.startsWith("+")) return digits;
  return digits.startsWith("0") ? `+44${digits.slice(1)}` : `+1${digits}`;
}

/** Whether a page has told the store what was typed and ticked: block in a batch with what else it tells. */
function isAboutConsent(response) {
  const request = response.request();
  const body = request.method() === "POST" ? (request.postData() ?? "") : "";
  return response.url().includes("cartsignal_contact") || (/"cartsignal"/.test(body) && /ticked/.test(body));
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
