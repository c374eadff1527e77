// Owns the loop's time: it stands still, jumps from event to event, and runs like any other once the day is over.

export class LoopClock {
  #at;
  /** The real clock's time at which this one began to run. @type {number | undefined} */
  #since;

  /** @param {number} at */
  constructor(at) {
    this.#at = at;
  }

  now = () => (this.#since === undefined ? this.#at : this.#at + Math.floor(performance.now() - this.#since));

  /** @param {number} at Nothing happens for an earlier time than it is. */
  jumpTo(at) {
    this.#at = Math.max(this.#at, at);
  }

  /** Lets time run from here on. */
  run() {
    this.#since ??= performance.now();
  }
}
