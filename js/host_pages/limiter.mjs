// Owns the limit on guessing links and pressing buttons: so often for each network, earned back in time. In memory, bounded.

/** Wrong links or presses of a network in a row. Chosen: a whole office's; of 62^7 keys it finds nothing. */
const MOST = 40;

/** Until one more is allowed. Chosen: 360 an hour for good. */
const EARNED_MS = 10_000;

/** Networks remembered; the one longest unseen is forgotten first. */
const MOST_NETWORKS = 10_000;

export class Limiter {
  /** How many wrong ones are left, as of when; longest unseen first. @type {Map<string, {left: number, at: number}>} */
  #networks = new Map();

  /**
   * Returns in how many milliseconds a network may ask again; 0: now.
   * @param {string} network
   * @param {number} now
   */
  waitOf(network, now) {
    const known = this.#networks.get(network);
    if (!known) return 0;
    const left = leftOf(known, now);
    return left >= 1 ? 0 : Math.ceil((1 - left) * EARNED_MS);
  }

  /**
   * Notes that a network asked for something that is not there, or changed something.
   * @param {string} network
   * @param {number} now
   */
  count(network, now) {
    const known = this.#networks.get(network) ?? { left: MOST, at: now };
    const left = Math.max(0, leftOf(known, now) - 1);
    this.#networks.delete(network);
    this.#networks.set(network, { left, at: now });
    if (this.#networks.size <= MOST_NETWORKS) return;
    const [oldest] = this.#networks.keys();
    this.#networks.delete(oldest);
  }
}

/** @param {{left: number, at: number}} known @param {number} now */
function leftOf({ left, at }, now) {
  return Math.min(MOST, left + Math.max(0, now - at) / EARNED_MS);
}
