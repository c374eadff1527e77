// Owns what a host knows of people outside the states: who points at which recipient, and their contacts.

/** @typedef {import("./host.mjs").Contact} Contact */

export class Acquaintance {
  /** @type {Map<string, string>} */
  #pointsAt = new Map();
  /** @type {Map<string, Set<string>>} */
  #pointing = new Map();
  /** @type {Map<string, Contact>} */
  #contacts = new Map();

  /**
   * Returns at which recipient a shopper points.
   * @param {string | undefined} shopper
   */
  pointsAt(shopper) {
    return shopper === undefined ? undefined : this.#pointsAt.get(shopper);
  }

  /**
   * Returns all shoppers who point at a recipient, in order of their keys.
   * @param {string} recipient
   */
  pointing(recipient) {
    return [...(this.#pointing.get(recipient) ?? [])].sort();
  }

  /**
   * Writes a pointer, as the core answered it.
   * @param {string} shopper
   * @param {string | undefined} recipient
   */
  point(shopper, recipient) {
    const before = this.#pointsAt.get(shopper);
    if (before === recipient) return;
    if (before !== undefined) this.#pointing.get(before)?.delete(shopper);
    if (recipient === undefined) {
      this.#pointsAt.delete(shopper);
      return;
    }
    this.#pointsAt.set(shopper, recipient);
    const pointing = this.#pointing.get(recipient) ?? new Set();
    this.#pointing.set(recipient, pointing.add(shopper));
  }

  /**
   * Adds to what is known of a shopper or recipient.
   * @param {string | undefined} key
   * @param {Contact | undefined} contact
   */
  learn(key, contact) {
    if (key === undefined || !contact) return;
    const known = Object.entries(contact).filter(([, value]) => value !== undefined && value !== null);
    if (known.length > 0) this.#contacts.set(key, { ...this.#contacts.get(key), ...Object.fromEntries(known) });
  }

  /**
   * Returns the contact that a step carries.
   * @param {string | undefined} shopper
   * @param {string | undefined} recipient
   * @returns {Contact}
   */
  contactOf(shopper, recipient) {
    const of = (/** @type {string | undefined} */ key) => (key === undefined ? undefined : this.#contacts.get(key));
    const [theirs, own] = [of(recipient), of(shopper)];
    const { number: typed, ...rest } = { ...theirs, ...own };
    // The number is the recipient's; a shopper who points nowhere has none to be texted at.
    const number = theirs?.number ?? (recipient === undefined ? undefined : typed);
    return number ? { ...rest, number } : rest;
  }
}
