// Owns which simulated phone is which recipient of the host's: its number is typed the first time it is needed.

export class Phones {
  /** People without a number: all that are set apart were given out. */
  numberless = 0;

  #host;
  #engine;
  #simulator;
  /** The host's key of each phone, and its number; undefined: it has none. @type {Map<string, {recipient: string, e164: string} | undefined>} */
  #known = new Map();
  /** @type {Map<string, string>} */
  #byRecipient = new Map();

  /**
   * @param {import("./world.mjs").World} world
   * @param {import("../simulator/simulator.mjs").Simulator} simulator
   */
  constructor({ host, engine }, simulator) {
    this.#host = host;
    this.#engine = engine;
    this.#simulator = simulator;
  }

  /**
   * Returns how the host knows a phone, and its number; undefined for one without.
   * @param {string} phone
   */
  of(phone) {
    if (!this.#known.has(phone)) this.#known.set(phone, this.#type(phone));
    return this.#known.get(phone);
  }

  /**
   * Returns whose phone a recipient of the host's is.
   * @param {string | undefined} recipient
   */
  ownerOf(recipient = "") {
    return this.#simulator.personOf(this.#byRecipient.get(recipient) ?? "");
  }

  /** @param {string} phone */
  #type(phone) {
    const who = this.#simulator.personOf(phone);
    const known = withoutNumber(who?.contact);
    if (who?.typed === undefined) {
      this.numberless += 1;
      return undefined;
    }
    const origin = { session: `session of ${phone}`, network: `network of ${phone}` };
    const said = this.#host.contact({ text: who.typed, ...known, ...origin });
    if ("refused" in said) throw new Error(`a simulated number was refused: ${said.refused}`);
    this.#byRecipient.set(said.recipient, phone);
    return { recipient: said.recipient, e164: this.#engine.parsePhone(who.typed, known.country).phone.e164 };
  }
}

/**
 * Returns what the store knows of a person but for the number, which the host reads by itself.
 * @param {import("../replay/host.mjs").Contact | undefined} contact
 * @returns {Record<string, any>}
 */
export function withoutNumber(contact) {
  return Object.fromEntries(Object.entries(contact ?? {}).filter(([name]) => name !== "number"));
}
