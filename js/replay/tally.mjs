// Owns the sums of a run: what arrived, what was decided, what it cost, and the hash over all decisions.
import { canonical } from "./canonical.mjs";

/** @typedef {import("./host.mjs").Scene} Scene */

export class Tally {
  inputs = 0;
  carts = { seen: 0, abandoned: 0 };
  orders = { placed: 0, cancelled: 0, refunded: 0, guests: 0 };
  /** @type {Map<string, number>} */
  decisions = new Map();
  sent = { texts: 0, parts: 0, costMicros: 0 };
  /** Texts sent, by kind of text. @type {Map<string, number>} */
  sentBy = new Map();
  /** @type {Map<string, number>} */
  held = new Map();
  /** @type {Map<string, number>} */
  dropped = new Map();
  /** Refused at the last moment, by cause. @type {Map<string, number>} */
  refused = new Map();
  /** @type {Map<string, {sent: number, held: number, dropped: number}>} */
  byCountry = new Map();
  credited = { orders: 0, minor: 0 };

  /** Carts with something in them, by id: told apart by a short hash to keep memory small. @type {Set<string>} */
  #carts = new Set();
  /** @type {Set<string>} */
  #facts = new Set();
  #hash;
  #prices;

  /**
   * @param {{update(text: string): unknown}} hash Such as Node's `createHash("sha256")`.
   * @param {{micros: Map<string, number>, dearest: number}} prices
   */
  constructor(hash, prices) {
    this.#hash = hash;
    this.#prices = prices;
  }

  /** @param {import("./host.mjs").Arrival} arrival */
  arrived({ input, shopper }) {
    this.inputs += 1;
    const what = input?.what ?? {};
    const cart = what["cart.updated"];
    if (cart?.lines?.length > 0) this.#carts.add(cart.cart);
    this.carts.seen = this.#carts.size;
    if (what["order.placed"]) this.orders.placed += 1;
    if (what["order.placed"] && shopper?.startsWith("guest-")) this.orders.guests += 1;
    if (what["order.cancelled"]) this.orders.cancelled += 1;
    if (what["order.refunded"]) this.orders.refunded += 1;
  }

  /** @param {any} answer */
  stepped(answer) {
    for (const fact of answer.facts) {
      if (fact.counts !== "abandoned" || this.#facts.has(fact.id)) continue;
      this.#facts.add(fact.id);
      this.carts.abandoned += fact.value;
    }
  }

  /**
   * @param {any} decision
   * @param {Scene} scene
   */
  decided(decision, scene) {
    this.#hash.update(`${canonical(decision)}\n`);
    const { does, reason } = decision;
    const act = Object.keys(does)[0];
    add(this.decisions, act);
    if (act === "hold_until") {
      add(this.held, reason);
      this.#country(scene).held += 1;
    }
    if (act === "drop") {
      add(this.dropped, reason);
      this.#country(scene).dropped += 1;
    }
    if (act === "credit_order") {
      this.credited.orders += 1;
      this.credited.minor += does.credit_order.amount_minor;
    }
  }

  /**
   * @param {any} decision
   * @param {Scene} scene
   */
  delivered(decision, scene) {
    const { parts, country, class: kind } = decision.does.send;
    this.sent.texts += 1;
    this.sent.parts += parts;
    this.sent.costMicros += parts * (this.#prices.micros.get(country) ?? this.#prices.dearest);
    add(this.sentBy, kind);
    this.#country(scene).sent += 1;
  }

  /** @param {string} why */
  turnedBack(why) {
    add(this.refused, why);
  }

  /** Returns all sums as plain data. */
  summary() {
    const plain = (/** @type {Map<string, any>} */ map) =>
      Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
    return {
      inputs: this.inputs,
      carts: this.carts.seen,
      abandoned: this.carts.abandoned,
      orders: this.orders,
      decisions: plain(this.decisions),
      texts_sent: this.sent.texts,
      parts_sent: this.sent.parts,
      sent_by_kind: plain(this.sentBy),
      held_by_reason: plain(this.held),
      dropped_by_reason: plain(this.dropped),
      refused_by_cause: plain(this.refused),
      by_country: plain(this.byCountry),
      cost_micros: this.sent.costMicros,
      credited: this.credited,
    };
  }

  /** @param {Scene} scene */
  #country({ contact }) {
    const country = contact.number?.country ?? contact.country ?? "unknown";
    const known = this.byCountry.get(country) ?? { sent: 0, held: 0, dropped: 0 };
    this.byCountry.set(country, known);
    return known;
  }
}

/**
 * @param {Map<string, number>} map
 * @param {string} key
 */
function add(map, key) {
  map.set(key, (map.get(key) ?? 0) + 1);
}
