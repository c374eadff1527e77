// Owns what really happened in a soak, as the people and the accidents tell it: the judge believes this and not the plugin.

/**
 * @typedef {object} Entry
 * @property {number} from when it was begun, in the store's time
 * @property {number} at when it was done
 * @property {string} act
 * @property {string} [who] a person's id
 * @property {string} [cart] which cart of theirs, in the script's words
 */

export class Diary {
  /** @type {(Entry & Record<string, any>)[]} */
  entries = [];

  /** @param {() => number} clock */
  constructor(clock) {
    this.clock = clock;
  }

  /**
   * Does something and writes it down with its time; what it returns, where it is an object, is written too. What fails is
   * written as failed: the judge must not count on it.
   * @param {string} act
   * @param {Record<string, any>} facts
   * @param {() => Promise<any>} [does]
   */
  async during(act, facts, does = async () => {}) {
    const from = this.clock();
    try {
      const more = await does();
      const entry = { from, at: this.clock(), act, ...facts, ...(typeof more === "object" ? more : {}) };
      this.entries.push(entry);
      return entry;
    } catch (error) {
      const entry = { from, at: this.clock(), act: "failed", tried: act, error: error.message.slice(0, 300), ...facts };
      this.entries.push(entry);
      return entry;
    }
  }
}
