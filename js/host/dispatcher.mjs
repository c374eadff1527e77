// Owns carrying out decisions: re-checked, marked, done, settled; each is begun once and never again by itself.
import { OWED } from "./outbox.mjs";
import { randomReference } from "./reference.mjs";

/** Until the core decides again about a text that went stale. Chosen: what kept it once may keep it a while. */
const STALE_RETRY_MS = 5 * 60_000;

/** From the end of an attempt's own time until its silence counts: clocks differ, processes pause. Chosen. */
const GRACE_MS = 60_000;

/** The same for what a platform does, which has no time limit of its own. Chosen. */
const PLATFORM_MS = 30_000;

/**
 * @typedef {object} Parts
 * @property {import("./store.mjs").Store} store
 * @property {import("./core.mjs").Core} core
 * @property {import("./people.mjs").People} people
 * @property {import("./inbox.mjs").Inbox} inbox
 * @property {import("./outbox.mjs").Outbox} outbox
 * @property {import("./attempts.mjs").Attempts} attempts
 * @property {import("./permission.mjs").Permission} permission
 * @property {import("./gateway.mjs").Gateway | undefined} gateway
 * @property {Partial<Record<string, (entry: import("./outbox.mjs").Entry) => Promise<any>>>} platform What the store's
 *   platform does: `issue_coupon`, `show_on_site`, `credit_order`; each returns an outcome in the core's words.
 * @property {string | undefined} publicOrigin Where the provider reaches this host.
 * @property {(bytes: number) => Uint8Array} random
 * @property {(name: string) => void} point
 *
 * @typedef {import("./attempts.mjs").Word} Word
 * @typedef {import("./attempts.mjs").Job} Job
 * @typedef {import("./outbox.mjs").Entry} Entry
 */

export class Dispatcher {
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * Begins the next thing there is to do; undefined where there is nothing that may be done now.
   * @param {() => number} clock
   * @returns {Job | undefined}
   */
  begin(clock) {
    const { outbox, permission, attempts } = this.#parts;
    const now = clock();
    for (const decision of outbox.inState("attempting", now)) {
      if (attempts.silence(decision, now)) return async () => "unknown";
    }
    for (const decision of outbox.inState("unknown", now)) {
      const job = attempts.lookUp(decision, clock);
      if (job) return job;
    }
    const { allowed } = permission.sending;
    for (const decision of outbox.inState("waiting", allowed ? undefined : now)) {
      const job = this.#check(decision, clock);
      if (job) return job;
    }
    return undefined;
  }

  /**
   * Settles what waited too long as refused, so that it is decided again; returns how much. Nothing leaves.
   * @param {() => number} clock
   */
  settleOver(clock) {
    // What is due while it waits is over.
    return this.#parts.outbox.inState("waiting", clock()).filter((decision) => this.#check(decision, clock)).length;
  }

  /** @param {string} decision @param {() => number} clock @returns {Job | undefined} */
  #check(decision, clock) {
    const { store, point } = this.#parts;
    if (!this.#isReady(decision, clock())) return undefined;
    const job = store.transaction(() => {
      // The write lock is held from here on: nothing that was looked at can change until the mark is set.
      const entry = this.#isReady(decision, clock());
      if (!entry) return undefined;
      point("checked");
      const over = isOver(entry, clock());
      if (over) return this.#refuse(entry, over, clock());
      const begun = entry.act === "send" ? this.#checkText(entry, clock) : this.#checkAct(entry, clock);
      point("attempting_written");
      return begun;
    });
    point("attempting_committed");
    return job;
  }

  /**
   * Returns an entry about which something is to be done: nothing stands in its way, or its time is over.
   * @param {string} decision
   * @param {number} now
   */
  #isReady(decision, now) {
    const { inbox, outbox, permission } = this.#parts;
    const entry = outbox.read(decision);
    if (entry?.state !== "waiting") return undefined;
    if (isOver(entry, now)) return entry;
    const { recipient, shopper } = entry;
    const busy = recipient !== undefined && outbox.isAttempting(recipient);
    const free = permission.sending.allowed && !busy && !inbox.concerns(recipient, shopper);
    return free ? entry : undefined;
  }

  /** @param {Entry} entry @param {any} refused @param {number} now @returns {Job} */
  #refuse(entry, refused, now) {
    this.#parts.outbox.settle(entry, { refused }, now);
    return async () => "refused";
  }

  /** @param {Entry} entry @param {() => number} clock @returns {Job} */
  #checkText(entry, clock) {
    const { store, core, people, outbox, gateway, random, publicOrigin, point } = this.#parts;
    const now = clock();
    const { decision, recipient = "", shopper, does } = entry;
    const refuse = (/** @type {any} */ refused) => this.#refuse(entry, refused, now);
    // A question may be asked of somebody who opted out and then ticked a box; one who opted out since is left alone.
    const bars = (/** @type {{channel: string, at: number}} */ { channel, at }) =>
      channel === does.channel && (entry.class !== "ask" || at >= entry.decidedAt);
    if (!OWED.includes(entry.class ?? "") && people.optOuts(recipient).some(bars))
      return refuse({ why: "cancelled", detail: "opted_out" });
    const { e164 } = people.contact("recipient", recipient);
    // A question is asked for a shopper who gave the number: of nobody whose number was taken back since.
    const asker = entry.class === "ask" ? people.survivor(shopper) : undefined;
    const takenBack = asker !== undefined && people.pointsAt(asker) !== recipient;
    if (!e164 || !gateway || takenBack) return refuse({ why: "cancelled", detail: "no_number" });

    const reference = randomReference(random);
    const callback = publicOrigin && `${publicOrigin}/hooks/${gateway.provider.name}?ref=${reference}`;
    const { not_after: notAfter, sender, text } = does;
    const errand = {
      send: { reference, to: e164, from: sender, text, ...(callback && { callback }), not_after: notAfter },
    };
    let prepared;
    try {
      prepared = gateway.prepare(errand, now);
    } catch (error) {
      // The account's settings were checked when the host was made, so it is this text that can't be worded.
      return refuse({ why: "cancelled", detail: "unsendable", code: /** @type {any} */ (error).code });
    }

    // Last, since the counters are the store's one row that every text needs.
    const { class: kind, country, parts, purpose, slot, place } = does;
    const origin = this.#origin(shopper, recipient);
    const journey = place?.journey;
    const ask = { decision, class: kind, country, sender, parts, purpose, ...(slot && { slot }), journey };
    const before = store.get("SELECT bytes FROM counters WHERE shop = ?1")?.bytes ?? undefined;
    const {
      admission,
      cost_micros: cost,
      counters,
    } = core.admit({ contact: people.contactOf(shopper, recipient), origin, moment: now, ask }, before);
    store.run("INSERT OR REPLACE INTO counters VALUES (?1, ?2)", counters ?? null);
    if (admission !== "go") {
      const { why, at } = admission.later ?? admission.no;
      return refuse({ why, ...(at !== undefined && { retry_at: at }) });
    }
    point("admitted");
    const staleAt = now + (prepared.http?.timeout_ms ?? 0) + GRACE_MS;
    outbox.attempt(decision, { reference, provider: gateway.provider.name, cost, now, staleAt });
    return () => this.#send(decision, errand, prepared, staleAt, clock);
  }

  /**
   * @param {string} decision
   * @param {any} errand
   * @param {any} prepared
   * @param {number} staleAt
   * @param {() => number} clock
   * @returns {Promise<Word>}
   */
  async #send(decision, errand, prepared, staleAt, clock) {
    const { gateway, attempts, point } = this.#parts;
    if (!gateway) throw new Error("a text was begun without a provider");
    point("request_begun");
    // A process that slept since the mark was set: others count the attempt as lost, so it must not be made any more.
    if (clock() >= staleAt) return attempts.settled(decision, gateway.silence(errand, clock()), clock());
    const { outcome } = await gateway.perform(errand, prepared, clock);
    point("answer_read");
    return attempts.settled(decision, outcome, clock());
  }

  /** @param {Entry} entry @param {() => number} clock @returns {Job} */
  #checkAct(entry, clock) {
    const { outbox, platform, attempts, point } = this.#parts;
    const now = clock();
    const { decision, act } = entry;
    const perform = platform[act];
    if (!perform && act === "issue_coupon")
      return this.#refuse(entry, { why: "coupon_refused", detail: "no_platform" }, now);
    outbox.attempt(decision, { now, staleAt: now + PLATFORM_MS + GRACE_MS });
    return async () => {
      point("act_begun");
      let result = /** @type {any} */ ({ done: {} });
      try {
        if (perform) result = (await perform(entry)) ?? result;
      } catch {
        result = { unknown: {} };
      }
      const outcome = result.done ? { accepted: {} } : result;
      return attempts.settled(decision, outcome, clock(), result);
    };
  }

  /**
   * Returns where the number was typed, as far as it is known.
   * @param {string | undefined} shopper
   * @param {string} recipient
   */
  #origin(shopper, recipient) {
    const { people } = this.#parts;
    const theirs = people.contact("recipient", recipient);
    const { session, network } = { ...theirs, ...people.contact("shopper", shopper) };
    return { ...(session && { session }), ...(network && { network }), ...(theirs.range && { range: theirs.range }) };
  }
}

/**
 * Returns why a decision is not carried out any more, if its time is over. Nobody may be left to think that a stale one
 * is still to come: the core decides again, for as long as something stands in the way.
 * @param {Entry} entry
 * @param {number} now
 */
function isOver({ cancelled, does, notAfter, dueAt }, now) {
  if (cancelled || !does) return { why: "cancelled" };
  if (notAfter !== undefined && now > notAfter) return { why: "expired" };
  return dueAt !== undefined && now > dueAt
    ? { why: "pacing", detail: "stale", retry_at: now + STALE_RETRY_MS }
    : undefined;
}
