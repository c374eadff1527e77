// Owns writing down what one simulated shopper does: each act becomes an input with its own time and channel.
import { basket, PRODUCTS, total } from "./catalogue.mjs";

/**
 * @typedef {import("../replay/host.mjs").Arrival} Arrival
 * @typedef {import("./people.mjs").Person} Person
 * @typedef {import("./random.mjs").Random} Random
 */

export const CURRENCY = "EUR";
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export class Diary {
  /** @type {Arrival[]} */
  arrivals = [];
  /** What lies in the cart. @type {import("./catalogue.mjs").Line[]} */
  lines = [];
  cart = "";

  #acts = 0;
  #carts = 0;
  #version = 0;
  #label;

  /**
   * @param {Person} person
   * @param {Random} random
   * @param {number} at When the visit begins.
   * @param {string} [shopper] Another device of the same person.
   */
  constructor(person, random, at, shopper = person.shopper) {
    this.person = person;
    this.random = random;
    this.at = at;
    this.shopper = shopper;
    this.#label = shopper;
  }

  /**
   * Lets minutes pass.
   * @param {number} least
   * @param {number} most
   */
  wait(least, most) {
    this.at += this.random.whole(least * 60, most * 60) * SECOND;
    return this;
  }

  /** Looks at a few products. */
  browse() {
    this.#say("browser", { "page.viewed": this.random.chance(15) ? { tag: "sale" } : {} });
    for (let views = this.random.whole(1, 5); views > 0; views -= 1) {
      this.at += this.random.whole(8, 90) * SECOND;
      const { product, category } = this.random.pick(PRODUCTS);
      this.#say("browser", { "product.viewed": { product, category } });
    }
    return this;
  }

  /** Fills a new cart. */
  fill() {
    this.#carts += 1;
    this.cart = `cart-${this.#label}-${this.#carts}`;
    this.#version = 0;
    this.lines = [];
    for (const line of basket(this.random)) {
      this.at += this.random.whole(10, 120) * SECOND;
      this.lines = [...this.lines, line];
      this.#cart("added");
    }
    return this;
  }

  /** Takes everything out again. */
  empty() {
    this.lines = [];
    return this.#cart("removed");
  }

  /** Opens checkout. */
  checkout() {
    this.at += this.random.whole(5, 60) * SECOND;
    return this.#say("signed", { "checkout.started": { cart: this.cart } });
  }

  /** @param {"contact" | "shipping" | "payment" | "payment_failed"} step */
  reach(step) {
    this.at += this.random.whole(15, 80) * SECOND;
    return this.#say("signed", { "checkout.step_reached": { cart: this.cart, step } });
  }

  /**
   * Types the number and ticks boxes.
   * @param {("cart" | "offers")[]} purposes Boxes ticked.
   */
  tick(purposes) {
    this.at += this.random.whole(10, 40) * SECOND;
    const { recipient, contact, basis } = this.person;
    this.#say("signed", { "contact.provided": { recipient } }, { contact });
    for (const purpose of purposes) {
      const grant = { purpose, channel: "sms", evidence: `box-${this.#label}-${this.#acts}`, basis };
      this.#say("signed", { "consent.granted": grant }, { recipient });
    }
    return this;
  }

  /** Unticks the box: the number is deleted. */
  untick() {
    this.at += this.random.whole(5, 30) * SECOND;
    return this.#say("signed", { "contact.cleared": {} });
  }

  /**
   * Pays. The order's webhook may be late or come twice.
   * @param {{payment?: "paid" | "on_hold" | "pending", lateMinutes?: number, twice?: boolean, cart?: string}} [how]
   */
  buy({ payment = "paid", lateMinutes = 0, twice = false, cart = this.cart } = {}) {
    this.at += this.random.whole(20, 120) * SECOND;
    const order = `order-${cart.slice(5)}`;
    const lines = this.lines.map(({ product, category, quantity, unit_price_minor, on_sale }) => ({
      product,
      category,
      quantity,
      unit_price_minor,
      on_sale,
    }));
    const fact = {
      order,
      version: 1,
      placed_at: this.at,
      cart,
      currency: CURRENCY,
      total_minor: total(lines),
      payment,
      lines,
    };
    const received = this.at + lateMinutes * MINUTE;
    this.#say("server", { "order.placed": fact }, {}, received);
    if (twice) this.arrivals.push({ ...this.arrivals[this.arrivals.length - 1], at: received + 2 * MINUTE });
    return this;
  }

  /**
   * Answers a text.
   * @param {"stop" | "yes" | "help" | "ambiguous" | "start"} kind
   */
  reply(kind) {
    const arrival = this.#input("signed", { reply: { kind, channel: "sms" } });
    this.arrivals.push({ at: this.at, recipient: this.person.recipient, input: arrival });
    return this;
  }

  /**
   * Opens the link in a text.
   * @param {string} decision
   */
  open(decision) {
    return this.#say("signed", { "link.opened": { decision } });
  }

  /** @param {"added" | "removed" | "changed" | "restored"} change */
  #cart(change) {
    this.#version += 1;
    const { cart, lines } = this;
    return this.#say("server", { "cart.updated": { cart, version: this.#version, change, currency: CURRENCY, lines } });
  }

  /**
   * @param {"browser" | "signed" | "server"} trust
   * @param {Record<string, object>} what
   * @param {Partial<Arrival>} [more]
   * @param {number} [received]
   */
  #say(trust, what, more = {}, received = this.at) {
    this.arrivals.push({ at: received, shopper: this.shopper, ...more, input: this.#input(trust, what) });
    return this;
  }

  /**
   * @param {"browser" | "signed" | "server"} trust
   * @param {Record<string, object>} what
   */
  #input(trust, what) {
    this.#acts += 1;
    return { id: `${this.#label}:${this.at}:${this.#acts}`, occurred_at: this.at, trust, what };
  }
}
