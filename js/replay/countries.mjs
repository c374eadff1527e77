// Owns turning a country as an export writes it, code or name, into its ISO 3166-1 code.

/** Names that Intl does not know. Left out on purpose: `European Community`, `Channel Islands`: no single country. */
const ALIASES = {
  EIRE: "IE",
  ENGLAND: "GB",
  "GREAT BRITAIN": "GB",
  RSA: "ZA",
  SCOTLAND: "GB",
  UK: "GB",
  USA: "US",
  "UNITED STATES OF AMERICA": "US",
  WALES: "GB",
};

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
    for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
      const name = ["EU", "EZ", "UN", "XA", "XB", "ZZ", "UK"].includes(code) ? undefined : display.of(code);
      if (!name) continue;
      found.set(code, code);
      if (!found.has(name.toUpperCase())) found.set(name.toUpperCase(), code);
    }
  }
  for (const [name, code] of Object.entries(ALIASES)) found.set(name, code);
  return found;
}
