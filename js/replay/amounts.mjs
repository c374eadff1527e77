// Owns reading amounts and quantities as people and exports write them, exactly: no floating point in between.
import { BadRow } from "./complaint.mjs";

/** @type {Map<string, number>} */
const digits = new Map();

/**
 * Returns how many decimals the minor unit of a currency has (EUR 2, JPY 0).
 * @param {string} currency ISO 4217, upper case.
 */
export function minorDigits(currency) {
  let known = digits.get(currency);
  if (known === undefined) {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    known = format.resolvedOptions().maximumFractionDigits ?? 2;
    digits.set(currency, known);
  }
  return known;
}

/**
 * Returns an amount in minor units, rounded half away from zero. Reads `1,234.50`, `1.234,50`, `12,95`, `£3.20`, `(4.00)`.
 * @param {string} text
 * @param {string} currency
 */
export function minor(text, currency) {
  const decimal = plainDecimal(text);
  if (decimal === undefined) throw new BadRow(`\`${shorten(text)}\` is not an amount`);
  const places = minorDigits(currency);
  const [whole, fraction = ""] = decimal.replace("-", "").split(".");
  const kept = (fraction + "0".repeat(places + 1)).slice(0, places + 1);
  const tenths = Number(whole + kept);
  if (!Number.isSafeInteger(tenths)) throw new BadRow(`\`${shorten(text)}\` is too large for an amount`);
  const value = Math.floor((tenths + 5) / 10);
  return decimal.startsWith("-") && value !== 0 ? -value : value;
}

/**
 * Returns a whole number, which may be negative.
 * @param {string} text
 */
export function wholeNumber(text) {
  const found = /^\s*([+-]?\d{1,9})(?:[.,]0+)?\s*$/.exec(text);
  if (!found) throw new BadRow(`\`${shorten(text)}\` is not a whole number`);
  return Number(found[1]);
}

/** @param {string} text */
export function shorten(text) {
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

/**
 * Returns the number as digits with a point, or undefined. A single comma followed by three digits separates thousands.
 * @param {string} text
 */
function plainDecimal(text) {
  let bare = text.replace(/[\s'\u00a0\u202f]/g, "").replace(/^[^\d(+-.,]+|[^\d).,]+$/g, "");
  let negative = false;
  if (/^\(.*\)$/.test(bare)) {
    negative = true;
    bare = bare.slice(1, -1);
  }
  if (/^[+-]/.test(bare)) {
    negative = bare.startsWith("-");
    bare = bare.slice(1).replace(/^[^\d.,]+/, "");
  }
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)) bare = bare.replaceAll(",", "");
  else if (/^\d{1,3}(\.\d{3})+,\d+$/.test(bare)) bare = bare.replaceAll(".", "").replace(",", ".");
  else if (/^\d*,\d+$/.test(bare)) bare = bare.replace(",", ".");
  if (!/^\d*\.?\d*$/.test(bare) || !/\d/.test(bare)) return undefined;
  return (negative ? "-" : "") + (bare.startsWith(".") ? `0${bare}` : bare);
}
