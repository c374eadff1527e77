// Owns what a gathered order says to the core: placed, paid, failed, cancelled, refunded, each with its own time.
import { minor } from "./amounts.mjs";
import { BadRow } from "./complaint.mjs";
import { phone, shopperKey } from "./keys.mjs";
import { readMoment } from "./moments.mjs";

/**
 * @typedef {import("./host.mjs").Arrival} Arrival
 * @typedef {import("./order_rows.mjs").GatheredOrder} GatheredOrder
 * @typedef {{shopper: string, order: string, at: number, lines: import("./order_rows.mjs").OrderLine[], sum: number, currency: string}} CreditNote
 */

/** A payment within this time of the order was made with it. Chosen: the longest 3-D Secure sessions last 15 minutes. */
const PAID_AT_ONCE_MS = 15 * 60_000;

/** What the words of the exports mean. Shopify: financial status. WooCommerce: order status, with or without `wc-`. */
const STATUSES = {
  paid: "paid",
  authorized: "paid",
  partially_paid: "paid",
  processing: "paid",
  completed: "paid",
  complete: "paid",
  shipped: "paid",
  "on-hold": "on_hold",
  "on hold": "on_hold",
  pending: "pending",
  "pending payment": "pending",
  unpaid: "pending",
  "checkout-draft": "draft",
  draft: "draft",
  failed: "failed",
  cancelled: "cancelled",
  canceled: "cancelled",
  voided: "cancelled",
  expired: "cancelled",
  refunded: "refunded",
  partially_refunded: "refunded",
};

/**
 * Returns the arrivals of an order: none for a draft or for rows that sell nothing (stock corrections).
 * @param {GatheredOrder} order
 * @param {{order: import("./moments.mjs").DateOrder, zone: string}} reading
 * @returns {Arrival[]}
 * @throws {BadRow}
 */
export function orderArrivals(order, reading) {
  const { said } = order;
  if (order.lines.length === 0 && !said.total)
    throw new BadRow(`order \`${order.order}\` has neither lines nor a total`);
  const subject = whose(order);
  if (isCreditNote(order)) {
    if (order.sum === 0) return [];
    const note = { shopper: subject.shopper, order: order.order, at: order.at, lines: order.lines, sum: order.sum };
    return [{ at: order.at, line: order.line, ...subject, credit: { ...note, currency: order.currency } }];
  }
  const status = orderStatus(said.status ?? "");
  if (status === "draft") return [];
  const later = laterTimes(order, reading);
  const fact = {
    order: order.order,
    placed_at: order.at,
    ...(said.cart && { cart: said.cart }),
    currency: order.currency,
    total_minor: said.total ? minor(said.total, order.currency) : Math.max(0, order.sum),
    discount_minor: said.discount ? Math.abs(minor(said.discount, order.currency)) : 0,
    lines: order.lines.filter((line) => line.quantity > 0),
  };
  /** @type {Arrival[]} */
  const arrivals = [];
  const say = (/** @type {string} */ what, /** @type {number} */ at, more = {}) => {
    const version = arrivals.length + 1;
    const input = {
      id: `${order.order}:${version}`,
      occurred_at: at,
      trust: /** @type {const} */ ("server"),
      what: { [what]: { ...fact, version, ...more } },
    };
    arrivals.push({ at, line: order.line, ...subject, input });
  };
  const wasPaid = later.paid !== undefined || status === "paid" || status === "refunded";
  const atOnce = wasPaid && (later.paid === undefined || later.paid - order.at <= PAID_AT_ONCE_MS);
  const payment = atOnce ? "paid" : status === "on_hold" ? "on_hold" : "pending";
  say("order.placed", order.at, { payment });
  if (wasPaid && !atOnce) say("order.paid", Math.max(order.at, later.paid ?? 0));
  if (status === "failed") say("order.failed", order.at);
  const refunded = said.refunded
    ? Math.abs(minor(said.refunded, order.currency))
    : status === "refunded"
      ? fact.total_minor
      : 0;
  // Exports do not say when money was given back: it counts as given back with the last thing they say.
  if (refunded > 0)
    say("order.refunded", Math.max(order.at, later.paid ?? 0, later.cancelled ?? 0), { refunded_minor: refunded });
  if (later.cancelled !== undefined || status === "cancelled")
    say("order.cancelled", Math.max(order.at, later.cancelled ?? 0));
  return arrivals;
}

/**
 * Returns what a word for an order's state means.
 * @param {string} text Empty where the file has none: such a file lists what was bought.
 */
function orderStatus(text) {
  if (text === "") return "paid";
  const bare = text.trim().toLowerCase().replace(/^wc-/, "");
  const known = /** @type {Record<string, string>} */ (STATUSES)[bare];
  if (!known) throw new BadRow(`\`${text.slice(0, 40)}\` is no state of an order that is known`);
  return known;
}

/** @param {GatheredOrder} order */
function isCreditNote(order) {
  return order.lines.length > 0 && order.lines.every((line) => line.quantity < 0);
}

/** @param {GatheredOrder} order */
function whose({ order, said, country }) {
  const customer = /^0*$/.test(said.shopper ?? "") ? "" : said.shopper;
  const named = customer || said.email || said.phone;
  const shopper = named ? shopperKey(named) : `guest-${order}`.slice(0, 60);
  const known = said.phone ? phone(said.phone, country) : undefined;
  const firstName = said.first_name?.split(/\s+/)[0];
  const contact = {
    ...(firstName && { first_name: firstName }),
    ...(said.locale && { locale: said.locale }),
    ...(country && { country }),
    ...(said.region && said.region.length <= 3 && { region: said.region }),
    ...(known && { number: known.number }),
  };
  return { shopper, contact, ...(known && { recipient: known.recipient }) };
}

/**
 * @param {GatheredOrder} order
 * @param {{order: import("./moments.mjs").DateOrder, zone: string}} reading
 */
function laterTimes({ said }, { order, zone }) {
  return {
    paid: said.paid_at ? readMoment(said.paid_at, order, zone) : undefined,
    cancelled: said.cancelled_at ? readMoment(said.cancelled_at, order, zone) : undefined,
  };
}
