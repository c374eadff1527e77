// Owns what happened: counters without end, the last events, and who listens to them. Never a number or a text.

const MAX_EVENTS = 2000;
const COUNTED = {
  created: "created",
  refused: "refused",
  fault: "faults",
  inbound: "inbound",
  posted: "posts",
  post_failed: "postFailures",
  dropped: "dropped",
};

export class Log {
  counts = { requests: 0, created: 0, refused: 0, faults: 0, inbound: 0, posts: 0, postFailures: 0, dropped: 0 };
  #events = [];
  #listeners = new Set();
  #clock;

  /** @param {() => number} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** @param {string} kind */
  record(kind, details = {}) {
    const event = Object.freeze({ at: this.#clock(), kind, ...details });
    const counter = COUNTED[kind];
    if (counter) this.counts[counter] += 1;
    this.#events.push(event);
    if (this.#events.length > 2 * MAX_EVENTS) this.#events.splice(0, MAX_EVENTS);
    for (const listener of this.#listeners) listener(event);
  }

  events() {
    return this.#events.slice(-MAX_EVENTS);
  }

  /** Returns what takes the listener off again. */
  on(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
