// Owns who the simulated shoppers are: where they live, what they are called, which phone they have.

/**
 * @typedef {import("../replay/host.mjs").Contact} Contact
 * @typedef {object} Person
 * @property {string} shopper
 * @property {string} recipient
 * @property {Contact & {country: string, browser_zone: string}} contact
 * @property {"express" | "express_written"} basis On which their tick stands.
 * @property {string} [typed] Their number as they type it (numbers.mjs); nothing where all of their country are given out.
 *
 * @typedef {object} Home
 * @property {string} country
 * @property {string} locale
 * @property {string} zone
 * @property {string} [region]
 * @property {string} [area]
 */

/** Homes by weight: a shop in Munich that sells abroad. @type {readonly (readonly [Home, number])[]} */
const HOMES = [
  [{ country: "DE", locale: "de", zone: "Europe/Berlin", region: "BY" }, 30],
  [{ country: "DE", locale: "de", zone: "Europe/Berlin", region: "BE" }, 14],
  [{ country: "FR", locale: "fr", zone: "Europe/Paris" }, 18],
  [{ country: "GB", locale: "en-GB", zone: "Europe/London" }, 14],
  [{ country: "US", locale: "en-US", zone: "America/New_York", region: "NY", area: "212" }, 9],
  [{ country: "US", locale: "en-US", zone: "America/New_York", region: "FL", area: "305" }, 5],
  [{ country: "US", locale: "en-US", zone: "America/Chicago", region: "TX", area: "512" }, 4],
  [{ country: "US", locale: "en-US", zone: "America/Los_Angeles", region: "CA", area: "415" }, 6],
];

/** Countries nobody has reviewed a rule for yet. @type {readonly Home[]} */
const ELSEWHERE = [
  { country: "NL", locale: "nl", zone: "Europe/Amsterdam" },
  { country: "IT", locale: "it", zone: "Europe/Rome" },
  { country: "JP", locale: "ja", zone: "Asia/Tokyo" },
];

/** @type {Record<string, readonly string[]>} */
const NAMES = {
  DE: ["Anna", "Jonas", "Lena", "Paul", "Mia", "Felix", "Käthe", "Jürgen", "Sofie", "Emil"],
  FR: ["Camille", "Hugo", "Léa", "Louis", "Chloé", "Gaël", "Inès", "Jules"],
  GB: ["Amelia", "Oliver", "Isla", "George", "Poppy", "Arthur"],
  US: ["Emma", "Liam", "Olivia", "Noah", "Ava", "Mason", "Maria-Fernanda"],
};

/**
 * Returns a person.
 * @param {import("./random.mjs").Random} random
 * @param {number} place
 * @param {{home?: "elsewhere" | "FR" | "DE" | "US", line?: "fixed"}} [wanted]
 * @returns {Person}
 */
export function person(random, place, wanted = {}) {
  const homes = wanted.home ? HOMES.filter(([home]) => home.country === wanted.home) : HOMES;
  const home = wanted.home === "elsewhere" ? random.pick(ELSEWHERE) : random.weighted(homes);
  const { country, locale, zone, region, area } = home;
  const named = random.chance(85);
  const number = number_(country, area, wanted.line);
  return {
    shopper: `shopper-${String(place).padStart(4, "0")}`,
    recipient: `phone-${String(place).padStart(4, "0")}`,
    contact: {
      ...(named && { first_name: random.pick(NAMES[country] ?? NAMES.GB) }),
      locale,
      country,
      ...(region && { region }),
      browser_zone: zone,
      number,
    },
    basis: country === "US" ? "express_written" : "express",
  };
}

/**
 * @param {string} country
 * @param {string | undefined} area
 * @param {"fixed" | undefined} line
 * @returns {NonNullable<Contact["number"]>}
 */
function number_(country, area, line) {
  // In the US mobile and fixed lines share their area codes: the kind can't be told.
  const kind = line ?? (country === "US" ? "unknown" : "mobile");
  return { kind, country, ...(area && { area }) };
}
