// Owns carrying out decisions: re-checks, asks `admit`, does what would be IO, reports the outcome, once per decision.
import { Heap } from "./heap.mjs";

/**
 * @typedef {import("./host.mjs").Arrival} Arrival
 * @typedef {import("./host.mjs").Scene} Scene
 * @typedef {{at: number, place: number, perform: () => Arrival[]}} Task
 */

/** From a decision to its execution, and from there to the provider's answer. Chosen: what a busy host needs. */
const HAND_OVER_MS = 1_000;
const ANSWER_MS = 1_000;

export class Dispatcher {
  /** @type {Heap<Task>} */
  #tasks = new Heap((a, b) => a.at < b.at || (a.at === b.at && a.place < b.place));
  #place = 0;
  /** @type {Set<string>} */
  #cancelled = new Set();
  /** @type {Set<string>} */
  #attempted = new Set();
  #core;
  #watcher;

  /**
   * @param {import("./core.mjs").Core} core
   * @param {import("./host.mjs").Watcher} watcher
   */
  constructor(core, watcher) {
    this.#core = core;
    this.#watcher = watcher;
  }

  /** Returns when the next task is due, or Infinity. */
  nextAt() {
    return this.#tasks.peek()?.at ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Performs the next task and returns what reaches the host by it.
   * @param {number} now
   */
  perform(now) {
    const task = this.#tasks.pop();
    return (task?.perform() ?? []).map((arrival) => ({ ...arrival, at: Math.max(now, arrival.at) }));
  }

  /**
   * Takes a decision.
   * @param {any} decision
   * @param {Scene} scene
   */
  take(decision, scene) {
    const { does, id } = decision;
    if (does.cancel) this.#cancelled.add(does.cancel.decision);
    if (does.send) this.#once(id, scene.moment + HAND_OVER_MS, () => this.#send(decision, scene));
    if (does.issue_coupon) this.#once(id, scene.moment + HAND_OVER_MS, () => this.#coupon(decision, scene));
    if (does.show_on_site || does.credit_order) {
      this.#once(id, scene.moment + HAND_OVER_MS, () => [
        this.#outcome(decision, scene, scene.moment + HAND_OVER_MS, { done: {} }),
      ]);
    }
  }

  /**
   * @param {any} decision
   * @param {Scene} scene
   * @returns {Arrival[]}
   */
  #send(decision, scene) {
    const moment = scene.moment + HAND_OVER_MS;
    const { not_after, parts } = decision.does.send;
    const refuse = (/** @type {string} */ why, /** @type {number} */ retryAt = 0) => {
      this.#watcher.refused?.(decision, scene, why);
      return [this.#outcome(decision, scene, moment, { refused: { why, ...(retryAt > 0 && { retry_at: retryAt }) } })];
    };
    if (this.#cancelled.has(decision.id)) return refuse("cancelled");
    if (moment > not_after) return refuse("expired");
    const admission = this.#core.admit(decision, scene, moment);
    if (admission.why) return refuse(admission.why, admission.retryAt);
    const provoked = this.#watcher.sent?.(decision, { ...scene, moment }) ?? [];
    const reported = this.#outcome(decision, scene, moment + ANSWER_MS, { done: { parts } });
    for (const arrival of [reported, ...provoked]) this.#at(arrival.at, () => [arrival]);
    return [];
  }

  /**
   * @param {any} decision
   * @param {Scene} scene
   */
  #coupon(decision, scene) {
    const moment = scene.moment + HAND_OVER_MS;
    if (moment > decision.does.issue_coupon.not_after)
      return [this.#outcome(decision, scene, moment, { refused: { why: "expired" } })];
    const expires = moment + decision.does.issue_coupon.valid_hours * 3_600_000;
    const code = `CS-${decision.id.slice(0, 8).toUpperCase()}`;
    return [this.#outcome(decision, scene, moment, { done: { code, expires_at: expires } })];
  }

  /**
   * @param {any} decision
   * @param {Scene} scene
   * @param {number} at
   * @param {object} result
   * @returns {Arrival}
   */
  #outcome(decision, { shopper, recipient }, at, result) {
    const what = { outcome: { decision: decision.id, result } };
    return { at, shopper, recipient, input: { id: `outcome:${decision.id}`, occurred_at: at, trust: "server", what } };
  }

  /**
   * @param {string} id
   * @param {number} at
   * @param {() => Arrival[]} perform
   */
  #once(id, at, perform) {
    if (this.#attempted.has(id)) return;
    this.#attempted.add(id);
    this.#at(at, perform);
  }

  /**
   * @param {number} at
   * @param {() => Arrival[]} perform
   */
  #at(at, perform) {
    this.#tasks.push({ at, place: this.#place, perform });
    this.#place += 1;
  }
}
