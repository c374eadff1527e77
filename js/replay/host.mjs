// Owns a small host in memory that does a host's duty (design.md) in virtual time. No clock, no IO, no Node imports.
// States lie here as bytes only: every step reads them from bytes and writes them back.
import { Acquaintance } from "./acquaintance.mjs";
import { BadRow } from "./complaint.mjs";
import { Dispatcher } from "./dispatcher.mjs";
import { WakeQueue } from "./wake_queue.mjs";

/**
 * @typedef {object} Contact
 * @property {string} [first_name]
 * @property {string} [locale]
 * @property {string} [country]
 * @property {string} [region]
 * @property {string} [browser_zone]
 * @property {{kind: "mobile" | "fixed" | "unknown", country: string, area?: string}} [number]
 *
 * @typedef {{id: string, occurred_at: number, trust: "browser" | "signed" | "server", what: Record<string, any>}} Input
 *
 * @typedef {object} Arrival One input as it reaches the host.
 * @property {number} at When it arrives; its own `occurred_at` may be earlier.
 * @property {number} [line] Where it comes from.
 * @property {string} [shopper]
 * @property {string} [recipient]
 * @property {Contact} [contact] What the host learns of the person with it.
 * @property {Input} [input]
 * @property {import("./orders.mjs").CreditNote} [credit] Instead of an input, until `CreditNotes` has found its order.
 *
 * @typedef {object} Scene Around a decision: when, about whom.
 * @property {number} moment
 * @property {string} [shopper]
 * @property {string} [recipient]
 * @property {Contact} contact
 *
 * @typedef {object} Watcher What somebody who looks on is told.
 * @property {(decision: any, scene: Scene) => void} [decided]
 * @property {(decision: any, scene: Scene) => Arrival[] | void} [sent] A text left; the answers it provokes may follow.
 * @property {(decision: any, scene: Scene, why: string) => void} [refused]
 * @property {(answer: any, call: any) => void} [stepped]
 */

/** Wakes of one moment after which a core that never rests is reported. */
const RESTLESS = 100_000;

export class Host {
  now = Number.NEGATIVE_INFINITY;
  steps = 0;

  #core;
  #watcher;
  #dispatcher;
  #wakes = new WakeQueue();
  /** @type {Record<import("./wake_queue.mjs").Side, Map<string, Uint8Array>>} */
  #states = { shopper: new Map(), recipient: new Map() };
  #people = new Acquaintance();
  #woken = { at: Number.NEGATIVE_INFINITY, times: 0 };

  /**
   * @param {import("./core.mjs").Core} core
   * @param {Watcher} watcher
   */
  constructor(core, watcher) {
    this.#core = core;
    this.#watcher = watcher;
    this.#dispatcher = new Dispatcher(core, watcher);
  }

  /** Returns how many states are kept, and how many bytes they are. */
  get kept() {
    const { shopper, recipient } = this.#states;
    const bytes = [...shopper.values(), ...recipient.values()].reduce((sum, state) => sum + state.length, 0);
    return { shoppers: shopper.size, recipients: recipient.size, bytes };
  }

  /** Yields the bytes of all states by key, for comparing runs. */
  *states() {
    for (const side of /** @type {const} */ (["shopper", "recipient"])) {
      for (const key of [...this.#states[side].keys()].sort()) yield { side, key, bytes: this.#states[side].get(key) };
    }
  }

  /**
   * Returns at which recipient a shopper points.
   * @param {string} shopper
   */
  pointsAt(shopper) {
    return this.#people.pointsAt(shopper);
  }

  /**
   * Takes one arrival, after all that is due before it. Arrivals come in order of `at`.
   * @param {Arrival} arrival
   * @throws {BadRow} The core refuses the input; nothing was changed.
   */
  arrive(arrival) {
    this.advance(arrival.at);
    this.#take(arrival);
  }

  /**
   * Lets time pass: fires wakes, carries out decisions, hands in what was scheduled.
   * @param {number} until
   */
  advance(until) {
    for (;;) {
      const task = this.#dispatcher.nextAt();
      const wake = this.#wakes.nextAt();
      const next = Math.min(task, wake);
      if (next > until || next === Number.POSITIVE_INFINITY) break;
      this.now = Math.max(this.now, next);
      try {
        if (task <= wake) this.#perform();
        else this.#wake();
      } catch (error) {
        // Not the fault of the row that happens to come next.
        if (error instanceof BadRow)
          throw new Error(`the core refuses what the host reports: ${error.message}`, { cause: error });
        throw error;
      }
    }
    if (until !== Number.POSITIVE_INFINITY) this.now = Math.max(this.now, until);
  }

  #perform() {
    for (const arrival of this.#dispatcher.perform(this.now)) this.#take(arrival);
  }

  #wake() {
    const { side, key } = this.#wakes.take();
    this.#woken =
      this.#woken.at === this.now ? { at: this.now, times: this.#woken.times + 1 } : { at: this.now, times: 1 };
    if (this.#woken.times > RESTLESS) throw new Error(`the core asks for wakes without end at ${this.now}`);
    this.#take({ at: this.now, [side]: key, input: this.#signal({ wake: {} }) });
  }

  /** @param {Arrival} arrival */
  #take(arrival) {
    const { shopper, contact, input } = arrival;
    if (!input) return;
    this.#people.learn(arrival.shopper, contact);
    const provided = input.what["contact.provided"]?.recipient;
    const pointed = this.#people.pointsAt(shopper);
    const recipient = provided ?? pointed;
    this.#people.learn(arrival.recipient ?? provided, contact);
    const others = arrival.recipient !== undefined && arrival.recipient !== recipient;
    if (shopper !== undefined && !(others && isRecipients(input))) this.#step(shopper, recipient, input);
    // An order, receipt or outcome reaches the recipient it is about, even where the shopper points elsewhere.
    if (others) this.#step(undefined, arrival.recipient, input);
  }

  /**
   * @param {string | undefined} shopper
   * @param {string | undefined} recipient
   * @param {Input} input
   */
  #step(shopper, recipient, input) {
    const scene = { moment: this.now, shopper, recipient, contact: this.#people.contactOf(shopper, recipient) };
    const call = { shopper, recipient, contact: scene.contact, moment: this.now, input };
    const before = { shopper: this.#stateOf("shopper", shopper), recipient: this.#stateOf("recipient", recipient) };
    const { answer, after } = this.#core.step(call, before);
    this.steps += 1;
    if (shopper !== undefined) {
      this.#keep("shopper", shopper, after.shopper, answer.wakes.shopper);
      this.#people.point(shopper, answer.points_at ?? undefined);
    }
    if (recipient !== undefined) this.#keep("recipient", recipient, after.recipient, answer.wakes.recipient);
    this.#watcher.stepped?.(answer, call);
    for (const decision of answer.decisions) {
      this.#watcher.decided?.(decision, scene);
      this.#dispatcher.take(decision, scene);
    }
    if (answer.wake_pointing && recipient !== undefined) this.#wakePointing(recipient, shopper);
  }

  /**
   * @param {string} recipient
   * @param {string | undefined} stepped
   */
  #wakePointing(recipient, stepped) {
    for (const shopper of this.#people.pointing(recipient)) {
      if (shopper !== stepped) this.#step(shopper, recipient, this.#signal({ wake: {} }));
    }
  }

  /**
   * @param {import("./wake_queue.mjs").Side} side
   * @param {string} key
   * @param {Uint8Array | undefined} bytes
   * @param {{at: number, reason: string} | null | undefined} wake
   */
  #keep(side, key, bytes, wake) {
    if (bytes && bytes.length > 0) this.#states[side].set(key, bytes);
    this.#wakes.set(side, key, wake);
  }

  /**
   * @param {import("./wake_queue.mjs").Side} side
   * @param {string | undefined} key
   */
  #stateOf(side, key) {
    return key === undefined ? undefined : this.#states[side].get(key);
  }

  /** @param {Record<string, object>} what @returns {Input} */
  #signal(what) {
    return { id: `host:${this.steps}`, occurred_at: this.now, trust: "server", what };
  }
}

/**
 * Returns whether an input is the word of a number's owner, which says nothing about a shopper who points elsewhere.
 * @param {Input} input
 */
function isRecipients({ what }) {
  return "consent.granted" in what || "consent.revoked" in what || "reply" in what;
}

/**
 * Runs arrivals through a host until its end, then lets pending waits run out.
 * @param {Host} host
 * @param {AsyncIterable<Arrival> | Iterable<Arrival>} arrivals
 * @param {{runOutMs: number, bad: (arrival: Arrival, error: BadRow) => void, onArrival?: () => void}} options
 */
export async function run(host, arrivals, { runOutMs, bad, onArrival }) {
  for await (const arrival of arrivals) {
    onArrival?.();
    try {
      host.arrive(arrival);
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      bad(arrival, error);
    }
  }
  host.advance(host.now + runOutMs);
}
