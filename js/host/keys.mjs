// Owns the store's secrets: what is made of them, and the proof that they are the ones this database was begun with.
import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/**
 * @typedef {object} Secrets Two keys of 32 bytes, kept outside the database and its backups.
 * @property {Uint8Array} recipients Makes the keys of recipients. Losing it means that nobody is known again.
 * @property {Uint8Array} store Wraps the data keys. Losing it means that nothing personal can be read again.
 */

const SECRET_BYTES = 32;

/** The host has no keys, or other ones than the database was begun with. Nothing is sent, read or written. */
export class KeyFault extends Error {
  /** @param {"keys_missing" | "keys_wrong"} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.name = "KeyFault";
    this.code = code;
  }
}

export class Keys {
  #recipients;
  #links;
  /** Wraps data keys (vault.mjs). @type {Uint8Array} */
  wrapping;

  /**
   * @param {Secrets | undefined} secrets
   * @throws {KeyFault} There are none, or they are no keys.
   */
  constructor(secrets) {
    for (const name of /** @type {const} */ (["recipients", "store"]))
      if (secrets?.[name]?.length !== SECRET_BYTES)
        throw new KeyFault(
          "keys_missing",
          `the key \`${name}\` is missing or not ${SECRET_BYTES} bytes: sending stops`,
        );
    const { recipients, store } = /** @type {Secrets} */ (secrets);
    this.#recipients = derived(recipients, "recipient keys");
    this.#links = derived(store, "links");
    this.wrapping = derived(store, "wrapping");
  }

  /**
   * Checks the keys against the database; a new database takes them as its own.
   * @param {import("./store.mjs").Store} store
   * @throws {KeyFault} The database was begun with others.
   */
  check(store) {
    const expected = { recipients: proof(this.#recipients), store: proof(this.wrapping) };
    store.transaction(() => {
      for (const [name, value] of Object.entries(expected)) {
        const row = store.get("SELECT value FROM settings WHERE shop = ?1 AND name = ?2", `key_check_${name}`);
        if (!row) store.run("INSERT INTO settings VALUES (?1, ?2, ?3)", `key_check_${name}`, value);
        else if (!timingSafeEqual(Buffer.from(row.value), Buffer.from(value)))
          throw new KeyFault(
            "keys_wrong",
            `the key \`${name}\` is not the one this database was begun with: sending stops`,
          );
      }
    });
  }

  /**
   * Returns the key of the recipient with this number.
   * @param {string} e164
   */
  recipient(e164) {
    return `r${createHmac("sha256", this.#recipients).update(e164).digest("hex").slice(0, 48)}`;
  }

  /**
   * Returns what the database keeps of a link's key: 7 characters alone could be tried out.
   * @param {string} key
   * @returns {Uint8Array}
   */
  link(key) {
    return createHmac("sha256", this.#links).update(key).digest();
  }

  /**
   * Returns what `admit` may know of a session or a network: enough to count, nothing to find it by.
   * @param {string} text
   */
  origin(text) {
    return createHmac("sha256", this.#links).update(`origin\n${text}`).digest("hex").slice(0, 32);
  }
}

/** @param {Uint8Array} secret @param {string} purpose */
function derived(secret, purpose) {
  return new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(0), `cartsignal ${purpose}`, SECRET_BYTES));
}

/** @param {Uint8Array} key */
function proof(key) {
  return createHash("sha256").update("cartsignal key check\n").update(key).digest("hex").slice(0, 32);
}
