// Owns who does something when: scripts that do a little and then say how long they do nothing.
import { Heap } from "../../js/replay/heap.mjs";

/** @typedef {AsyncGenerator<number, void, unknown>} Script yields milliseconds until it goes on */

export class Agenda {
  #place = 0;
  /** @type {Heap<{ at: number, place: number, script: Script }>} */
  #heap = new Heap((one, other) => one.at < other.at || (one.at === other.at && one.place < other.place));

  /**
   * @param {number} at
   * @param {Script} script
   */
  add(at, script) {
    this.#place += 1;
    this.#heap.push({ at, place: this.#place, script });
  }

  nextAt() {
    return this.#heap.peek()?.at ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Lets the next one go on that is due; returns whether there was one.
   * @param {() => number} clock
   */
  async step(clock) {
    const due = this.#heap.peek();
    if (!due || due.at > clock()) return false;
    this.#heap.pop();
    const { value, done } = await due.script.next();
    if (!done) this.add(clock() + Number(value), due.script);
    return true;
  }
}
