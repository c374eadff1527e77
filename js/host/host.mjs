// Owns the host as programs that embed it call it; assemble.mjs puts its parts together.
import { assemble } from "./assemble.mjs";
import { drain } from "./drain.mjs";

/** @typedef {import("./assemble.mjs").Options} Options */

/**
 * Opens a host.
 * @param {Options} options
 * @throws {import("./keys.mjs").KeyFault} Keys are missing, or are not those of this database: nothing is sent.
 * @throws {import("../load/engine.mjs").CartsignalError} The configuration or the provider's settings are refused.
 */
export function createHost(options) {
  return new Host(options);
}

export class Host {
  #parts;
  /** @type {Promise<any>} */
  #draining = Promise.resolve();

  /** @param {Options} options */
  constructor(options) {
    this.#parts = assemble(options);
    const { hooks, links, core, store } = this.#parts;
    /** Answers `/hooks/…`; resolves to false for all other paths. */
    this.handler = hooks.handle.bind(hooks);
    /** What the short links of texts lead to. @type {import("./links.mjs").Links} */
    this.links = links;
    try {
      if (options.configuration !== undefined) this.configured = this.configure(options.configuration);
      else core.refresh();
    } catch (error) {
      store.close();
      throw error;
    }
  }

  /**
   * Puts a configuration in force. One that is refused changes nothing.
   * @param {object | string} configuration
   */
  configure(configuration) {
    return this.#parts.core.configure(configuration, this.#parts.clock());
  }

  /**
   * Appends an arrival to the inbox and returns whether it is new. Nothing is decided yet: `drain` does that.
   * @param {import("./inbox.mjs").Arrival} arrival
   * @throws {RangeError} It is too large.
   */
  append(arrival) {
    const appended = this.#parts.store.transaction(() => this.#parts.inbox.append(arrival, this.#parts.clock()));
    this.#parts.point("appended");
    return appended;
  }

  /**
   * Reads a number as somebody typed it and keeps it, sealed, with what else is known of its owner. To be called once
   * the tick beside it is set, and followed by `contact.provided` with the key returned.
   * @param {{text: string, country?: string, session?: string, network?: string} & import("./people.mjs").Contact} typed
   *   `session` and `network` are hashed before they are kept.
   * @returns {{recipient: string, number: any} | {refused: string}}
   */
  contact({ text, session, network, ...rest }) {
    const { phone, refused } = this.#parts.engine.parsePhone(text, rest.country);
    if (!phone) return { refused };
    const recipient = this.#parts.keys.recipient(phone.e164);
    const origin = {
      range: this.#parts.keys.origin(`range\n${phone.block}`),
      ...(session !== undefined && { session: this.#parts.keys.origin(`session\n${session}`) }),
      ...(network !== undefined && { network: this.#parts.keys.origin(`network\n${network}`) }),
    };
    const contact = { ...rest, ...origin, e164: phone.e164, number: phone.number };
    this.#parts.store.transaction(() => this.#parts.people.learn("recipient", recipient, contact));
    this.#parts.point("contact_kept");
    return { recipient, number: phone.number };
  }

  /**
   * Keeps the proof of a permission: what was shown, where and in which wording. Returns its id for `consent.granted`.
   * @param {{evidence: string, recipient?: string, shopper?: string, shown: object}} proof
   */
  evidence({ evidence, recipient, shopper, shown }) {
    const sql = "INSERT OR IGNORE INTO consents VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    const text = Buffer.from(JSON.stringify(shown));
    this.#parts.store.run(sql, evidence, recipient ?? null, shopper ?? null, this.#parts.clock(), text);
    return evidence;
  }

  /**
   * Does all that is due: arrivals, wakes, texts. Returns what was done, by name.
   * @param {number} [now] Instead of the clock, for virtual time.
   */
  drain(now) {
    const clock = now === undefined ? this.#parts.clock : () => now;
    const begin = () => drain(this.#parts, clock);
    const done = this.#draining.then(begin, begin);
    this.#draining = done;
    return done;
  }

  /** Returns when there is something to do next, or Infinity. What waits for a person has no time. */
  nextAt() {
    return Math.min(this.#parts.inbox.nextAt(), this.#parts.wakes.nextAt(), this.#parts.outbox.nextAt());
  }

  /**
   * Returns what a page for a recipient has to know; a stranger has no opt-outs and no language.
   * @param {string | null | undefined} recipient
   * @returns {{locale?: string, optOuts: {channel: string, at: number}[]}}
   */
  about(recipient) {
    if (!recipient) return { optOuts: [] };
    return {
      locale: this.#parts.people.contact("recipient", recipient).locale,
      optOuts: this.#parts.people.optOuts(recipient),
    };
  }

  /**
   * Asks the provider about the account or a sender; sends nothing.
   * @param {{what: "account" | "balance" | "registration", sender?: string}} question
   * @returns {Promise<{login: boolean, balance?: any, registered?: string, code?: string} | undefined>} Undefined
   *   without a provider.
   */
  async check(question) {
    const { gateway, clock } = this.#parts;
    if (!gateway) return undefined;
    const errand = { check: question };
    return (await gateway.perform(errand, gateway.prepare(errand, clock()), clock)).checked;
  }

  /**
   * Returns what was spent of the budget, estimates of texts under way included, on the moment's day and in its month,
   * UTC; in millionths of the store's currency.
   * @param {number} [now] Instead of the clock, for virtual time.
   */
  spending(now) {
    const { core, store, clock } = this.#parts;
    core.refresh();
    return core.spending(now ?? clock(), store.get("SELECT bytes FROM counters WHERE shop = ?1")?.bytes ?? undefined);
  }

  /** @param {string} id Of a decision, a reference of ours, or the provider's id. */
  why(id) {
    return this.#parts.why.of(id);
  }

  /** @param {number} [most] */
  recent(most) {
    return this.#parts.why.recent(most);
  }

  overview() {
    return this.#parts.why.overview();
  }

  /**
   * Says how the owner read a text that may have meant stop.
   * @param {number} place Of the reply, from `overview().replies`.
   * @param {"cleared" | "stop"} kind
   */
  answerReply(place, kind) {
    const now = this.#parts.clock();
    return this.#parts.store.transaction(() => {
      const sql = "SELECT recipient FROM replies WHERE shop = ?1 AND place = ?2 AND state = 'waiting'";
      const row = this.#parts.store.get(sql, place);
      if (!row) return false;
      this.#parts.store.run("UPDATE replies SET state = ?3 WHERE shop = ?1 AND place = ?2", place, kind);
      const input = {
        id: `read:${place}`,
        occurred_at: now,
        trust: "server",
        what: { reply: { kind, channel: "sms" } },
      };
      return this.#parts.inbox.append({ recipient: row.recipient, input: /** @type {any} */ (input) }, now);
    });
  }

  /**
   * Lets a quarantined arrival be tried again.
   * @param {number} place
   */
  retry(place) {
    return this.#parts.inbox.retry(place);
  }

  /**
   * Forgets all that is personal of somebody, in backups too; opt-outs stay. False, and nothing done, while something
   * about them lies in the inbox: drain first.
   * @param {import("./people.mjs").Side} side
   * @param {string} key
   */
  erase(side, key) {
    return this.#parts.store.transaction(() => this.#parts.people.erase(side, key));
  }

  /** Pausing, resuming, and whether this copy may send. */
  get permission() {
    return this.#parts.permission;
  }

  /** Waits for what is being done and closes the database. */
  async close() {
    await this.#draining.catch(() => {});
    this.#parts.core.close();
    this.#parts.store.close();
  }
}
