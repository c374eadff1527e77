// Owns turning a country as an export writes it, code or name, into its ISO 3166-1 code.

/** Names that Intl does not know. Left out on purpose: `European Community`, `Channel Islands`: no single country. */
const ALIASES = {
  "CZECH REPUBLIC": "CZ",
  EIRE: "IE",
  ENGLAND: "GB",
  "GREAT BRITAIN": "GB",
  "HONG KONG": "HK",
  RSA: "ZA",
  SCOTLAND: "GB",
  UK: "GB",
  USA: "US",
  "UNITED STATES OF AMERICA": "US",
  WALES: "GB",
};

/** Codes that Intl names and that are no countries. */
const NO_COUNTRY = ["EU", "EZ", "UN", "XA", "XB", "ZZ"];

/** Languages in which exports of the first markets write countries. */
const LANGUAGES = ["en", "de", "fr"];

/** @type {Map<string, string> | undefined} */
let names;

/**
 * Returns the two-letter code, or undefined where the text names no single country.
 * @param {string} text
 */
export function countryCode(text) {
  names ??= table();
  return names.get(text.trim().toUpperCase());
}

function table() {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    for (const pair of letters.flatMap((first) => letters.map((second) => first + second))) {
      // A withdrawn code is answered with the one that replaced it: DD with DE.
      const code = new Intl.Locale(`und-${pair}`).region ?? pair;
      const name = code !== pair || NO_COUNTRY.includes(code) ? undefined : display.of(code);
      if (!name) continue;
      found.set(code, code);
      if (!found.has(name.toUpperCase())) found.set(name.toUpperCase(), code);
    }
  }
  for (const [name, code] of Object.entries(ALIASES)) found.set(name, code);
  return found;
}
