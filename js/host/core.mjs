// Owns the program in force: compiled from the owner's configuration, kept in the database, loaded into the engine.

/** @import { Engine } from "../load/engine.mjs" */

/** Nothing can be decided yet: the store was never configured. */
export class NoProgram extends Error {
  constructor() {
    super("no program is in force: give a configuration");
    this.name = "NoProgram";
  }
}

export class Core {
  #engine;
  #store;
  /** @type {{hash: string, handle: number, linkOrigin: string, currency: string} | undefined} */
  #loaded;

  /**
   * @param {Engine} engine
   * @param {import("./store.mjs").Store} store
   */
  constructor(engine, store) {
    this.#engine = engine;
    this.#store = store;
  }

  /**
   * Compiles a configuration and puts it in force. One that is refused changes nothing: the old one stays.
   * @param {object | string} configuration
   * @param {number} now
   * @returns {{hash: string, warnings: any[], disabled: string[], sweep: string}}
   * @throws {import("../load/engine.mjs").CartsignalError} It is refused; `errors` says all that is wrong.
   */
  configure(configuration, now) {
    const parsed = typeof configuration === "string" ? JSON.parse(configuration) : configuration;
    const before = this.#inForce();
    const { program, hash, warnings, disabled, sweep } = this.#engine.compile(configuration, before?.bytes);
    if (before?.hash !== hash) {
      this.#store.transaction(() => {
        this.#store.run("UPDATE programs SET in_force = 0 WHERE shop = ?1");
        const sql = "INSERT OR REPLACE INTO programs VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)";
        this.#store.run(sql, hash, program, parsed.shop.link_origin, parsed.shop.currency, now);
      });
    }
    this.refresh();
    return { hash, warnings, disabled, sweep };
  }

  /**
   * Loads the program in force, where another one is loaded: another process may have changed it.
   * @throws {NoProgram}
   */
  refresh() {
    const hash = this.#store.get("SELECT hash FROM programs WHERE shop = ?1 AND in_force = 1")?.hash;
    if (hash !== undefined && hash === this.#loaded?.hash) return;
    const row = this.#inForce();
    if (!row) throw new NoProgram();
    this.close();
    this.#loaded = {
      hash: row.hash,
      handle: this.#engine.load(row.bytes).program,
      linkOrigin: row.link_origin,
      currency: row.currency,
    };
  }

  /** Returns the hash of the program that decides. */
  get hash() {
    return this.#program.hash;
  }

  /** Returns where the short links of texts live. */
  get linkOrigin() {
    return this.#program.linkOrigin;
  }

  /** Returns the store's currency. */
  get currency() {
    return this.#program.currency;
  }

  /**
   * Decides what follows from an input.
   * @param {{shopper?: string, recipient?: string, contact: any, moment: number, input: any}} call
   * @param {Uint8Array | undefined} shopper The state.
   * @param {Uint8Array | undefined} recipient The state.
   */
  step(call, shopper, recipient) {
    return this.#engine.step({ program: this.#program.handle, ...call }, shopper, recipient);
  }

  /**
   * Makes two shoppers one.
   * @param {{a: string, b: string, recipient?: string, contact: any, moment: number}} call
   * @param {(Uint8Array | undefined)[]} states Of a, b and the recipient.
   */
  merge(call, [a, b, recipient]) {
    return this.#engine.merge({ program: this.#program.handle, ...call }, a, b, recipient);
  }

  /**
   * Asks whether a text may go now; the answer has the counters after, too.
   * @param {{contact: any, origin: any, moment: number, ask: any}} call
   * @param {Uint8Array | undefined} counters
   */
  admit(call, counters) {
    return this.#engine.admit({ program: this.#program.handle, ...call }, counters);
  }

  /**
   * Puts what a text cost in the place of the estimate; returns the counters after.
   * @param {{moment: number, country: string, parts: number, price: {micros: number, currency: string}}} paid
   * @param {Uint8Array | undefined} counters
   */
  charge(paid, counters) {
    return this.#engine.charge({ program: this.#program.handle, ...paid }, counters);
  }

  /**
   * Returns what was spent of the budget by a moment.
   * @param {number} moment
   * @param {Uint8Array | undefined} counters
   */
  spending(moment, counters) {
    return this.#engine.spending({ program: this.#program.handle, moment }, counters);
  }

  /** Lets the program go. */
  close() {
    if (this.#loaded) this.#engine.unload(this.#loaded.handle);
    this.#loaded = undefined;
  }

  get #program() {
    if (!this.#loaded) throw new NoProgram();
    return this.#loaded;
  }

  #inForce() {
    return this.#store.get("SELECT hash, bytes, link_origin, currency FROM programs WHERE shop = ?1 AND in_force = 1");
  }
}
