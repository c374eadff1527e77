// Owns the outbox: decisions as they were made, what is to be done about them, and what became of each.

/**
 * @typedef {object} Entry One decision to carry out.
 * @property {string} decision
 * @property {"send" | "issue_coupon" | "show_on_site" | "credit_order"} act
 * @property {string} [shopper]
 * @property {string} [recipient]
 * @property {string} [class]
 * @property {string} [country]
 * @property {number} decidedAt
 * @property {number} [notAfter]
 * @property {number} [dueAt] While it waits: when it is stale. While it is attempted: when silence counts. While it is
 *   unknown: when it is looked up.
 * @property {any} does What the core said, links filled in; absent once its data key is erased.
 * @property {string} state
 * @property {boolean} cancelled
 * @property {string} [reference]
 * @property {string} [provider] By which it was attempted.
 * @property {string} [providerId]
 * @property {number} [attemptedAt]
 * @property {number} [parts]
 * @property {number} [costMicros] What it cost, an estimate till the provider says so; absent before it was handed over.
 *
 * @typedef {{moment: number, shopper?: string, recipient?: string}} Scene
 */

/** Texts that the law or a carrier asks for: they go whatever else is so, and are not decided twice. */
export const OWED = ["confirmation", "help"];

/** How long a text that was decided is true. Source: design.md, what goes stale is decided again. Chosen: 15 minutes. */
const FRESH_MS = 15 * 60_000;

/** What is carried out and reported back; every other decision is a record. */
const ACTS = /** @type {const} */ (["send", "issue_coupon", "show_on_site", "credit_order"]);

export class Outbox {
  #store;
  #vault;
  #links;
  #inbox;
  #journal;

  /**
   * @param {import("./store.mjs").Store} store
   * @param {import("./vault.mjs").Vault} vault
   * @param {import("./links.mjs").Links} links
   * @param {import("./inbox.mjs").Inbox} inbox
   * @param {import("./journal.mjs").Journal} journal
   */
  constructor(store, vault, links, inbox, journal) {
    this.#store = store;
    this.#vault = vault;
    this.#links = links;
    this.#inbox = inbox;
    this.#journal = journal;
  }

  /**
   * Takes a decision down, and what is to be done about it. Minted once, it is taken once. In a transaction.
   * @param {any} decision
   * @param {Scene} scene
   * @param {string} linkOrigin
   */
  take(decision, scene, linkOrigin) {
    const { id, does } = decision;
    if (does.enter_segment || does.leave_segment) return;
    this.#journal.record(decision, scene);
    if (does.cancel) {
      const sql = "UPDATE outbox SET cancelled = 1 WHERE shop = ?1 AND decision = ?2 AND state = 'waiting'";
      this.#store.run(sql, does.cancel.decision);
    }
    const act = ACTS.find((name) => does[name]);
    if (!act || this.#store.get("SELECT 1 FROM outbox WHERE shop = ?1 AND decision = ?2", id)) return;
    const told = act === "send" ? { ...does.send, text: this.#links.fill(decision, scene, linkOrigin) } : does[act];
    const { side, key } = owner(scene);
    const sql = `INSERT INTO outbox (shop, decision, act, shopper, recipient, class, country, decided_at, not_after, due_at,
      sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`;
    const { class: kind = null, country = null, not_after: notAfter = null } = told;
    const sealed = this.#vault.seal(side, key, told);
    const [shopper, recipient] = [scene.shopper ?? null, scene.recipient ?? null];
    // While it waits: when it is stale; an owed text only expires.
    const fresh = act === "send" && !OWED.includes(kind) ? scene.moment + FRESH_MS : Number.MAX_SAFE_INTEGER;
    const dueAt = Math.min(fresh, notAfter ?? Number.MAX_SAFE_INTEGER);
    this.#store.run(sql, id, act, shopper, recipient, kind, country, scene.moment, notAfter, dueAt, sealed);
  }

  /**
   * Returns one entry, or undefined.
   * @param {string} decision
   * @returns {Entry | undefined}
   */
  read(decision) {
    const row = this.#store.get("SELECT * FROM outbox WHERE shop = ?1 AND decision = ?2", decision);
    return row && this.#entry(row);
  }

  /**
   * Returns the entry of an attempt, by our reference or the provider's id.
   * @param {{reference?: string, provider_id?: string}} attempt
   */
  ofAttempt({ reference, provider_id: providerId }) {
    const by = (/** @type {string} */ column, /** @type {string | undefined} */ value) =>
      value && this.#store.get(`SELECT * FROM outbox WHERE shop = ?1 AND ${column} = ?2`, value);
    const row = by("reference", reference) || by("provider_id", providerId);
    return row ? this.#entry(row) : undefined;
  }

  /**
   * Returns decisions in a state, oldest first.
   * @param {"waiting" | "attempting" | "unknown"} state
   * @param {number} [dueBy] Only those whose time has come: stale, or to be looked up.
   * @returns {string[]}
   */
  inState(state, dueBy) {
    const due = dueBy === undefined ? "" : "AND due_at < ?3";
    const sql = `SELECT decision FROM outbox WHERE shop = ?1 AND state = ?2 ${due} ORDER BY place LIMIT 500`;
    return this.#store.all(sql, state, ...(dueBy === undefined ? [] : [dueBy])).map((row) => row.decision);
  }

  /**
   * Returns whether a text to a recipient is under way: the next one waits for it.
   * @param {string} recipient
   */
  isAttempting(recipient) {
    const sql = "SELECT 1 FROM outbox WHERE shop = ?1 AND recipient = ?2 AND state = 'attempting' LIMIT 1";
    return this.#store.get(sql, recipient) !== undefined;
  }

  /**
   * Marks a decision as being carried out. From here on it is never begun again. In a transaction.
   * @param {string} decision
   * @param {{reference?: string, provider?: string, cost?: number, now: number, staleAt: number}} attempt `cost` is what
   *   it is counted with, in micros, till the provider says what it cost.
   */
  attempt(decision, { reference = undefined, provider = undefined, cost = undefined, now, staleAt }) {
    const sql = `UPDATE outbox SET state = 'attempting', reference = ?3, provider = ?4, attempted_at = ?5, due_at = ?6,
      cost_micros = ?7 WHERE shop = ?1 AND decision = ?2 AND state = 'waiting'`;
    const told = [reference ?? null, provider ?? null, now, staleAt, cost ?? null];
    if (this.#store.run(sql, decision, ...told) !== 1) throw new Error("a decision was to be attempted twice");
    this.#journal.note(decision, now, { what: "attempting" });
  }

  /**
   * Writes what became of a decision and tells the core. What was settled for good stays. In a transaction.
   * @param {Entry} entry
   * @param {any} outcome `accepted`, `refused` or `unknown`, as a gateway says it.
   * @param {number} now
   * @param {object} [result] What the core is told, where that is more than the outcome says.
   * @returns {boolean} Whether it was news.
   */
  settle(entry, outcome, now, result) {
    const state = /** @type {"accepted" | "refused" | "unknown"} */ (Object.keys(outcome)[0]);
    const told = outcome[state] ?? {};
    const from = {
      accepted: "'waiting', 'attempting', 'unknown'",
      refused: "'waiting', 'attempting', 'unknown'",
      unknown: "'attempting'",
    };
    const sql = `UPDATE outbox SET state = ?3, why = ?4, code = ?5, provider_id = coalesce(?6, provider_id),
      parts = coalesce(?7, parts), due_at = ?8, settled_at = ?9 WHERE shop = ?1 AND decision = ?2 AND state IN (${from[state]})`;
    const [why, code] = [told.detail ?? told.why ?? null, told.code ?? null];
    const dueAt = told.look_up_at ?? null;
    const { decision, shopper, recipient } = entry;
    const ids = [told.provider_id ?? null, told.parts ?? null];
    if (this.#store.run(sql, decision, state, why, code, ...ids, dueAt, now) === 0) return false;
    this.#journal.note(decision, now, { what: state, why, code });
    const report = result ?? inTheCoresWords(state, told);
    const what = { outcome: { decision, result: report } };
    const id = `outcome:${decision}:${state}`;
    this.#inbox.append({ shopper, recipient, input: { id, occurred_at: now, trust: "server", what } }, now);
    return true;
  }

  /**
   * Sets when an unknown attempt is looked up next; null: never again, it stays shown.
   * @param {string} decision
   * @param {number | null} at
   */
  lookUpAt(decision, at) {
    const sql = "UPDATE outbox SET due_at = ?3 WHERE shop = ?1 AND decision = ?2 AND state = 'unknown'";
    this.#store.run(sql, decision, at);
  }

  /** Returns when something is stale, or to be looked up, next; or Infinity. */
  nextAt() {
    const sql = `SELECT min(due_at) + 1 AS at FROM outbox
      WHERE shop = ?1 AND state IN ('waiting', 'attempting', 'unknown') AND due_at < ?2`;
    return this.#store.get(sql, Number.MAX_SAFE_INTEGER)?.at ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Returns what was sealed; a row that was tampered with counts as one whose key is gone, and is not carried out.
   * @param {import("./vault.mjs").Side} side
   * @param {string} key
   * @param {Uint8Array | null} sealed
   */
  #opened(side, key, sealed) {
    try {
      return this.#vault.open(side, key, sealed);
    } catch {
      return undefined;
    }
  }

  /** @param {any} row @returns {Entry} */
  #entry(row) {
    const scene = { moment: row.decided_at, shopper: row.shopper ?? undefined, recipient: row.recipient ?? undefined };
    const { side, key } = owner(scene);
    return {
      decision: row.decision,
      act: row.act,
      shopper: scene.shopper,
      recipient: scene.recipient,
      class: row.class ?? undefined,
      country: row.country ?? undefined,
      decidedAt: row.decided_at,
      notAfter: row.not_after ?? undefined,
      dueAt: row.due_at ?? undefined,
      does: this.#opened(side, key, row.sealed),
      state: row.state,
      cancelled: row.cancelled === 1,
      reference: row.reference ?? undefined,
      provider: row.provider ?? undefined,
      providerId: row.provider_id ?? undefined,
      attemptedAt: row.attempted_at ?? undefined,
      parts: row.parts ?? undefined,
      costMicros: row.cost_micros ?? undefined,
    };
  }
}

/**
 * Returns whose data key seals a decision.
 * @param {Scene} scene
 * @returns {{side: import("./vault.mjs").Side, key: string}}
 */
function owner({ recipient, shopper }) {
  return recipient === undefined ? { side: "shopper", key: shopper ?? "" } : { side: "recipient", key: recipient };
}

/** @param {"accepted" | "refused" | "unknown"} state @param {any} told */
function inTheCoresWords(state, told) {
  if (state === "accepted") return { done: { ...(told.parts !== undefined && { parts: told.parts }) } };
  if (state === "unknown") return { unknown: {} };
  return { refused: { why: told.why, ...(told.retry_at !== undefined && { retry_at: told.retry_at }) } };
}
