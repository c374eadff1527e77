// Owns the keys of people in a replay: hashes of what a file says of them, so that no address or number is passed on.
import { createHash } from "node:crypto";

/** @typedef {import("./host.mjs").Contact} Contact */

/**
 * Mobile ranges of the first markets behind the country code; in the US kinds can't be told from the number.
 * Source: the national numbering plans (BNetzA, Arcep, Ofcom). A full table comes with `parse_phone`.
 */
const NUMBERING = [
  { country: "DE", code: "49", mobile: /^1[567]/ },
  { country: "FR", code: "33", mobile: /^[67]/ },
  { country: "GB", code: "44", mobile: /^7[1-57-9]/ },
  { country: "US", code: "1", mobile: undefined },
];

/**
 * Returns a shopper's key. A bare number or word stays as it is, so that it is found again in the file; an e-mail
 * address or a phone becomes a hash.
 * @param {string} text
 */
export function shopperKey(text) {
  const bare = text.trim();
  const personal = bare.includes("@") || /^\+?[\d\s()./-]{9,}$/.test(bare) || Buffer.byteLength(bare) > 48;
  return personal ? `s-${hash("shopper", bare.toLowerCase())}` : bare;
}

/**
 * Returns the recipient's key and what is known of a phone number, or undefined where it is none.
 * @param {string} text As typed.
 * @param {string | undefined} country Where it was typed, ISO 3166-1.
 * @returns {{recipient: string, number: NonNullable<Contact["number"]>} | undefined}
 */
export function phone(text, country) {
  const digits = text.replace(/\D/g, "");
  if (digits.length < 7 || digits.length > 15) return undefined;
  const international = /^\s*'?\s*(\+|00)/.test(text) ? digits.replace(/^00/, "") : undefined;
  const home = NUMBERING.find((plan) => plan.country === country);
  const full = international ?? (home ? home.code + digits.replace(/^0/, "").replace(usPrefix(home), "") : digits);
  const plan = international ? NUMBERING.find((known) => full.startsWith(known.code)) : home;
  const recipient = `r-${hash("recipient", full)}`;
  if (!plan) return country ? { recipient, number: { kind: "unknown", country } } : undefined;
  const national = full.slice(plan.code.length);
  if (!plan.mobile)
    return { recipient, number: { kind: "unknown", country: plan.country, area: national.slice(0, 3) } };
  return { recipient, number: { kind: plan.mobile.test(national) ? "mobile" : "fixed", country: plan.country } };
}

/**
 * Returns 16 hexadecimal digits that stand for a text.
 * @param {string} subject What the text is, so that equal texts of two subjects differ.
 * @param {string} text
 */
export function hash(subject, text) {
  return createHash("sha256").update(`cartsignal replay ${subject}\n${text}`).digest("hex").slice(0, 16);
}

/** @param {{code: string}} plan */
function usPrefix(plan) {
  return plan.code === "1" ? /^1(?=\d{10}$)/ : /^$/;
}
