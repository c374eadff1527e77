// Owns whether this copy of the store may send at all: nobody paused it, and it is the one that was set up.

/** @typedef {{allowed: true} | {allowed: false, why: "paused" | "other_instance" | "no_provider"}} Sending */

export class Permission {
  #store;
  #instance;
  #provider;

  /**
   * @param {import("./store.mjs").Store} store
   * @param {string | undefined} instance What tells this copy from a clone: URL, environment, a marker outside the database.
   * @param {boolean} provider Whether one is set up.
   */
  constructor(store, instance, provider) {
    this.#store = store;
    this.#instance = instance;
    this.#provider = provider;
    if (instance !== undefined && this.#setting("instance") === undefined) this.adopt();
  }

  /** @returns {Sending} */
  get sending() {
    if (!this.#provider) return { allowed: false, why: "no_provider" };
    if (this.#setting("paused") !== undefined) return { allowed: false, why: "paused" };
    const bound = this.#setting("instance");
    if (bound !== undefined && bound !== this.#instance) return { allowed: false, why: "other_instance" };
    return { allowed: true };
  }

  /** Makes this copy the one that sends: the store moved. */
  adopt() {
    if (this.#instance !== undefined) this.#write("instance", this.#instance);
  }

  /** @param {string} why For the owner to read. */
  pause(why) {
    this.#write("paused", why);
  }

  /** Lets texts go again. What is overdue by then is decided again, never flushed. */
  resume() {
    this.#store.run("DELETE FROM settings WHERE shop = ?1 AND name = 'paused'");
  }

  /**
   * Notes what the owner has to see to. In a transaction.
   * @param {string} alarm
   * @param {number} now
   */
  alarm(alarm, now) {
    this.#write(`alarm_${alarm}`, String(now));
  }

  /** Returns alarms with the time they were last raised. */
  get alarms() {
    const sql =
      "SELECT substr(name, 7) AS alarm, CAST(value AS INTEGER) AS at FROM settings WHERE shop = ?1 AND name LIKE 'alarm\\_%' ESCAPE '\\'";
    return this.#store.all(sql);
  }

  /** @param {string} name @returns {string | undefined} */
  #setting(name) {
    return this.#store.get("SELECT value FROM settings WHERE shop = ?1 AND name = ?2", name)?.value;
  }

  /** @param {string} name @param {string} value */
  #write(name, value) {
    this.#store.run("INSERT OR REPLACE INTO settings VALUES (?1, ?2, ?3)", name, value);
  }
}
