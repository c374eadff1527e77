// Owns amounts as they are typed: digits are moved, never reckoned with as fractions.

const { currency, locale } = window.cartsignal;

/** How many digits the store's currency has behind the point. */
export const DIGITS = new Intl.NumberFormat(locale, { style: "currency", currency }).resolvedOptions()
  .maximumFractionDigits;
const MICROS = 6;

/** Returns typed text (`50`, `0,075`, `12.50`) in millionths; null where nothing was typed, undefined where it is none. */
export const microsOf = (text) => unitsOf(text, MICROS);

/** Returns typed text in minor units, as `microsOf`. */
export const minorOf = (text) => unitsOf(text, DIGITS);

export const textOfMicros = (micros) => textOf(micros, MICROS, DIGITS);

export const textOfMinor = (minor) => textOf(minor, DIGITS, DIGITS);

function unitsOf(typed, digits) {
  const text = String(typed ?? "").trim();
  if (text === "") return null;
  const [, whole, rest = ""] = /^(\d{1,9})(?:[.,](\d*))?$/.exec(text) ?? [];
  return whole === undefined || rest.length > digits ? undefined : Number(whole + rest.padEnd(digits, "0"));
}

function textOf(units, digits, shown) {
  if (units === null || units === undefined) return "";
  const all = String(units).padStart(digits + 1, "0");
  const rest = all
    .slice(all.length - digits)
    .replace(/0+$/, "")
    .padEnd(shown, "0");
  const point = new Intl.NumberFormat(locale).format(1.5)[1];
  return all.slice(0, all.length - digits) + (digits === 0 || rest === "" ? "" : point + rest);
}
