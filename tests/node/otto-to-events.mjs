// Owns turning OTTO's sessions (clicks, carts, orders) into event JSONL. Nothing of the data is kept in the repository.
// Usage: node tests/node/otto-to-events.mjs [../shared/data/otto_sample/train.jsonl] > otto.jsonl
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const OTTO = fileURLToPath(new URL("../../../shared/data/otto_sample/train.jsonl", import.meta.url));

/** OTTO publishes no prices: every article counts as 19.99. */
const UNIT_PRICE_MINOR = 1_999;
const CURRENCY = "EUR";

/**
 * Returns one line per event, session by session. An order takes the whole cart: what is added later is a new cart.
 * @param {string} jsonl
 */
export function ottoToEvents(jsonl) {
  const sessions = jsonl
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line));
  return sessions.flatMap(({ session, events }) => sessionLines(session, events)).map((event) => JSON.stringify(event));
}

/**
 * @param {number} session
 * @param {{aid: number, ts: number, type: "clicks" | "carts" | "orders"}[]} events
 */
function sessionLines(session, events) {
  const shopper = `otto-${session}`;
  /** @type {object[]} */
  const written = [];
  let carts = 1;
  let version = 0;
  /** @type {Map<number, number>} */
  let quantities = new Map();
  const say = (/** @type {number} */ at, /** @type {string} */ trust, /** @type {object} */ what) =>
    written.push({ id: `${shopper}:${written.length}`, occurred_at: at, trust, what, shopper });
  for (const [place, { aid, ts, type }] of events.entries()) {
    const cart = `${shopper}-cart-${carts}`;
    if (type === "clicks") say(ts, "browser", { "product.viewed": { product: String(aid) } });
    if (type === "carts") {
      quantities.set(aid, (quantities.get(aid) ?? 0) + 1);
      version += 1;
      say(ts, "server", {
        "cart.updated": { cart, version, change: "added", currency: CURRENCY, lines: linesOf(quantities) },
      });
    }
    // Articles of one order have one time and follow each other: its first article writes it.
    if (type === "orders" && !(events[place - 1]?.type === "orders" && events[place - 1].ts === ts)) {
      const bought = events.filter((event) => event.type === "orders" && event.ts === ts).map((event) => event.aid);
      const lines = linesOf(new Map(bought.map((article) => [article, 1])));
      const fact = { order: `${shopper}-order-${carts}`, version: 1, placed_at: ts, cart, currency: CURRENCY };
      say(ts, "server", {
        "order.placed": { ...fact, total_minor: lines.length * UNIT_PRICE_MINOR, payment: "paid", lines },
      });
      carts += 1;
      version = 0;
      quantities = new Map();
    }
  }
  return written;
}

/** @param {Map<number, number>} quantities */
function linesOf(quantities) {
  return [...quantities].map(([aid, quantity]) => ({
    product: String(aid),
    quantity,
    unit_price_minor: UNIT_PRICE_MINOR,
  }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${ottoToEvents(readFileSync(process.argv[2] ?? OTTO, "utf8")).join("\n")}\n`);
}
