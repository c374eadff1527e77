// Owns when which state is to be called again: at most one wake per state, earliest first.
import { Heap } from "./heap.mjs";

/**
 * @typedef {"shopper" | "recipient"} Side
 * @typedef {{at: number, side: Side, key: string, reason: string}} Wake
 */

export class WakeQueue {
  /** @type {Heap<Wake>} */
  #heap = new Heap((a, b) => compare(a, b) < 0);
  /** The wake that counts, by state; others in the heap are stale. @type {Map<string, Wake>} */
  #standing = new Map();

  get size() {
    return this.#standing.size;
  }

  /**
   * Replaces the wake of a state.
   * @param {Side} side
   * @param {string} key
   * @param {{at: number, reason: string} | null | undefined} wake Nothing: the state needs no call.
   */
  set(side, key, wake) {
    const name = `${side} ${key}`;
    const standing = this.#standing.get(name);
    if (!wake) {
      this.#standing.delete(name);
      return;
    }
    if (standing?.at === wake.at && standing.reason === wake.reason) return;
    const entry = { at: wake.at, side, key, reason: wake.reason };
    this.#standing.set(name, entry);
    this.#heap.push(entry);
  }

  /** Returns when the next wake is due, or Infinity. */
  nextAt() {
    for (let first = this.#heap.peek(); first; first = this.#heap.peek()) {
      if (this.#standing.get(`${first.side} ${first.key}`) === first) return first.at;
      this.#heap.pop();
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Takes the next wake; call it when `nextAt` is finite. */
  take() {
    this.nextAt();
    const wake = /** @type {Wake} */ (this.#heap.pop());
    this.#standing.delete(`${wake.side} ${wake.key}`);
    return wake;
  }
}

/**
 * By time; of one time recipients first (a confirmation that ends comes before what it ends), then by key.
 * @param {Wake} a
 * @param {Wake} b
 */
function compare(a, b) {
  if (a.at !== b.at) return a.at - b.at;
  if (a.side !== b.side) return a.side === "recipient" ? -1 : 1;
  return a.key < b.key ? -1 : Number(a.key > b.key);
}
