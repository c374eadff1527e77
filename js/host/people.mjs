// Owns what is kept of people: their states, who points at whom, their contacts, and which opt-outs stand.

/**
 * @typedef {object} Contact What the host knows of a person; sealed. The core sees neither the
 *   digits nor where they come from.
 * @property {string} [e164]
 * @property {string} [first_name]
 * @property {string} [locale]
 * @property {string} [country]
 * @property {string} [region]
 * @property {string} [browser_zone]
 * @property {{kind: string, country: string, area?: string}} [number]
 * @property {string} [session] Where the number was typed, hashed: for `admit`.
 * @property {string} [network]
 * @property {string} [range] The block of numbers that this one lies in, hashed.
 *
 * @typedef {"shopper" | "recipient"} Side
 */

const FOR_THE_CORE = /** @type {const} */ (["first_name", "locale", "country", "region", "browser_zone"]);

export class People {
  #store;
  #vault;

  /**
   * @param {import("./store.mjs").Store} store
   * @param {import("./vault.mjs").Vault} vault
   */
  constructor(store, vault) {
    this.#store = store;
    this.#vault = vault;
  }

  /**
   * Returns the key under which a shopper lives on: its own, or the survivor's of a merge.
   * @template {string | undefined} T
   * @param {T} shopper
   * @returns {T}
   */
  survivor(shopper) {
    if (shopper === undefined) return shopper;
    const row = this.#store.get("SELECT survivor FROM aliases WHERE shop = ?1 AND alias = ?2", shopper);
    return row?.survivor ?? shopper;
  }

  /**
   * Leads one key, and all that led to it, to another.
   * @param {string} alias
   * @param {string} survivor
   */
  join(alias, survivor) {
    this.#store.run("UPDATE aliases SET survivor = ?3 WHERE shop = ?1 AND survivor = ?2", alias, survivor);
    this.#store.run("INSERT OR REPLACE INTO aliases VALUES (?1, ?2, ?3)", alias, survivor);
    this.#store.run("DELETE FROM shoppers WHERE shop = ?1 AND shopper = ?2", alias);
    this.#store.run("DELETE FROM wakes WHERE shop = ?1 AND side = 'shopper' AND key = ?2", alias);
    this.#store.run("DELETE FROM topics WHERE shop = ?1 AND shopper = ?2", alias);
  }

  /**
   * Returns at which recipient a shopper points.
   * @param {string | undefined} shopper
   * @returns {string | undefined}
   */
  pointsAt(shopper) {
    if (shopper === undefined) return undefined;
    const row = this.#store.get("SELECT points_at FROM shoppers WHERE shop = ?1 AND shopper = ?2", shopper);
    return row?.points_at ?? undefined;
  }

  /**
   * Returns all shoppers who point at a recipient, in order of their keys.
   * @param {string} recipient
   * @returns {string[]}
   */
  pointing(recipient) {
    const sql = "SELECT shopper FROM shoppers WHERE shop = ?1 AND points_at = ?2 ORDER BY shopper";
    return this.#store.all(sql, recipient).map((row) => row.shopper);
  }

  /**
   * Returns a state, or undefined of somebody never seen.
   * @param {Side} side
   * @param {string | undefined} key
   */
  state(side, key) {
    if (key === undefined) return undefined;
    const table = side === "shopper" ? "shoppers" : "recipients";
    const row = this.#store.get(`SELECT state FROM ${table} WHERE shop = ?1 AND ${side} = ?2`, key);
    return this.#vault.openBytes(side, key, row?.state);
  }

  /**
   * Writes a state, and a shopper's pointer with it.
   * @param {Side} side
   * @param {string} key
   * @param {Uint8Array | undefined} bytes
   * @param {string | null} [pointsAt]
   */
  keep(side, key, bytes, pointsAt = null) {
    const sealed = bytes ? this.#vault.sealBytes(side, key, bytes) : null;
    if (side === "shopper")
      this.#store.run("INSERT OR REPLACE INTO shoppers VALUES (?1, ?2, ?3, ?4)", key, sealed, pointsAt);
    else this.#store.run("INSERT OR REPLACE INTO recipients VALUES (?1, ?2, ?3)", key, sealed);
  }

  /**
   * Writes which opt-outs stand, in clear: they outlive the data key.
   * @param {string} recipient
   * @param {{channel: string, at: number}[]} optOuts
   */
  keepOptOuts(recipient, optOuts) {
    const known = this.optOuts(recipient);
    const same = (/** @type {any} */ a) => optOuts.some((b) => a.channel === b.channel && a.at === b.at);
    if (known.length === optOuts.length && known.every(same)) return;
    this.#store.run("DELETE FROM opt_outs WHERE shop = ?1 AND recipient = ?2", recipient);
    for (const { channel, at } of optOuts)
      this.#store.run("INSERT INTO opt_outs VALUES (?1, ?2, ?3, ?4)", recipient, channel, at);
  }

  /**
   * @param {string} recipient
   * @returns {{channel: string, at: number}[]}
   */
  optOuts(recipient) {
    const sql = "SELECT channel, at FROM opt_outs WHERE shop = ?1 AND recipient = ?2 ORDER BY channel";
    return this.#store.all(sql, recipient);
  }

  /**
   * Adds to what is known of somebody.
   * @param {Side} side
   * @param {string | undefined} key
   * @param {Contact | undefined} contact
   */
  learn(side, key, contact) {
    if (key === undefined || !contact) return;
    const told = Object.entries(contact).filter(([, value]) => value !== undefined && value !== null);
    const before = this.contact(side, key);
    const fresh = told.filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value));
    if (fresh.length === 0) return;
    const sealed = this.#vault.seal(side, key, { ...before, ...Object.fromEntries(fresh) });
    this.#store.run("INSERT OR REPLACE INTO contacts VALUES (?1, ?2, ?3, ?4)", side, key, sealed);
  }

  /**
   * Returns all that is known of somebody.
   * @param {Side} side
   * @param {string | undefined} key
   * @returns {Contact & Record<string, any>}
   */
  contact(side, key) {
    if (key === undefined) return {};
    const row = this.#store.get("SELECT sealed FROM contacts WHERE shop = ?1 AND side = ?2 AND key = ?3", side, key);
    return this.#vault.open(side, key, row?.sealed) ?? {};
  }

  /**
   * Returns the contact that a call of the core carries. The number is the recipient's; a shopper who points nowhere has
   * none to be texted at.
   * @param {string | undefined} shopper
   * @param {string | undefined} recipient
   */
  contactOf(shopper, recipient) {
    const theirs = this.contact("recipient", recipient);
    const own = this.contact("shopper", shopper);
    const number = theirs.number ?? (recipient === undefined ? undefined : own.number);
    const known = { ...theirs, ...own };
    const seen = FOR_THE_CORE.filter((name) => known[name] !== undefined).map((name) => [name, known[name]]);
    return { ...Object.fromEntries(seen), ...(number && { number }) };
  }

  /**
   * Forgets everything personal of somebody; false, and nothing done, while something about them is yet to be taken in:
   * it may be a STOP. Opt-outs stay, keyed by a hash. In a transaction.
   * @param {Side} side
   * @param {string} key
   */
  erase(side, key) {
    const pending = `SELECT 1 FROM inbox WHERE shop = ?1 AND ${side} = ?2 AND state = 'pending' LIMIT 1`;
    if (this.#store.get(pending, key)) return false;
    // A word of theirs that nobody could take in counts as the strictest it may be.
    const word = `INSERT OR IGNORE INTO opt_outs SELECT shop, recipient, 'sms', max(at) FROM inbox
      WHERE shop = ?1 AND recipient = ?2 AND shopper IS NULL AND state = 'quarantined' GROUP BY recipient`;
    if (side === "recipient") this.#store.run(word, key);
    this.#vault.erase(side, key);
    this.#store.run("DELETE FROM contacts WHERE shop = ?1 AND side = ?2 AND key = ?3", side, key);
    this.#store.run("DELETE FROM wakes WHERE shop = ?1 AND side = ?2 AND key = ?3", side, key);
    this.#store.run(`DELETE FROM inbox WHERE shop = ?1 AND ${side} = ?2 AND state <> 'done'`, key);
    const drop = "UPDATE outbox SET cancelled = 1, sealed = NULL WHERE shop = ?1 AND";
    this.#store.run(`${drop} ${side} = ?2`, key);
    if (side === "shopper") {
      this.#store.run("DELETE FROM shoppers WHERE shop = ?1 AND shopper = ?2", key);
      this.#store.run("DELETE FROM topics WHERE shop = ?1 AND shopper = ?2", key);
      return true;
    }
    this.#store.run("DELETE FROM recipients WHERE shop = ?1 AND recipient = ?2", key);
    this.#store.run("DELETE FROM replies WHERE shop = ?1 AND recipient = ?2", key);
    this.#store.run("DELETE FROM links WHERE shop = ?1 AND recipient = ?2", key);
    this.#store.run("UPDATE shoppers SET points_at = NULL WHERE shop = ?1 AND points_at = ?2", key);
    return true;
  }
}
