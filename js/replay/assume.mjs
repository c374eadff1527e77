// Owns what a replay takes for granted because its file can't know it: told by `--assume`, echoed in every summary.
import { Complaint, exitCodes } from "./complaint.mjs";

/**
 * @typedef {import("./host.mjs").Arrival} Arrival
 * @typedef {object} Assumptions
 * @property {("cart" | "offers")[]} consent Purposes that everybody with a number has agreed to.
 * @property {boolean} confirmed They have confirmed it by text.
 * @property {boolean} phone Everybody has a mobile number of their country.
 * @property {boolean} live Every market is live.
 * @property {boolean} registered Every sender is registered.
 * @property {string} [country] Where shoppers are whose row does not say.
 * @property {string} [zone] The time zone of their browsers.
 * @property {boolean} noHoldout Nobody is held out.
 */

const MEANINGS = {
  consent: "everybody with a number has agreed to texts for",
  confirmed: "they have confirmed it by text",
  phone: "everybody has a mobile number in their country",
  live: "every market is live",
  registered: "every sender is registered",
  country: "shoppers whose row names no country are in",
  zone: "their browsers' time zone is",
  "no-holdout": "nobody is held out",
};

/**
 * Reads `--assume`, which may be given several times.
 * @param {string[]} texts Such as `consent=cart,offers`, `live`, `country=DE`.
 * @returns {Assumptions}
 */
export function readAssumptions(texts) {
  /** @type {Assumptions} */
  const found = { consent: [], confirmed: false, phone: false, live: false, registered: false, noHoldout: false };
  for (const text of texts) {
    const [name, value] = text.includes("=")
      ? [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]
      : [text, ""];
    const fail = (/** @type {string} */ why) => new Complaint(`--assume ${text}: ${why}`, exitCodes.usage);
    if (name === "consent") {
      const purposes = value.split(",").map((purpose) => purpose.trim());
      if (purposes.some((purpose) => purpose !== "cart" && purpose !== "offers"))
        throw fail("say consent=cart, consent=offers or consent=cart,offers");
      found.consent = /** @type {("cart" | "offers")[]} */ (purposes);
    } else if (name === "country") {
      if (!/^[A-Z]{2}$/.test(value)) throw fail("say a country like country=DE");
      found.country = value;
    } else if (name === "zone") {
      if (value === "") throw fail("say a zone like zone=Europe/Berlin");
      found.zone = value;
    } else if (["confirmed", "phone", "live", "registered"].includes(name) && value === "") {
      found[/** @type {"live"} */ (name)] = true;
    } else if (name === "no-holdout" && value === "") found.noHoldout = true;
    else throw fail(`is not known; assumptions are ${Object.keys(MEANINGS).join(", ")}`);
  }
  return found;
}

/**
 * Returns the assumptions as sentences.
 * @param {Assumptions} assumptions
 */
export function assumptionsInWords(assumptions) {
  const { consent, country, zone, noHoldout } = assumptions;
  const flags = /** @type {const} */ (["phone", "confirmed", "live", "registered"]).filter((flag) => assumptions[flag]);
  return [
    ...(consent.length > 0 ? [`${MEANINGS.consent} ${consent.join(" and ")}`] : []),
    ...flags.map((flag) => MEANINGS[flag]),
    ...(country ? [`${MEANINGS.country} ${country}`] : []),
    ...(zone ? [`${MEANINGS.zone} ${zone}`] : []),
    ...(noHoldout ? [MEANINGS["no-holdout"]] : []),
  ];
}

/** Puts before arrivals what is assumed of their shopper, once. */
export class Assume {
  /** @type {Set<string>} */
  #settled = new Set();
  #assumptions;

  /** @param {Assumptions} assumptions */
  constructor(assumptions) {
    this.#assumptions = assumptions;
  }

  /**
   * @param {AsyncIterable<Arrival> | Iterable<Arrival>} arrivals
   * @returns {AsyncGenerator<Arrival>}
   */
  async *around(arrivals) {
    for await (const arrival of arrivals) {
      const filled = this.#fill(arrival);
      const provided = filled.input?.what["contact.provided"] !== undefined;
      if (!provided) yield* this.#introduction(filled);
      yield filled;
      if (provided) yield* this.#consents(filled);
    }
  }

  /** @param {Arrival} arrival @returns {Arrival} */
  #fill(arrival) {
    const { country, zone } = this.#assumptions;
    const known = arrival.contact ?? {};
    const contact = {
      ...known,
      ...(!known.country && country && { country }),
      ...(!known.browser_zone && zone && { browser_zone: zone }),
    };
    return Object.keys(contact).length > 0 ? { ...arrival, contact } : arrival;
  }

  /** @param {Arrival} arrival */
  *#introduction(arrival) {
    const { consent, phone } = this.#assumptions;
    const { shopper, contact, at } = arrival;
    if (shopper === undefined || this.#settled.has(shopper)) return;
    const country = contact?.country;
    const recipient = arrival.recipient ?? (phone && country ? `r-${shopper}`.slice(0, 64) : undefined);
    // Without an agreement a typed number is not kept: only who is assumed to have agreed is pointed at it.
    if (!recipient || consent.length === 0) return;
    const number =
      contact?.number ?? (phone && country ? { kind: /** @type {const} */ ("mobile"), country } : undefined);
    const input = this.#input(arrival, "phone", { "contact.provided": { recipient } });
    const provided = {
      at,
      line: arrival.line,
      shopper,
      recipient,
      contact: { ...contact, ...(number && { number }) },
      input,
    };
    yield provided;
    yield* this.#consents(provided);
  }

  /** @param {Arrival} provided */
  *#consents(provided) {
    const { consent, confirmed } = this.#assumptions;
    const { at, line, shopper, input } = provided;
    const recipient = input?.what["contact.provided"].recipient;
    if (shopper === undefined || this.#settled.has(shopper)) return;
    this.#settled.add(shopper);
    const say = (/** @type {string} */ name, /** @type {Record<string, object>} */ what) => ({
      at,
      line,
      shopper,
      recipient,
      input: this.#input(provided, name, what),
    });
    for (const purpose of consent) {
      const grant = { purpose, channel: "sms", evidence: "assumed", basis: "express_written" };
      yield say(`consent-${purpose}`, { "consent.granted": grant });
    }
    if (confirmed && consent.length > 0) yield say("yes", { reply: { kind: "yes", channel: "sms" } });
  }

  /**
   * @param {Arrival} arrival
   * @param {string} name
   * @param {Record<string, object>} what
   * @returns {import("./host.mjs").Input}
   */
  #input(arrival, name, what) {
    const occurredAt = arrival.input?.occurred_at ?? arrival.at;
    return { id: `assumed:${name}:${arrival.shopper}`.slice(0, 64), occurred_at: occurredAt, trust: "server", what };
  }
}
