// Owns what is to happen later: moves of states and posts of receipts, in order of their time, one after another.
// Virtual time calls `tick` and `flush`; only with `timers` does it wake by itself.

const MAX_ENTRIES = 200_000;
const BREATH = 500;
const LONGEST_TIMER_MS = 2_147_483_647;

export class Agenda {
  #clock;
  #timers;
  #entries = [];
  #done = 0;
  #running = Promise.resolve(0);
  #timer;
  #stopped = false;

  /** @param {{ clock: () => number, timers: boolean }} options */
  constructor({ clock, timers }) {
    this.#clock = clock;
    this.#timers = timers;
  }

  /**
   * Puts something on the agenda; returns false when it is full.
   * @param {number} at Milliseconds of the clock.
   * @param {(at: number) => Promise<void> | void} run
   */
  add(at, run) {
    if (this.#entries.length - this.#done >= MAX_ENTRIES) return false;
    const entry = { at, run };
    this.#entries.splice(this.#place(entry), 0, entry);
    this.#arm();
    return true;
  }

  nextAt() {
    return this.#entries[this.#done]?.at;
  }

  /** Runs what is due at `now`, also what that puts on the agenda for the time up to `now`; returns how many ran. */
  tick(now = this.#clock()) {
    return this.#drain(now);
  }

  /** Runs everything that waits, whenever it is due. */
  flush() {
    return this.#drain(Number.POSITIVE_INFINITY);
  }

  /** Waking by timers ends; what waits is kept for `start`. */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  start() {
    this.#stopped = false;
    this.#arm();
  }

  #drain(until) {
    // An entry that throws is told to who waited for it; the next drain goes on behind it.
    const before = this.#running.catch(() => {});
    this.#running = before.then(async () => {
      let ran = 0;
      while (this.nextAt() <= until) {
        const { at, run } = this.#take();
        await run(at);
        ran += 1;
        // A long drain lets the server answer in between.
        if (ran % BREATH === 0) await new Promise(setImmediate);
      }
      this.#arm();
      return ran;
    });
    return this.#running;
  }

  /** Taking the first of many is cheap: what is done is cut off once it is half. */
  #take() {
    const entry = this.#entries[this.#done];
    this.#done += 1;
    if (this.#done * 2 > this.#entries.length) {
      this.#entries.splice(0, this.#done);
      this.#done = 0;
    }
    return entry;
  }

  #arm() {
    clearTimeout(this.#timer);
    if (!this.#timers || this.#stopped || this.nextAt() === undefined) return;
    const wait = Math.min(Math.max(0, this.nextAt() - this.#clock()), LONGEST_TIMER_MS);
    this.#timer = setTimeout(() => this.tick().catch(() => {}), wait);
    this.#timer.unref();
  }

  #place(entry) {
    let low = this.#done;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[middle].at <= entry.at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
