// Owns attempts once they are begun: what each came to, those of which nothing is heard, and looking them up.

/** Until a look-up that another process began may be repeated. Chosen: above any request's time. */
const LOOK_UP_CLAIM_MS = 120_000;

/**
 * @typedef {object} Parts
 * @property {import("./store.mjs").Store} store
 * @property {import("./core.mjs").Core} core
 * @property {import("./people.mjs").People} people
 * @property {import("./outbox.mjs").Outbox} outbox
 * @property {import("./notices.mjs").Notices} notices
 * @property {import("./permission.mjs").Permission} permission
 * @property {import("./gateway.mjs").Gateway | undefined} gateway
 * @property {(name: string) => void} point
 *
 * @typedef {"accepted" | "refused" | "unknown" | "looked_up"} Word
 * @typedef {() => Promise<Word>} Job
 */

export class Attempts {
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * Writes what an attempt came to.
   * @param {string} decision
   * @param {any} outcome
   * @param {number} now
   * @param {any} [result]
   * @returns {Word}
   */
  settled(decision, outcome, now, result) {
    const { store, outbox, permission, point } = this.#parts;
    const word = /** @type {Word} */ (Object.keys(outcome)[0]);
    store.transaction(() => {
      const entry = outbox.read(decision);
      if (!entry) return;
      const news = outbox.settle(entry, outcome, now, result);
      if (news && entry.act === "send") this.#pay(entry, outcome, now);
      if (outcome.refused?.alarm) permission.alarm(outcome.refused.alarm, now);
      point("outcome_written");
    });
    point("outcome_committed");
    return word;
  }

  /**
   * Puts what a text cost in the place of the estimate: the provider's price, or nothing for one that was not sent.
   * @param {import("./outbox.mjs").Entry} entry
   * @param {any} outcome
   * @param {number} now
   */
  #pay(entry, { accepted, refused }, now) {
    const { notices, core } = this.#parts;
    const price = accepted?.price ?? (refused && { micros: 0, currency: core.currency });
    if (price) notices.charge(entry, { price }, now);
  }

  /**
   * Calls an attempt unknown whose time is over: the process that made it ended in it. Returns whether it did.
   * @param {string} decision
   * @param {number} now
   */
  silence(decision, now) {
    const { store, outbox, gateway, point } = this.#parts;
    const news = store.transaction(() => {
      const entry = outbox.read(decision);
      if (entry?.state !== "attempting") return false;
      const errand = this.#lookUpErrand(entry);
      const unknown = (errand && gateway?.silence(errand, now)?.unknown) ?? {};
      const written = outbox.settle(entry, { unknown: { code: "no_answer", ...unknown } }, now);
      point("unknown_written");
      return written;
    });
    point("unknown_committed");
    return news;
  }

  /** @param {string} decision @param {() => number} clock @returns {Job | undefined} */
  lookUp(decision, clock) {
    const { store, outbox, gateway, point } = this.#parts;
    const now = clock();
    const errand = store.transaction(() => {
      const entry = outbox.read(decision);
      if (entry?.state !== "unknown") return undefined;
      const asked = this.#lookUpErrand(entry);
      outbox.lookUpAt(decision, asked ? now + LOOK_UP_CLAIM_MS : null);
      return asked;
    });
    if (!errand || !gateway) return undefined;
    return async () => {
      const prepared = gateway.prepare(errand, now);
      const { outcome } = await gateway.perform(errand, prepared, clock);
      point("looked_up");
      if (!outcome.unknown) return this.settled(decision, outcome, clock());
      store.transaction(() => outbox.lookUpAt(decision, outcome.unknown.look_up_at ?? null));
      return "looked_up";
    };
  }

  /**
   * Returns how to ask after an attempt; undefined where nobody can, as after a change of provider or an erasure.
   * @param {import("./outbox.mjs").Entry} entry
   */
  #lookUpErrand({ recipient, reference, provider, providerId, does, attemptedAt }) {
    const { people, gateway } = this.#parts;
    const { e164 } = people.contact("recipient", recipient);
    if (!gateway || provider !== gateway.provider.name || !reference || !does?.text || !e164) return undefined;
    const id = providerId === undefined ? {} : { provider_id: providerId };
    return { look_up: { reference, ...id, to: e164, from: does.sender, text: does.text, since: attemptedAt } };
  }
}
