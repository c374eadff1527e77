// Owns who shops in a soak: people of four markets, each with a number in a block of its own as far as there are some, and
// with habits drawn from the seed. Numbers are set aside for fiction, or those that the example ranges of plans show.
import { Random } from "../../js/simulator/random.mjs";

/** @typedef {"DE" | "FR" | "GB" | "US"} Market */

/**
 * @typedef {object} Person
 * @property {string} id
 * @property {Market} market
 * @property {string} state of the United States; else empty
 * @property {string} zone
 * @property {string} phone E.164
 * @property {string} typed as this person types it
 * @property {Record<string, string>} address
 * @property {string} locale
 * @property {"block" | "classic"} checkout
 * @property {boolean} ticks whether the box is ticked
 * @property {"yes" | "silent" | "stop"} whenAsked
 * @property {{ user: string, password: string } | undefined} account
 */

const SHARES = /** @type {const} */ ([
  ["DE", 30],
  ["FR", 20],
  ["GB", 28],
  ["US", 22],
]);

const DRAMA_DE = ["17139200", "17491080", "176040690"];

/** Area code, postcode and city by state; the zone is where the person is. */
const STATES = [
  { state: "NJ", area: "201", postcode: "07102", city: "Newark", zone: "America/New_York" },
  { state: "NY", area: "212", postcode: "10001", city: "New York", zone: "America/New_York" },
  { state: "TX", area: "512", postcode: "73301", city: "Austin", zone: "America/Chicago" },
  { state: "CA", area: "213", postcode: "90001", city: "Los Angeles", zone: "America/Los_Angeles" },
  { state: "FL", area: "305", postcode: "33101", city: "Miami", zone: "America/New_York" },
  { state: "RI", area: "401", postcode: "02901", city: "Providence", zone: "America/New_York" },
  { state: "AL", area: "205", postcode: "35201", city: "Birmingham", zone: "America/Chicago" },
  { state: "CT", area: "203", postcode: "06101", city: "Hartford", zone: "America/New_York" },
];

const HOMES = {
  DE: { zone: "Europe/Berlin", locale: "de-DE", address_1: "Lindenweg 7", postcode: "10115", city: "Berlin" },
  FR: { zone: "Europe/Paris", locale: "fr-FR", address_1: "1 rue de l'Exemple", postcode: "75001", city: "Paris" },
  GB: { zone: "Europe/London", locale: "en-GB", address_1: "1 Example Street", postcode: "SW1A 1AA", city: "London" },
};

const NAMES = {
  DE: ["Greta", "Jonas", "Mia", "Paul", "Lena", "Emil"],
  FR: ["Zoé", "Hugo", "Léa", "Louis", "Manon", "Jules"],
  GB: ["Ada", "Oliver", "Poppy", "Harry", "Isla", "George"],
  US: ["Amy", "Noah", "Olivia", "Liam", "Emma", "James"],
};

/**
 * Returns so many people; those with the lowest numbers are always there, whatever the count.
 * @param {number} seed
 * @param {number} count
 * @returns {Person[]}
 */
export function peopleOf(seed, count) {
  const given = { DE: 0, FR: 0, GB: 0, US: 0 };
  return Array.from({ length: count }, (_, nth) => {
    const random = new Random(seed, `person ${nth}`);
    const market = random.weighted(SHARES);
    return personOf(`p${String(nth).padStart(3, "0")}`, market, (given[market] += 1), random);
  });
}

/**
 * Returns somebody of a market who ticks and says yes, and is as punctual as a script needs.
 * @param {string} id
 * @param {Market} market
 * @param {number} nth of the market: not one that `peopleOf` gives out
 * @returns {Person}
 */
export function castOf(id, market, nth) {
  const person = personOf(id, market, nth, new Random(0, id));
  return { ...person, ticks: true, whenAsked: "yes", account: undefined };
}

/**
 * @param {string} id
 * @param {Market} market
 * @param {number} nth
 * @param {Random} random
 * @returns {Person}
 */
function personOf(id, market, nth, random) {
  const place = market === "US" ? STATES[nth % STATES.length] : undefined;
  const home = place
    ? { zone: place.zone, locale: "en-US", address_1: "1 Example Street", postcode: place.postcode, city: place.city }
    : HOMES[/** @type {"DE" | "FR" | "GB"} */ (market)];
  const { phone, typed } = numberOf(market, nth, place?.area);
  const hasAccount = random.chance(12);
  const email = `${id}@kunden.example`;
  return {
    id,
    market,
    state: place?.state ?? "",
    zone: home.zone,
    locale: home.locale,
    phone,
    typed,
    address: {
      first_name: random.pick(NAMES[market]),
      last_name: "Muster",
      address_1: home.address_1,
      address_2: "",
      postcode: home.postcode,
      city: home.city,
      state: place?.state ?? "",
      country: market,
      email,
      phone: typed,
    },
    checkout: random.chance(60) ? "block" : "classic",
    ticks: random.chance(82),
    whenAsked: random.weighted([
      ["yes", 72],
      ["silent", 20],
      ["stop", 8],
    ]),
    account: hasAccount ? { user: id, password: `soak-${id}-${random.bits()}` } : undefined,
  };
}

/** @param {Market} market @param {number} nth @param {string} [area] */
function numberOf(market, nth, area) {
  const padded = (/** @type {number} */ length) => String(nth).padStart(length, "0");
  switch (market) {
    case "DE": {
      const national = DRAMA_DE[nth % DRAMA_DE.length] + String(Math.floor(nth / DRAMA_DE.length)).padStart(2, "0");
      return { phone: `+49${national}`, typed: `0${national}` };
    }
    case "FR":
      return { phone: `+33612${padded(3)}278`, typed: `0612${padded(3)}278` };
    case "GB":
      return { phone: `+447400${padded(3)}456`, typed: `07400 ${padded(3)}456` };
    default: {
      const line = String(100 + (Math.floor(nth / STATES.length) % 100)).padStart(4, "0");
      return { phone: `+1${area}555${line}`, typed: `(${area}) 555-${line}` };
    }
  }
}
