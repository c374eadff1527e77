// Owns finding the order that a credit note (an invoice of negative quantities, with a number of its own) takes back.

/**
 * @typedef {import("./host.mjs").Arrival} Arrival
 * @typedef {{order: string, version: number, placed_at: number, currency: string, total: number, refunded: number, bought: Map<string, number>}} Known
 */

/** Orders remembered per shopper, the latest. Chosen: a return goes back to one of the last few orders. */
const ORDERS_KEPT = 6;

/**
 * Turns credit notes into `order.refunded` or, when nothing is left of the order, `order.cancelled` of the shopper's
 * latest order that holds the product. One that fits no order becomes a cancelled order of its own, which changes no
 * purchase.
 */
export class CreditNotes {
  matched = 0;
  unmatched = 0;

  /** @type {Map<string, Known[]>} */
  #known = new Map();

  /**
   * Returns the arrival itself, or what its credit note means. Arrivals must come in order of time.
   * @param {Arrival} arrival
   * @returns {Arrival}
   */
  resolve(arrival) {
    if (arrival.credit) return this.#credit(arrival, arrival.credit);
    const placed = arrival.input?.what["order.placed"];
    if (placed && arrival.shopper && !arrival.shopper.startsWith("guest-")) this.#remember(arrival.shopper, placed);
    return arrival;
  }

  /**
   * @param {string} shopper
   * @param {any} placed
   */
  #remember(shopper, placed) {
    const bought = new Map();
    for (const line of placed.lines) bought.set(line.product, (bought.get(line.product) ?? 0) + line.quantity);
    const { order, placed_at, currency, total_minor } = placed;
    const orders = this.#known.get(shopper) ?? [];
    orders.push({ order, version: 8, placed_at, currency, total: total_minor, refunded: 0, bought });
    this.#known.set(shopper, orders.slice(-ORDERS_KEPT));
  }

  /**
   * @param {Arrival} arrival
   * @param {import("./orders.mjs").CreditNote} note
   * @returns {Arrival}
   */
  #credit(arrival, note) {
    const orders = this.#known.get(note.shopper) ?? [];
    const found = orders.findLast(
      (order) =>
        order.currency === note.currency &&
        note.lines.some((line) => (order.bought.get(line.product) ?? 0) >= -line.quantity),
    );
    const rest = { ...arrival };
    delete rest.credit;
    const say = (/** @type {string} */ what, /** @type {object} */ fact) => ({
      ...rest,
      input: {
        id: `credit:${note.order}`,
        occurred_at: note.at,
        trust: /** @type {const} */ ("server"),
        what: { [what]: fact },
      },
    });
    if (!found) {
      this.unmatched += 1;
      const own = { order: note.order, version: 1, placed_at: note.at, currency: note.currency, total_minor: 0 };
      return say("order.cancelled", own);
    }
    this.matched += 1;
    found.version += 1;
    found.refunded = Math.min(found.total, found.refunded - note.sum);
    for (const line of note.lines) {
      const left = (found.bought.get(line.product) ?? 0) + line.quantity;
      if (left > 0) found.bought.set(line.product, left);
      else found.bought.delete(line.product);
    }
    const { order, version, placed_at, currency, total, refunded } = found;
    const fact = { order, version, placed_at, currency, total_minor: total, refunded_minor: refunded };
    return say(refunded >= total ? "order.cancelled" : "order.refunded", fact);
  }
}
