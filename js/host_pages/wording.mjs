// Owns which language a page speaks and the words it says: `wording.json`, one entry per language.
import { readFileSync } from "node:fs";

/** @typedef {{title: string, text: string[], [button: string]: any}} Words */

/** @type {Record<string, any>} */
const WORDING = JSON.parse(readFileSync(new URL("wording.json", import.meta.url), "utf8"));

/** Spoken where nothing else is known of the reader. */
const FALLBACK = "en";

/** Of an Accept-Language header as much is read; the rest says no more. */
const MOST_HEADER = 200;

/**
 * Returns the language of a page: the recipient's own, else the browser's favourite among those there are.
 * @param {string | undefined} locale Of the recipient, such as `de-AT`.
 * @param {string | undefined} accepted The header Accept-Language.
 */
export function languageFor(locale, accepted) {
  return [locale ?? "", ...favourites(accepted)].map(known).find(Boolean) ?? FALLBACK;
}

/**
 * Returns the words of one page with the shop's name in them.
 * @param {string} language
 * @param {string} page
 * @param {{name: string, help_contact?: string}} shop
 * @returns {Words & {heading: string, wayOut: string[]}}
 */
export function wordsOf(language, page, { name, help_contact: contact }) {
  const words = WORDING[language];
  const fill = (/** @type {string} */ text) => text.replaceAll(/\{(shop|contact)\}/g, (_, what) => filling[what]);
  const filling = /** @type {Record<string, string>} */ ({ shop: name, contact });
  const filled = Object.entries(words[page]).map(([key, said]) => [
    key,
    Array.isArray(said) ? said.map(fill) : fill(said),
  ]);
  const wayOut = [words.way_out, ...(contact ? [words.way_out_contact] : [])].map(fill);
  return { ...Object.fromEntries(filled), heading: fill(words.page), wayOut };
}

/** @param {string | undefined} accepted */
function favourites(accepted) {
  const wanted = (accepted ?? "").slice(0, MOST_HEADER).split(",");
  return wanted
    .map((each) => {
      const [language, ...rest] = each.split(";");
      const weight = rest.map((part) => /^\s*q=([\d.]+)\s*$/.exec(part)?.[1]).find(Boolean);
      return { language: language.trim(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language);
}

/** @param {string} locale */
function known(locale) {
  const language = locale.toLowerCase().split(/[-_]/)[0];
  return Object.hasOwn(WORDING, language) ? language : undefined;
}
