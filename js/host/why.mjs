// Owns what the owner is shown: why a text is what it is, what became of it, and what waits for a person.

export class Why {
  #store;
  #vault;
  #inbox;
  #permission;

  /**
   * @param {{store: import("./store.mjs").Store, vault: import("./vault.mjs").Vault, inbox: import("./inbox.mjs").Inbox,
   *   permission: import("./permission.mjs").Permission}} parts
   */
  constructor({ store, vault, inbox, permission }) {
    this.#store = store;
    this.#vault = vault;
    this.#inbox = inbox;
    this.#permission = permission;
  }

  /**
   * Returns all that is known of a decision, by its id, or of a text, by our reference or the provider's id; undefined
   * where there is none.
   * @param {string} id
   */
  of(id) {
    const entry = this.#store.get(
      `SELECT * FROM outbox WHERE shop = ?1 AND decision = ?2 UNION SELECT * FROM outbox WHERE shop = ?1 AND reference = ?2
       UNION SELECT * FROM outbox WHERE shop = ?1 AND provider_id = ?2 LIMIT 1`,
      id,
    );
    const decision = this.#store.get(
      "SELECT * FROM decisions WHERE shop = ?1 AND decision = ?2",
      entry?.decision ?? id,
    );
    if (!decision) return undefined;
    const { trace, changes_at: changesAt, ...does } = JSON.parse(decision.told);
    const said = does[decision.act] ?? {};
    const outcomes = "SELECT at, what, why, code FROM outcomes WHERE shop = ?1 AND decision = ?2 ORDER BY place";
    return {
      decision: decision.decision,
      at: decision.at,
      act: decision.act,
      reason: decision.reason,
      trace,
      changesAt,
      shopper: decision.shopper ?? undefined,
      recipient: decision.recipient ?? undefined,
      journey: said.place?.journey ?? said.journey,
      node: said.place?.node ?? said.node,
      entry: said.place?.entry ?? said.entry,
      does: said,
      text: this.#text(entry),
      state: entry?.state,
      refused: entry?.why ?? undefined,
      receipt: entry?.receipt ?? undefined,
      outcomes: this.#store.all(outcomes, decision.decision),
    };
  }

  /**
   * Returns what was decided of late, newest first: texts sent, held and dropped, each with its reason.
   * @param {number} [most]
   */
  recent(most = 100) {
    const sql = `SELECT decisions.decision, decisions.at, decisions.act, decisions.reason, outbox.state, outbox.why, outbox.receipt
      FROM decisions LEFT JOIN outbox ON outbox.shop = decisions.shop AND outbox.decision = decisions.decision
      WHERE decisions.shop = ?1 ORDER BY decisions.at DESC, decisions.rowid DESC LIMIT ?2`;
    return this.#store.all(sql, most);
  }

  /** Returns what an owner has to know of, and how much there is of everything. */
  overview() {
    const { sending } = this.#permission;
    const states = this.#store.all(
      "SELECT act, state, count(*) AS times FROM outbox WHERE shop = ?1 GROUP BY act, state",
    );
    const unknown = `SELECT decision, at, due_at AS lookUpAt, code FROM (SELECT decision, attempted_at AS at, due_at, code, place
      FROM outbox WHERE shop = ?1 AND state = 'unknown') ORDER BY place LIMIT 100`;
    const held = "SELECT count(*) AS times FROM wakes WHERE shop = ?1 AND reason = 'hold_ends'";
    const hooks =
      "SELECT provider, day, what, times FROM hook_counts WHERE shop = ?1 ORDER BY day DESC, what LIMIT 100";
    return {
      sending,
      alarms: this.#permission.alarms,
      outbox: states,
      unknown: this.#store.all(unknown),
      held: this.#store.get(held).times,
      quarantined: this.#inbox.quarantined(),
      pending: this.#store.get("SELECT count(*) AS times FROM inbox WHERE shop = ?1 AND state = 'pending'").times,
      replies: this.replies(),
      hooks: this.#store.all(hooks),
    };
  }

  /** Returns texts that wait for the owner to read them, oldest first. */
  replies() {
    const sql =
      "SELECT place, recipient, at, kind, sealed FROM replies WHERE shop = ?1 AND state = 'waiting' ORDER BY place LIMIT 100";
    return this.#store.all(sql).map(({ sealed, ...row }) => ({
      ...row,
      text: this.#vault.open("recipient", row.recipient, sealed)?.text,
    }));
  }

  /** @param {any} entry */
  #text(entry) {
    if (entry?.act !== "send" || entry.recipient === null) return undefined;
    return this.#vault.open("recipient", entry.recipient, entry.sealed)?.text;
  }
}
