// Owns the short links of texts: minted with a random key, kept as a hash, put where the core left room for them.

/** Characters of a key, and how many there are. Source: design.md, the contract. */
const KEY_WIDTH = 7;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const DAY_MS = 86_400_000;
/** How long links work. Chosen: a cart is stale in two weeks; a way out has to outlive the text by far. */
const LASTS_MS = { cart: 14 * DAY_MS, checkout: 14 * DAY_MS, confirm: 3 * DAY_MS, opt_out: 730 * DAY_MS };

/**
 * @typedef {object} Link What a key leads to.
 * @property {"cart" | "checkout" | "opt_out" | "confirm"} kind
 * @property {string} decision
 * @property {string | null} recipient
 * @property {string | null} shopper
 * @property {string | null} cart
 * @property {number} expires_at
 * @property {number | null} used_at
 */

export class Links {
  #store;
  #keys;
  #random;

  /**
   * @param {import("./store.mjs").Store} store
   * @param {import("./keys.mjs").Keys} keys
   * @param {(bytes: number) => Uint8Array} random
   */
  constructor(store, keys, random) {
    this.#store = store;
    this.#keys = keys;
    this.#random = random;
  }

  /**
   * Returns a text with a fresh link in each of its places, and keeps the links. In a transaction.
   * @param {any} decision With a send.
   * @param {{recipient?: string, shopper?: string, moment: number}} scene
   * @param {string} origin Of the program in force.
   * @throws {Error} A place is not as wide as a link: the parts would be counted wrong.
   */
  fill({ id, does }, { recipient, shopper, moment }, origin) {
    const { text, links, cart } = does.send;
    const characters = [...text];
    for (const { kind, at, width } of links) {
      const room = characters.slice(at, at + width).join("");
      if (width !== origin.length + 1 + KEY_WIDTH || room !== `${origin}/${"_".repeat(KEY_WIDTH)}`)
        throw new Error(`a text leaves ${width} characters for a link that is not one of this store's`);
      const key = this.#mint();
      characters.splice(at, width, ...`${origin}/${key}`);
      this.#store.run(
        "INSERT INTO links VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL)",
        this.#keys.link(key),
        kind,
        id,
        recipient ?? null,
        shopper ?? null,
        cart ?? null,
        moment + LASTS_MS[/** @type {keyof LASTS_MS} */ (kind)],
      );
    }
    return characters.join("");
  }

  /**
   * Returns what a key leads to, or undefined where it is unknown or has expired. Changes nothing.
   * @param {string} key
   * @param {number} now
   * @returns {Link | undefined}
   */
  find(key, now) {
    if (key.length !== KEY_WIDTH) return undefined;
    const sql = `SELECT kind, decision, recipient, shopper, cart, expires_at, used_at FROM links
      WHERE shop = ?1 AND hash = ?2 AND expires_at > ?3`;
    return this.#store.all(sql, this.#keys.link(key), now)[0];
  }

  /**
   * Notes that a link was used; returns whether it was the first time. In a transaction.
   * @param {string} key
   * @param {number} now
   */
  use(key, now) {
    const sql = "UPDATE links SET used_at = ?3 WHERE shop = ?1 AND hash = ?2 AND used_at IS NULL";
    return this.#store.run(sql, this.#keys.link(key), now) > 0;
  }

  #mint() {
    let key = "";
    while (key.length < KEY_WIDTH) {
      // Bytes from 248 on would make the first letters likelier.
      for (const byte of this.#random(KEY_WIDTH)) {
        if (byte < 248 && key.length < KEY_WIDTH) key += ALPHABET[byte % ALPHABET.length];
      }
    }
    return key;
  }
}
