// Owns what both benchmarks run: configurations and requests. Run by itself it prints them as JSON, for native.rs.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const scenario = JSON.parse(readFileSync(new URL("scenario.json", import.meta.url), "utf8"));
const demo = JSON.parse(readFileSync(new URL("../../src/preset/demo.json", import.meta.url), "utf8"));
const minute = 60_000;

const { shopper, recipient, contact, start, history } = scenario;
const calls = 4000;

/** The demo store with as many segments, each of its own number. */
function configuration(segments) {
  return JSON.stringify({
    ...demo,
    segments: Array.from({ length: segments }, (_, n) => ({
      name: `segment_${n}`,
      condition: {
        all: [
          { is: ["orders", "at_most", n] },
          { any: [{ is: ["cart_value_minor", "at_least", n * 1000] }, { is: [{ product_views: 30 }, "at_least", n] }] },
        ],
      },
    })),
  });
}

const line = (n) => ({
  product: `product-${n}`,
  variant: `variant-${n}`,
  quantity: 1 + (n % 3),
  unit_price_minor: 1999,
  category: `category-${n % 4}`,
});

/** A change of a cart with three lines. */
function cart(n) {
  const lines = [line(n), line(n + 1), line(n + 2)];
  return input(n, "signed", {
    "cart.updated": { cart: "cart-1", version: n, change: "added", currency: "EUR", lines },
  });
}

/** A product page seen. */
const view = (n) =>
  input(n, "browser", { "product.viewed": { product: `product-${n % 10}`, category: `category-${n % 4}` } });

/** What comes before: a number, permission, then views. */
function before(n) {
  if (n === 0) return input(n, "signed", { "contact.provided": { recipient } });
  if (n === 1) {
    const consent = { purpose: "cart", channel: "sms", evidence: "evidence-1" };
    return input(n, "signed", { "consent.granted": consent });
  }
  return view(n);
}

/** The moment of the nth input. */
const moment = (n) => start + n * minute;

function input(n, trust, what) {
  return { id: `input-${n}`, occurred_at: moment(n), trust, what };
}

const wake = (n) => input(n, "server", { wake: {} });
const later = (n) => moment(history + (n % 50));
const many = (make) => Array.from({ length: calls }, (_, n) => make(history + (n % 500)));
const held = (make) => many((n) => ask({ resident: "handle", moment: later(n), input: make(n) }));
const stored = (make) =>
  many((n) => ask({ program: "handle", shopper, recipient, contact, moment: later(n), input: make(n) }));

/** Configurations by name. */
export const configurations = { plain: configuration(0), full: configuration(30) };

/** Requests that give the shopper a past. */
export const past = Array.from({ length: history }, (_, n) =>
  ask({ program: "handle", shopper, recipient, contact, moment: moment(n), input: before(n) }),
);

/** What is measured: a name, the store it runs in, whether the shopper is resident, and the requests. */
export const measures = [
  { name: "event to decision, states in and out", store: "plain", resident: false, requests: stored(cart) },
  { name: "view to decision, states in and out", store: "plain", resident: false, requests: stored(view) },
  { name: "event to decision, resident", store: "plain", resident: true, requests: held(cart) },
  { name: "view to decision, resident", store: "plain", resident: true, requests: held(view) },
  { name: "wake, resident, no segments", store: "plain", resident: true, requests: held(wake) },
  { name: "wake, resident, 30 segments", store: "full", resident: true, requests: held(wake) },
];

/** Fills the handle of a program or resident into a request. */
export const fill = (request, handle) => request.replace('"handle"', String(handle));

/** What `hold` is asked with. */
export const startOf = (program) => ({ program, shopper, recipient, contact });

function ask(request) {
  return JSON.stringify(request);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const hold = JSON.stringify(startOf("handle"));
  console.log(JSON.stringify({ configurations, past, measures, hold }));
}
