// Owns the numbers that the core and libphonenumber-js are compared on: seeded, of every country and type, valid and nearly so.
import metadata from "libphonenumber-js/max/metadata";
import examples from "libphonenumber-js/examples.mobile.json";
import { parse } from "../../js/tools/phone_table/pattern.mjs";

export const COUNTRIES = Object.keys(metadata.countries);
export { examples };

const [IDD, NATIONAL, LENGTHS, PREFIX, PREFIX_FOR_PARSING, TYPES] = [1, 2, 3, 5, 7, 11];
const trees = new Map();

/**
 * Returns the calling code of a country.
 * @param {string} country
 * @returns {string}
 */
export function callingCode(country) {
  return metadata.countries[country][0];
}

/**
 * Returns one prefix with which a country calls abroad.
 * @param {string} country
 * @param {import("../../js/simulator/random.mjs").Random} random
 */
export function internationalPrefix(country, random) {
  return sample(metadata.countries[country][IDD], random);
}

/**
 * Returns the patterns of a country's types of numbers.
 * @param {string} country
 * @returns {string[]}
 */
export function typePatterns(country) {
  return metadata.countries[country][TYPES].filter(Boolean)
    .map(([pattern]) => pattern)
    .filter(Boolean);
}

/**
 * Returns digits of a pattern, each shape as likely as the pattern has it; an end (`$`) is nothing.
 * @param {string} pattern
 * @param {import("../../js/simulator/random.mjs").Random} random
 */
export function sample(pattern, random) {
  if (!trees.has(pattern)) trees.set(pattern, parse(pattern));
  return written(trees.get(pattern));

  function written(item) {
    if (item.item) {
      const times = random.whole(item.least, item.most);
      return Array.from({ length: times }, () => written(item.item)).join("");
    }
    if (item.digits === undefined)
      return (item.branches.length > 0 ? pick(item.branches, random) : []).map(written).join("");
    const digits = [..."0123456789"].filter((_, digit) => (item.digits >> digit) & 1);
    return pick(digits, random);
  }
}

/**
 * Returns one typed number and the country it was typed in.
 * @param {import("../../js/simulator/random.mjs").Random} random
 * @returns {{text: string, country?: string}}
 */
export function typedNumber(random) {
  const country = pick(COUNTRIES, random);
  const national = mutated(nationalNumber(country, random), random);
  const form = pick(FORMS, random)(national, country, random);
  return { text: noisy(form.text, random), country: form.country };
}

const FORMS = [
  (national, country) => ({ text: `+${callingCode(country)}${national}` }),
  (national, country, random) => ({ text: `+${callingCode(country)}${national}`, country: pick(COUNTRIES, random) }),
  (national, country) => ({
    text: `+${callingCode(country)}(${metadata.countries[country][PREFIX] || "0"})${national}`,
  }),
  (national, country) => ({ text: `${callingCode(country)}${national}`, country }),
  (national, country) => ({ text: national, country }),
  (national, country) => ({ text: `${metadata.countries[country][PREFIX] || "0"}${national}`, country }),
  (national, country, random) => ({ text: `${nationalPrefix(country, random)}${national}`, country }),
  (national, country, random) => {
    const from = pick(COUNTRIES, random);
    return { text: `${internationalPrefix(from, random)}${callingCode(country)}${national}`, country: from };
  },
  (national, _, random) => ({ text: national, country: pick(COUNTRIES, random) }),
  (national) => ({ text: national }),
];

function nationalNumber(country, random) {
  const region = metadata.countries[country];
  const way = random.whole(0, 9);
  if (way < 5) return sample(pick(typePatterns(country), random), random);
  if (way < 6) return sample(region[NATIONAL], random);
  const example = examples[country] ?? sample(region[NATIONAL], random);
  const length = way < 8 ? pick(region[LENGTHS], random) : example.length;
  const kept = way < 7 ? 0 : random.whole(0, 4);
  return Array.from({ length }, (_, at) => (at < kept ? example[at] : digit(random))).join("");
}

/** The whole of what may be dialled before a number within its country, carriers' codes and all. */
function nationalPrefix(country, random) {
  const region = metadata.countries[country];
  const pattern = region[PREFIX_FOR_PARSING] || region[PREFIX];
  return pattern ? sample(pattern, random) : "0";
}

function mutated(national, random) {
  const at = random.whole(0, national.length - 1);
  const [before, behind] = [national.slice(0, at), national.slice(at + 1)];
  const way = random.whole(0, 19);
  if (way === 0) return before + behind;
  if (way === 1) return `${before}${national[at] ?? ""}${digit(random)}${behind}`;
  return way < 6 ? before + digit(random) + behind : national;
}

/** Puts in signs that libphonenumber-js takes, where people put them, and writes some numbers in other digits. */
function noisy(text, random) {
  const way = random.whole(0, 9);
  if (way < 3) return text;
  if (way === 3) return text.replace(/\d/g, (each) => String.fromCharCode(0xff10 + Number(each)));
  if (way === 4) return text.replace(/\d/g, (each) => String.fromCharCode(0x660 + Number(each)));
  if (way === 5)
    return `${pick(["Tel.: ", " ", "(", "phone "], random)}${text}${pick([" ", ".", " (home)", ")"], random)}`;
  const signs = [" ", "-", ".", "/", "\u00a0", ") ", " (", "--"];
  return text.replace(/(?<=\d)(?=\d)/g, () => (random.whole(0, 3) === 0 ? pick(signs, random) : ""));
}

function digit(random) {
  return String(random.whole(0, 9));
}

/**
 * @template T
 * @param {T[]} list
 * @param {import("../../js/simulator/random.mjs").Random} random
 * @returns {T}
 */
export function pick(list, random) {
  return list[random.whole(0, list.length - 1)];
}
