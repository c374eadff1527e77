// Owns sealing what is personal: each person's data key, wrapped with the store's key, and what is encrypted with it.
import { createCipheriv, createDecipheriv } from "node:crypto";

/** @typedef {"shopper" | "recipient" | "shop"} Side `shop`: what is about nobody in particular. */

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of all that is sealed: AES-256-GCM; nonce, tag, rest. */
const FORMAT = 1;

export class Vault {
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
   * Encrypts a value as JSON under a person's data key, which is made where there is none. In a transaction.
   * @param {Side} side
   * @param {string} key
   * @param {any} value
   */
  seal(side, key, value) {
    return this.sealBytes(side, key, Buffer.from(JSON.stringify(value)));
  }

  /**
   * Returns the value that was sealed, or undefined where there is none or its key was erased.
   * @param {Side} side
   * @param {string} key
   * @param {Uint8Array | null | undefined} sealed
   * @returns {any}
   */
  open(side, key, sealed) {
    const bytes = this.openBytes(side, key, sealed);
    return bytes && JSON.parse(bytes.toString("utf8"));
  }

  /**
   * @param {Side} side
   * @param {string} key
   * @param {Uint8Array} bytes
   */
  sealBytes(side, key, bytes) {
    return encrypt(this.#dataKey(side, key) ?? this.#newKey(side, key), bytes, `${side}:${key}`, this.#random);
  }

  /**
   * @param {Side} side
   * @param {string} key
   * @param {Uint8Array | null | undefined} sealed
   */
  openBytes(side, key, sealed) {
    const dataKey = sealed ? this.#dataKey(side, key) : undefined;
    return sealed && dataKey ? decrypt(dataKey, sealed, `${side}:${key}`) : undefined;
  }

  /**
   * Forgets a person's data key, and with it all that was ever sealed under it, in backups too.
   * @param {Side} side
   * @param {string} key
   */
  erase(side, key) {
    return this.#store.run("DELETE FROM data_keys WHERE shop = ?1 AND side = ?2 AND key = ?3", side, key) > 0;
  }

  /** @param {Side} side @param {string} key */
  #dataKey(side, key) {
    const sql = "SELECT wrapped FROM data_keys WHERE shop = ?1 AND side = ?2 AND key = ?3";
    const row = this.#store.get(sql, side, key);
    return row && decrypt(this.#keys.wrapping, row.wrapped, `key:${side}:${key}`);
  }

  /** @param {Side} side @param {string} key */
  #newKey(side, key) {
    const dataKey = this.#random(KEY_BYTES);
    const wrapped = encrypt(this.#keys.wrapping, dataKey, `key:${side}:${key}`, this.#random);
    this.#store.run("INSERT INTO data_keys VALUES (?1, ?2, ?3, ?4)", side, key, wrapped);
    return dataKey;
  }
}

/**
 * @param {Uint8Array} key
 * @param {Uint8Array} bytes
 * @param {string} about What it is; sealed for one thing, it can't be passed off as another.
 * @param {(bytes: number) => Uint8Array} random
 */
function encrypt(key, bytes, about, random) {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), body]);
}

/** @param {Uint8Array} key @param {Uint8Array} sealed @param {string} about */
function decrypt(key, sealed, about) {
  if (sealed[0] !== FORMAT) throw new Error(`sealed in format ${sealed[0]}, which this host does not know`);
  const body = 1 + NONCE_BYTES + TAG_BYTES;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 1 + NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(1 + NONCE_BYTES, body));
  return Buffer.concat([decipher.update(sealed.subarray(body)), decipher.final()]);
}
