// Owns the wakes: when the core asked to be called again, at most once for each state.

/** How many due wakes become arrivals in one transaction. Chosen: a few milliseconds of work. */
const AT_ONCE = 100;

export class Wakes {
  #store;
  #inbox;
  #point;

  /**
   * @param {import("./store.mjs").Store} store
   * @param {import("./inbox.mjs").Inbox} inbox
   * @param {(name: string) => void} point
   */
  constructor(store, inbox, point) {
    this.#store = store;
    this.#inbox = inbox;
    this.#point = point;
  }

  /**
   * Writes what a step asked for. In a transaction.
   * @param {import("./people.mjs").Side} side
   * @param {string} key
   * @param {{at: number, reason: string} | null | undefined} wake
   */
  set(side, key, wake) {
    if (!wake) this.#store.run("DELETE FROM wakes WHERE shop = ?1 AND side = ?2 AND key = ?3", side, key);
    else this.#store.run("INSERT OR REPLACE INTO wakes VALUES (?1, ?2, ?3, ?4, ?5)", side, key, wake.at, wake.reason);
  }

  /**
   * Turns wakes that are due into arrivals; returns how many.
   * @param {number} now
   */
  fire(now) {
    if (this.nextAt() > now) return 0;
    const fired = this.#store.transaction(() => {
      const sql = "SELECT side, key, at FROM wakes WHERE shop = ?1 AND at <= ?2 ORDER BY at, side, key LIMIT ?3";
      const due = this.#store.all(sql, now, AT_ONCE);
      for (const { side, key, at } of due) {
        this.set(side, key, null);
        this.#inbox.append({ kind: "wake", naturalKey: `wake:${side}:${key}:${at}:${now}`, [side]: key }, now);
      }
      this.#point("wakes_moved");
      return due.length;
    });
    this.#point("wakes_committed");
    return fired;
  }

  /** Returns when the next wake is due, or Infinity. */
  nextAt() {
    return this.#store.get("SELECT min(at) AS at FROM wakes WHERE shop = ?1")?.at ?? Number.POSITIVE_INFINITY;
  }
}
