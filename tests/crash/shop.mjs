// Owns the small store that the host's tests run: its configuration, its shoppers, and what each of them does.
import { readFileSync } from "node:fs";

const MINUTE = 60_000;

/** A Tuesday, 14:00 in London: every market's window is open, but for the far west of the US. */
export const START = Date.parse("2026-11-24T14:00:00Z");

/** The store of the vectors; nobody is held out. */
export function configuration() {
  return JSON.parse(readFileSync(new URL("../vectors/programs/shop.json", import.meta.url), "utf8"));
}

/** Keys as no store has them. */
export const keys = { recipients: Buffer.alloc(32, 1), store: Buffer.alloc(32, 2) };

/** The account that the fake provider and the host share. */
export const account = { accountSid: `AC${"0".repeat(32)}`, authToken: "fake-token" };

/** Where the provider believes the host to be. */
export const ORIGIN = "https://shop.example";

/**
 * Returns the provider's settings for a host that sends to a fake one.
 * @param {string} base The fake provider's address.
 */
export function twilio(base) {
  return { name: "twilio", settings: { account_sid: account.accountSid, auth_token: account.authToken, base } };
}

/**
 * Returns a British mobile number beside the one that libphonenumber gives as its example, each in a block of its own:
 * many texts to one block look pumped.
 * @param {number} n
 */
export function phone(n) {
  return `07400 ${String(n % 1_000).padStart(3, "0")}456`;
}

/**
 * Returns what a shopper does in one visit: gives a number, allows texts, fills a cart and leaves.
 * @param {number} n Which shopper.
 * @param {string} recipient As `host.contact` answered it.
 * @param {number} at
 * @returns {import("../../js/host/inbox.mjs").Arrival[]}
 */
export function visit(n, recipient, at) {
  const shopper = `s${n}`;
  const said = (/** @type {number} */ place, /** @type {any} */ what) => ({
    shopper,
    contact: { first_name: "Ada", locale: "en-GB", country: "GB", browser_zone: "Europe/London" },
    input: { id: `${shopper}:${at}:${place}`, occurred_at: at + place, trust: /** @type {const} */ ("signed"), what },
  });
  const line = { product: "tea", quantity: 2, unit_price_minor: 1_950 };
  const cart = { cart: `cart-${n}`, version: 1, change: "added", currency: "GBP", lines: [line] };
  return [
    said(0, { "contact.provided": { recipient } }),
    said(1, { "consent.granted": { purpose: "cart", channel: "sms", evidence: `e${n}` } }),
    said(2, { "cart.updated": cart }),
  ];
}

/** @param {number} n @param {string} recipient @param {number} at */
export function order(n, recipient, at) {
  const what = {
    "order.placed": {
      order: `o${n}`,
      cart: `cart-${n}`,
      version: 1,
      placed_at: at,
      currency: "GBP",
      total_minor: 3_900,
    },
  };
  const input = { id: `order:${n}`, occurred_at: at, trust: /** @type {const} */ ("server"), what };
  return { shopper: `s${n}`, recipient, input };
}

/** When a cart left now is texted about at the latest. */
export const LEFT_MS = 3 * 60 * MINUTE;

/**
 * Returns what a number of shoppers do, in order of time; every third one buys, a while after leaving the cart.
 * @param {number} seed
 * @param {number} people
 */
export function script(seed, people) {
  const lines = [];
  for (let n = 0; n < people; n += 1) {
    const who = seed * 100 + n;
    const at = START + n * 20_000;
    const typed = { text: phone(who), country: "GB", locale: "en-GB", first_name: "Ada" };
    const arrivals = (/** @type {string} */ recipient) => [
      ...visit(who, recipient, at),
      ...(n % 3 === 2 ? [order(who, recipient, at + (n % 2 === 0 ? 30 : 200) * MINUTE)] : []),
    ];
    for (const [place, { input }] of arrivals("r").entries())
      lines.push({ at: input.occurred_at, key: input.id, typed, arrival: (recipient) => arrivals(recipient)[place] });
  }
  return lines.sort((a, b) => a.at - b.at);
}
