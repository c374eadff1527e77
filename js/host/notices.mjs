// Owns what a provider's hooks said, when it is taken in: receipts settle attempts, inbound texts become replies.

/** How far a text got, so that a receipt that comes late does not take it back. */
const RANK = { sent: 1, undelivered: 2, failed: 2, delivered: 3 };

/** @typedef {{shopper?: string, recipient?: string, input: any}} Said An input for the core, and about whom. */

export class Notices {
  #store;
  #vault;
  #engine;
  #core;
  #people;
  #outbox;
  #journal;

  /**
   * @param {{store: import("./store.mjs").Store, vault: import("./vault.mjs").Vault, engine: any,
   *   core: import("./core.mjs").Core, people: import("./people.mjs").People, outbox: import("./outbox.mjs").Outbox,
   *   journal: import("./journal.mjs").Journal}} parts
   */
  constructor({ store, vault, engine, core, people, outbox, journal }) {
    this.#store = store;
    this.#vault = vault;
    this.#engine = engine;
    this.#core = core;
    this.#people = people;
    this.#outbox = outbox;
    this.#journal = journal;
  }

  /**
   * Takes a notice in; returns what the core is to be told, if anything. In a transaction.
   * @param {import("./inbox.mjs").Row} row
   * @param {number} now
   * @returns {Said | undefined}
   */
  take(row, now) {
    return row.kind === "receipt" ? this.#receipt(row, now) : this.#inbound(row, now);
  }

  /**
   * Charges a text's price once, in the place of what `admit` estimated. In a transaction.
   * @param {import("./outbox.mjs").Entry} entry
   * @param {{price?: {micros: number, currency: string}}} paid
   * @param {number} now
   */
  charge(entry, { price }, now) {
    if (!price || !entry.country) return;
    const once = "UPDATE outbox SET charged = 1 WHERE shop = ?1 AND decision = ?2 AND charged = 0";
    if (this.#store.run(once, entry.decision) === 0) return;
    const before = this.#store.get("SELECT bytes FROM counters WHERE shop = ?1")?.bytes ?? undefined;
    // The estimate was of the parts the core counted, whatever the provider says.
    const estimated = entry.does?.parts ?? entry.parts ?? 1;
    const moment = entry.attemptedAt ?? now;
    try {
      const after = this.#core.charge({ moment, country: entry.country, parts: estimated, price }, before);
      this.#store.run("INSERT OR REPLACE INTO counters VALUES (?1, ?2)", after ?? null);
      // In another currency nothing was charged: there the estimate stays.
      const sql = "UPDATE outbox SET cost_micros = ?3 WHERE shop = ?1 AND decision = ?2";
      if (price.currency === this.#core.currency) this.#store.run(sql, entry.decision, Math.max(0, price.micros));
    } catch (error) {
      // The estimate stays. What became of the text is worth more than what it cost.
      this.#journal.note(entry.decision, now, { what: "uncharged", code: /** @type {any} */ (error).code });
    }
  }

  /** @param {import("./inbox.mjs").Row} row @param {number} now @returns {Said | undefined} */
  #receipt({ notice }, now) {
    const { provider_id: providerId, state, why, code, parts, price } = notice;
    const entry = this.#outbox.ofAttempt(notice);
    if (!entry) {
      this.count("unknown_reference", now);
      return undefined;
    }
    // Whoever reports on a text has it: an attempt whose answer never came is settled by that.
    if (entry.state === "attempting" || entry.state === "unknown")
      this.#outbox.settle(entry, { accepted: { provider_id: providerId, parts } }, now);
    this.charge(entry, { price }, now);
    const sql = "SELECT receipt FROM outbox WHERE shop = ?1 AND decision = ?2";
    const before = /** @type {keyof RANK | null} */ (this.#store.get(sql, entry.decision)?.receipt ?? null);
    if (before !== null && RANK[before] >= RANK[/** @type {keyof RANK} */ (state)]) return undefined;
    this.#store.run("UPDATE outbox SET receipt = ?3 WHERE shop = ?1 AND decision = ?2", entry.decision, state);
    this.#journal.note(entry.decision, now, { what: state, why, code });
    const id = `receipt:${entry.decision}:${state}`;
    const what = { receipt: { decision: entry.decision, state, ...(why && { why }) } };
    const input = { id, occurred_at: now, trust: "signed", what };
    return { shopper: entry.shopper, recipient: entry.recipient, input };
  }

  /** @param {import("./inbox.mjs").Row} row @param {number} now @returns {Said | undefined} */
  #inbound({ notice, recipient, at }, now) {
    if (recipient === undefined) {
      this.count("unknown_number", now);
      return undefined;
    }
    const known = this.#people.contact("recipient", recipient);
    const { phone } = this.#engine.parsePhone(notice.from);
    // Whoever writes is to be answered: an opt-out is confirmed even to somebody never texted.
    if (phone && !known.e164) this.#people.learn("recipient", recipient, { e164: phone.e164, number: phone.number });
    const kind = notice.word ?? this.#engine.readReply(notice.text, known.locale).kind;
    if (kind === "ambiguous" || kind === "other") this.#file(notice, recipient, kind, at);
    const what = { reply: { kind, channel: "sms" } };
    return { recipient, input: { id: inputId(notice.provider_id), occurred_at: at, trust: "signed", what } };
  }

  /**
   * Puts a text where the owner reads it.
   * @param {{text: string, provider_id: string}} notice
   * @param {string} recipient
   * @param {"ambiguous" | "other"} kind
   * @param {number} at
   */
  #file({ text, provider_id: providerId }, recipient, kind, at) {
    const sealed = this.#vault.seal("recipient", recipient, { text });
    const state = kind === "ambiguous" ? "waiting" : "noted";
    const sql = `INSERT OR IGNORE INTO replies (shop, recipient, at, kind, sealed, state, provider_id)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`;
    this.#store.run(sql, recipient, at, kind, sealed, state, providerId);
  }

  /**
   * Counts something of a provider's that led to nothing, by day. In a transaction.
   * @param {string} what
   * @param {number} now
   * @param {string} [provider]
   */
  count(what, now, provider = "") {
    const sql = `INSERT INTO hook_counts VALUES (?1, ?2, ?3, ?4, 1)
      ON CONFLICT (shop, provider, day, what) DO UPDATE SET times = times + 1`;
    this.#store.run(sql, provider, Math.floor(now / 86_400_000), what);
  }
}

/** @param {string} providerId Providers' ids are short; one that is not is cut where the core would refuse it. */
function inputId(providerId) {
  return `inbound:${providerId}`.slice(0, 64);
}
