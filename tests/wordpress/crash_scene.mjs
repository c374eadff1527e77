// Owns what the tests of accidents share: a store that sends through the fake provider, shoppers who speak plain HTTP, and
// accidents that happen to a process at a named place.
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";
import { Visitor } from "./capture/visitor.mjs";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Every place is tried; otherwise a handful. */
export const EVERY = process.env.CARTSIGNAL_EVERY === "1";

/** Noon of a Wednesday in London: texts may go out. */
const NOON = "2026-11-25T12:00:00Z";

const ACCIDENT = fileURLToPath(new URL("./crash/accident.php", import.meta.url));
const BOXES = JSON.parse(readFileSync(new URL("../../src/preset/consent_boxes.json", import.meta.url), "utf8"));
/** @typedef {Awaited<ReturnType<typeof openAccidents>>} Scene */

/**
 * Opens the store; without WooCommerce `woocommerce` of it is undefined and nothing else is there.
 * @param {{ orders?: "hpos" | "legacy" }} [options]
 */
export async function openAccidents(options = {}) {
  /** What the provider does to texts of a phone. @type {Map<string, any>} */
  const faults = new Map();
  const store = await openStore({
    clock: NOON,
    provider: { faults: ({ to }) => faults.get(to) },
    settings: { holdout_percent: 0 },
    ...options,
  });
  if (!store.woocommerce) return { store };
  copyFileSync(ACCIDENT, join(store.site, "wp-content", "mu-plugins", "accident.php"));
  const [{ id: product }] = await store.sql("SELECT ID AS id FROM wp_posts WHERE post_name = 'hausmischung'");
  const file = join(store.folder, "accident.json");
  let people = 0;

  /** PHP with `$services` of the plugin. */
  const php = (/** @type {string} */ code, /** @type {any[]} */ args = []) => store.call(`${SERVICES}\n${code}`, args);

  /** Runs the cron; answers whether it came to its end. */
  const cron = () =>
    store.runCron().then(
      () => true,
      (error) => {
        if (/SIGKILL/.test(error.message)) return false;
        throw error;
      },
    );

  /** Runs the cron, and lets the receipts of what it sent come in. */
  async function work() {
    await cron();
    await store.provider.tick();
  }

  return {
    store,
    faults,
    product,
    php,
    cron,
    work,
    /** Lets time pass in one stride, or in several, with the cron run after each. */
    async pass(/** @type {number} */ ms, stride = ms) {
      for (let left = ms; left > 0; left -= stride) {
        await store.clock.jump(`+${Math.min(stride, left)}`);
        await work();
      }
    },
    /**
     * Wishes for accidents: `kill` at `{hook, priority, nth}` or `{point, nth}`, hooks that are `lost`, come `twice`, or
     * whose listener `throws`; `in`: "cron" or a piece of the address. Everywhere: `quiet` leaves all to the cron,
     * `patience` ends the wait for a provider after so many ms. The wish lasts until it is taken back.
     */
    wish: (/** @type {object} */ wish) => {
      rmSync(`${file}.happened`, { force: true });
      writeFileSync(file, JSON.stringify(wish));
    },
    happened: () => existsSync(`${file}.happened`),
    /** Takes a wish back; answers whether somebody was killed by it. */
    unwish() {
      rmSync(file, { force: true });
      return existsSync(`${file}.happened`);
    },
    /** Lets it be noon of the next day, when texts may go out. */
    noon: () => store.clock.jump(new Date(Math.ceil((store.clock.now() - DAY / 2) / DAY) * DAY + DAY / 2)),
    /** Somebody with a number of their own, in a network of their own. */
    person: () => new Person(store, product, (people += 1)),
    /** What a phone was sent. */
    texts: (/** @type {{ phone: string }} */ { phone }) => store.provider.sentTo(phone),
    /** What WooCommerce has of somebody, oldest first: `{id, status}`; drafts are no orders. */
    orders: (/** @type {{ phone: string }} */ { phone }) =>
      store.call(
        `$found = wc_get_orders(['billing_phone' => $args[0], 'limit' => -1, 'orderby' => 'ID', 'order' => 'ASC',
           'status' => array_diff(array_keys(wc_get_order_statuses()), ['wc-checkout-draft'])]);
         return array_map(fn ($order) => ['id' => $order->get_id(), 'status' => $order->get_status()], $found);`,
        [phone],
      ),
    /** What is written of the texts to somebody, oldest first: `{state, why, receipt, code}`. */
    lines: async (/** @type {{ phone: string }} */ { phone }) =>
      store.sql(
        `SELECT state, why, receipt, code FROM wp_cartsignal_outbox WHERE act = 'send' AND recipient = ? ORDER BY place`,
        [await php("return $services->keys()->recipient($args[0]);", [phone])],
      ),
    /** Arrivals that are not taken in, receipts of the last run aside. */
    async open() {
      await store.clock.jump(`+${MINUTE}`);
      await cron();
      return store.sql("SELECT natural_key, state, error FROM wp_cartsignal_inbox WHERE state <> 'done'");
    },
    overview: () => php("return $services->host()->overview();"),
    /** Takes back whatever a test wished for. */
    async calm() {
      rmSync(file, { force: true });
      faults.clear();
      store.provider.release();
    },
  };
}

/** A shopper in London who speaks HTTP. */
export class Person extends Visitor {
  constructor(store, product, nth) {
    super(store);
    this.product = product;
    // A block of numbers and a network for each: too many texts to one would be held back.
    this.phone = `+447400${100 + nth}456`;
    this.headers = { "x-forwarded-for": `198.51.${nth}.7` };
    this.address = {
      first_name: "Greta",
      last_name: "Muster",
      address_1: "1 Example Street",
      address_2: "",
      city: "London",
      state: "",
      postcode: "SW1A 1AA",
      country: "GB",
      email: `shopper${nth}@kunden.example`,
      phone: this.phone,
    };
  }

  add() {
    return this.addApi(this.product);
  }

  /** Ticks the box beside the number, as the block checkout tells of it; answers the status. */
  async tick() {
    const data = {
      number: this.phone,
      country: "GB",
      first_name: "Greta",
      locale: "en-GB",
      ticked: BOXES.cart["en-GB"].version,
      unticked: "",
    };
    return this.post("cart/extensions", { namespace: "cartsignal", data });
  }

  /** Puts something in, ticks, and leaves. */
  async leave() {
    await this.add();
    await this.tick();
    return this;
  }

  /** Presses the button of a checkout and gets the order's number; undefined where the worker was killed. */
  async order(kind) {
    const { address } = this;
    const answer = await unlessKilled(
      kind === "classic" ? this.orderClassic({ address }) : this.orderBlock({ address }),
    );
    const order = kind === "classic" ? answer?.order : answer?.order_id;
    if (answer && !order) throw new Error(`no order was placed: ${JSON.stringify(answer)}`);
    return order;
  }

  /** Posts to the Store API; answers the status, undefined where the worker was killed. */
  async post(path, json) {
    return (await unlessKilled(this.api(path, json)))?.status;
  }
}

/** The page of a web server whose worker is gone is no JSON. */
async function unlessKilled(answer) {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Waits until something holds; fails with a sentence where it does not come to that. */
export async function until(/** @type {() => boolean} */ holds, /** @type {string} */ otherwise) {
  for (const end = Date.now() + 30_000; !holds();) {
    if (Date.now() > end) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
