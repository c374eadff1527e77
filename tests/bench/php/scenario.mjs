// Owns what the benchmark of PHP decides: one shopper with twenty events behind them, and four kinds of input on top.
import { readFileSync } from "node:fs";

const scenario = JSON.parse(readFileSync(new URL("../scenario.json", import.meta.url), "utf8"));
const minute = 60_000;
const day = 1_440 * minute;
const { shopper, contact } = scenario;

/** Somebody that no journey of the demo store holds out. */
const recipient = "recipient-4";

/** Moments of the past begin 40 days before this one, a Monday morning. */
const now = scenario.start;

const line = (n) => ({
  product: `product-${n % 30}`,
  variant: `variant-${n % 60}`,
  quantity: 1 + (n % 3),
  unit_price_minor: 1_999,
  category: `category-${n % 4}`,
});
const cart = (version) => ({
  cart: "cart-1",
  version,
  change: "added",
  currency: "EUR",
  lines: [line(version), line(version + 1), line(version + 2)],
});
const order = (id, at) => ({
  order: id,
  currency: "EUR",
  total_minor: 8_996,
  payment: "paid",
  placed_at: at,
  version: 1,
  lines: [line(3), line(4)],
});
const consent = (purpose) => ({ purpose, channel: "sms", evidence: `evidence-${purpose}` });

/** What the shopper did, with the time before `now` at which it happened. */
const acts = [
  [40 * day, "signed", { "contact.provided": { recipient } }],
  [40 * day - minute, "signed", { "consent.granted": consent("cart") }],
  [40 * day - 2 * minute, "signed", { "consent.granted": consent("offers") }],
  [40 * day - 3 * minute, "signed", { reply: { channel: "sms", kind: "yes" } }],
  [39 * day, "browser", { "page.viewed": { tag: "sale" } }],
  [39 * day - minute, "browser", { "product.viewed": { product: "product-3", category: "category-3" } }],
  [39 * day - 2 * minute, "server", { "order.placed": order("order-1", now - 39 * day + 2 * minute) }],
  [20 * day, "browser", { "collection.viewed": { category: "category-1" } }],
  [20 * day - minute, "browser", { "product.viewed": { product: "product-1", category: "category-1" } }],
  [20 * day - 2 * minute, "browser", { "product.viewed": { product: "product-5", category: "category-1" } }],
  [20 * day - 3 * minute, "server", { "order.placed": order("order-2", now - 20 * day + 3 * minute) }],
  [2 * day, "browser", { "page.viewed": {} }],
  [2 * day - minute, "browser", { "product.viewed": { product: "product-1", category: "category-1" } }],
  [2 * day - 2 * minute, "browser", { "page.viewed": { tag: "shipping" } }],
  [30 * minute, "browser", { "page.viewed": {} }],
  [29 * minute, "browser", { "product.viewed": { product: "product-1", category: "category-1" } }],
  [28 * minute, "browser", { "product.viewed": { product: "product-2", category: "category-2" } }],
  [20 * minute, "signed", { "cart.updated": cart(1) }],
  [18 * minute, "browser", { "product.viewed": { product: "product-4", category: "category-0" } }],
  [15 * minute, "signed", { "cart.updated": cart(2) }],
];

/** What is decided: name, how it came in, how long after `now`, and what it says the nth time. */
const kinds = [
  { name: "page viewed", trust: "browser", later: 0, what: () => ({ "page.viewed": {} }) },
  { name: "cart updated", trust: "signed", later: 0, what: (n) => ({ "cart.updated": cart(3 + n) }) },
  {
    name: "order placed",
    trust: "server",
    later: 0,
    what: (n) => ({ "order.placed": { ...order(`order-${3 + n}`, now), cart: "cart-1" } }),
  },
  { name: "wake that sends a text", trust: "server", later: 120 * minute, what: () => ({ wake: {} }) },
];

const request = (id, trust, at, what) => ({
  program: "handle",
  shopper,
  recipient,
  contact,
  moment: at,
  input: { id, occurred_at: at, trust, what },
});

/** Requests that give the shopper a past. */
export const past = acts.map(([before, trust, what], n) => request(`past-${n}`, trust, now - before, what));

/**
 * What is measured: a name, and the nth request.
 * @type {{name: string, request: (n: number) => object}[]}
 */
export const measures = kinds.map(({ name, trust, later, what }) => ({
  name,
  request: (n) => request(`now-${n}`, trust, now + later + (n % 50) * 1_000, what(n)),
}));

/** The measure whose median is the headline. */
export const headline = "cart updated";
