// Owns the record of what was decided, with its trace, and of everything that became of it, line by line.

export class Journal {
  #store;

  /** @param {import("./store.mjs").Store} store */
  constructor(store) {
    this.#store = store;
  }

  /**
   * Takes a decision down. In a transaction.
   * @param {any} decision
   * @param {import("./outbox.mjs").Scene} scene
   */
  record({ id, does, reason, trace, changes_at: changesAt }, { moment, shopper, recipient }) {
    const [act] = Object.keys(does);
    // The words lie sealed in the outbox; here is what may be kept in clear.
    const said = { ...does[act], text: undefined, links: undefined };
    const told = JSON.stringify({ [act]: said, trace, changes_at: changesAt });
    const sql = "INSERT OR REPLACE INTO decisions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    this.#store.run(sql, id, moment, shopper ?? null, recipient ?? null, act, reason, told);
  }

  /**
   * Adds a line to a decision's history.
   * @param {string} decision
   * @param {number} now
   * @param {{what: string, why?: string | null, code?: string | null}} line
   */
  note(decision, now, { what, why = null, code = null }) {
    const sql = "INSERT INTO outcomes (shop, decision, at, what, why, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    this.#store.run(sql, decision, now, what, why, code);
  }
}
