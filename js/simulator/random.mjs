// Owns the simulator's chance: seeded streams of numbers, one per label, so that one shopper's choices move no other's.
// Generator: mulberry32 (Tommy Ettinger's design, public domain); streams are told apart by FNV-1a of their label.

export class Random {
  #state;

  /**
   * @param {number} seed Any whole number.
   * @param {string} label What the stream is for.
   */
  constructor(seed, label) {
    let hash = 0x811c9dc5;
    for (const letter of `${seed}:${label}`)
      hash = Math.imul(hash ^ /** @type {number} */ (letter.codePointAt(0)), 0x01000193);
    this.#state = hash >>> 0;
  }

  /** Returns the next 32 bits as a whole number. */
  bits() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /**
   * Returns a whole number from `least` to `most`, both included.
   * @param {number} least
   * @param {number} most
   */
  whole(least, most) {
    return least + Math.floor((this.bits() / 4_294_967_296) * (most - least + 1));
  }

  /**
   * Returns true so many times in a hundred.
   * @param {number} percent
   */
  chance(percent) {
    return this.whole(0, 99) < percent;
  }

  /**
   * @template T
   * @param {readonly T[]} items
   * @returns {T}
   */
  pick(items) {
    return items[this.whole(0, items.length - 1)];
  }

  /**
   * Returns an item by weight.
   * @template T
   * @param {readonly (readonly [T, number])[]} weighted
   * @returns {T}
   */
  weighted(weighted) {
    let left = this.whole(0, weighted.reduce((sum, [, weight]) => sum + weight, 0) - 1);
    for (const [item, weight] of weighted) {
      if (left < weight) return item;
      left -= weight;
    }
    return weighted[weighted.length - 1][0];
  }
}
