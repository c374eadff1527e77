// Owns counting how often something came, for as many things as memory is meant for.

const MAX_NAMES = 20_000;

export class Tally {
  #counts = new Map();

  /** Counts one more of `name`; returns the count, from 1. */
  next(name) {
    const count = (this.#counts.get(name) ?? 0) + 1;
    if (count === 1 && this.#counts.size >= MAX_NAMES) this.#counts.delete(this.#counts.keys().next().value);
    this.#counts.set(name, count);
    return count;
  }
}
