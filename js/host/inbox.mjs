// Owns the inbox: everything that is to be taken in, once, in order of arrival.

/**
 * @typedef {object} Arrival Something that reached the host.
 * @property {string} [naturalKey] What makes it this one and no other; by default the input's id.
 * @property {"input" | "wake" | "merge" | "receipt" | "inbound"} [kind]
 * @property {string} [shopper]
 * @property {string} [recipient]
 * @property {import("./people.mjs").Contact} [contact] What is learned of the person with it.
 * @property {{id: string, occurred_at: number, trust: "browser" | "signed" | "server", what: Record<string, any>}} [input]
 * @property {any} [notice] Of a provider: a receipt or an inbound text.
 * @property {{a: string, b: string}} [merge] Two shoppers proved to be one.
 *
 * @typedef {Arrival & {place: number, kind: string, naturalKey: string, at: number, attempts: number}} Row
 */

/** The most a payload may be, as JSON. Chosen: a cart of 100 lines is 20 KB. */
export const MAX_PAYLOAD_BYTES = 65_536;

/** When a row that failed is tried again, by how often it failed; afterwards it is quarantined. Chosen. */
const RETRY_MS = [1_000, 60_000];

/** Until a row whose state a newer core wrote is tried again: an update is awaited. Chosen. */
const UPDATE_WAIT_MS = 60_000;

export class Inbox {
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
   * Appends an arrival, in the caller's transaction; returns whether it is new. A known natural key changes nothing.
   * @param {Arrival} arrival
   * @param {number} now
   */
  append(arrival, now) {
    const { shopper, input, kind = "input", naturalKey = input?.id, ...rest } = arrival;
    if (!naturalKey) throw new TypeError("an arrival needs a natural key");
    // The one a number was given for: its texts wait until this is taken in.
    const recipient = arrival.recipient ?? input?.what["contact.provided"]?.recipient;
    const payload = kind === "wake" ? undefined : Buffer.from(JSON.stringify({ ...rest, input }));
    if (payload && payload.length > MAX_PAYLOAD_BYTES)
      throw new RangeError(`an arrival has at most ${MAX_PAYLOAD_BYTES} bytes as JSON, this one ${payload.length}`);
    const known = "SELECT 1 FROM inbox WHERE shop = ?1 AND natural_key = ?2";
    if (this.#store.get(known, naturalKey)) return false;
    const { side, key } = subject(shopper, recipient);
    const sealed = payload ? this.#vault.sealBytes(side, key, payload) : null;
    const sql = `INSERT INTO inbox (shop, natural_key, kind, shopper, recipient, sealed, at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`;
    this.#store.run(sql, naturalKey, kind, shopper ?? null, recipient ?? null, sealed, now);
    return true;
  }

  /**
   * Returns the place of the next arrival to take in.
   * @param {number} now
   * @returns {number | undefined}
   */
  next(now) {
    const sql = `SELECT place FROM inbox WHERE shop = ?1 AND state = 'pending' AND not_before <= ?2
      ORDER BY place LIMIT 1`;
    return this.#store.get(sql, now)?.place;
  }

  /**
   * Returns a pending arrival, or undefined where another process took it in.
   * @param {number} place
   * @returns {Row | undefined}
   */
  read(place) {
    const row = this.#store.get("SELECT * FROM inbox WHERE shop = ?1 AND place = ?2 AND state = 'pending'", place);
    if (!row) return undefined;
    const { natural_key: naturalKey, kind, at, attempts } = row;
    const [shopper, recipient] = [row.shopper ?? undefined, row.recipient ?? undefined];
    const { side, key } = subject(shopper, recipient);
    const payload = kind === "wake" ? {} : this.#vault.open(side, key, row.sealed);
    if (!payload) throw new Error("the arrival can't be read: its data key is gone");
    return { ...payload, shopper, recipient, place, naturalKey, kind, at, attempts };
  }

  /**
   * Notes that an arrival was taken in; what it said is kept no longer.
   * @param {number} place
   * @param {number} now
   */
  done(place, now) {
    const sql = `UPDATE inbox SET state = 'done', done_at = ?3, error = NULL, sealed = NULL
      WHERE shop = ?1 AND place = ?2`;
    this.#store.run(sql, place, now);
  }

  /**
   * Notes that an arrival could not be taken in: it is tried again later, and quarantined in the end.
   * @param {number} place
   * @param {number} now
   * @param {string} code Why, for the owner: a closed word, nothing personal.
   * @returns {"later" | "quarantined"}
   */
  failed(place, now, code) {
    if (code === "state.too_new") {
      this.#store.run(
        "UPDATE inbox SET not_before = ?3, error = ?4 WHERE shop = ?1 AND place = ?2",
        place,
        now + UPDATE_WAIT_MS,
        code,
      );
      return "later";
    }
    const row = this.#store.get("SELECT attempts FROM inbox WHERE shop = ?1 AND place = ?2", place);
    const wait = RETRY_MS[row?.attempts ?? 0];
    const sql = `UPDATE inbox SET state = ?3, attempts = attempts + 1, not_before = ?4, error = ?5
      WHERE shop = ?1 AND place = ?2 AND state = 'pending'`;
    this.#store.run(sql, place, wait === undefined ? "quarantined" : "pending", now + (wait ?? 0), code);
    return wait === undefined ? "quarantined" : "later";
  }

  /**
   * Lets a quarantined arrival be tried again; returns whether there was one.
   * @param {number} place
   */
  retry(place) {
    const sql = `UPDATE inbox SET state = 'pending', attempts = 0, not_before = 0
      WHERE shop = ?1 AND place = ?2 AND state = 'quarantined'`;
    return this.#store.run(sql, place) > 0;
  }

  /**
   * Returns whether something about a recipient, or a shopper who points there, is yet to be taken in. What is
   * quarantined counts only where it is the recipient's own word, which may be a STOP.
   * @param {string | undefined} recipient
   * @param {string | undefined} shopper
   */
  concerns(recipient, shopper) {
    const sql = `SELECT 1 FROM inbox WHERE shop = ?1 AND state = 'pending' AND (recipient = ?2 OR shopper = ?3 OR shopper IN
        (SELECT shopper FROM shoppers WHERE shop = ?1 AND points_at = ?2))
      UNION ALL SELECT 1 FROM inbox WHERE shop = ?1 AND state = 'quarantined' AND recipient = ?2 AND shopper IS NULL LIMIT 1`;
    return this.#store.get(sql, recipient ?? null, shopper ?? null) !== undefined;
  }

  /** Returns when the next arrival that waits may be tried, or Infinity. */
  nextAt() {
    const sql = "SELECT min(not_before) AS at FROM inbox WHERE shop = ?1 AND state = 'pending'";
    return this.#store.get(sql)?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Returns what is quarantined, oldest first. */
  quarantined() {
    const sql = `SELECT place, natural_key AS naturalKey, kind, at, attempts, error FROM inbox
      WHERE shop = ?1 AND state = 'quarantined' ORDER BY place LIMIT 100`;
    return this.#store.all(sql);
  }
}

/**
 * Returns whose data key seals an arrival.
 * @param {string | undefined} shopper
 * @param {string | undefined} recipient
 * @returns {{side: import("./vault.mjs").Side, key: string}}
 */
function subject(shopper, recipient) {
  if (recipient !== undefined) return { side: "recipient", key: recipient };
  return shopper === undefined ? { side: "shop", key: "" } : { side: "shopper", key: shopper };
}
