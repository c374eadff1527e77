// Owns the database: opens the file, brings its tables up to date, runs transactions.
import { migrations } from "./migrations.mjs";

/** How long a process waits for another one's transaction. Chosen: far above the longest, a few milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * One shop's view of the database. Every statement has the shop as `?1`; the rest counts from `?2`.
 * A transaction holds SQLite's only write lock, so what design.md asks of row locks (recipient, then shopper, counters
 * last) holds for all of them at once; a store with row locks has to take them in that order.
 */
export class Store {
  #database;
  #shop;
  /** @type {Map<string, any>} */
  #statements = new Map();

  /**
   * @param {string} path Of the file; made where there is none.
   * @param {string} shop
   */
  constructor(path, shop) {
    const { DatabaseSync } = sqlite();
    this.#database = new DatabaseSync(path);
    this.#shop = shop;
    this.#database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    this.#migrate();
  }

  /**
   * Returns the first row, or undefined.
   * @param {string} sql
   * @param {...any} values
   * @returns {any}
   */
  get(sql, ...values) {
    return this.#prepared(sql).get(this.#shop, ...values);
  }

  /**
   * Returns all rows.
   * @param {string} sql
   * @param {...any} values
   * @returns {any[]}
   */
  all(sql, ...values) {
    return this.#prepared(sql)
      .all(this.#shop, ...values)
      .map((row) => ({ ...row }));
  }

  /**
   * Carries a statement out and returns how many rows it changed.
   * @param {string} sql
   * @param {...any} values
   */
  run(sql, ...values) {
    return Number(this.#prepared(sql).run(this.#shop, ...values).changes);
  }

  /**
   * Runs `work` in one transaction: all of it is kept, or nothing of it.
   * @template T
   * @param {() => T} work Must not wait for anything.
   * @returns {T}
   */
  transaction(work) {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** Closes the database; the file may be opened again. */
  close() {
    this.#database.close();
  }

  /** @param {string} sql */
  #prepared(sql) {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }

  #migrate() {
    const version = () => Number(this.#database.prepare("PRAGMA user_version").get()?.user_version);
    if (version() === migrations.length) return;
    this.transaction(() => {
      // Read again: another process may have been faster.
      const from = version();
      if (from > migrations.length)
        throw new Error(`the database has version ${from}, this host knows ${migrations.length}: update the package`);
      for (const migration of migrations.slice(from)) this.#database.exec(migration);
      this.#database.exec(`PRAGMA user_version = ${migrations.length}`);
    });
  }
}

/** Returns Node's SQLite. Its warning of being experimental is kept from the console; no other warning is. */
function sqlite() {
  const { emitWarning } = process;
  process.emitWarning = (/** @type {any} */ warning, /** @type {any[]} */ ...rest) => {
    if (!/SQLite is an experimental feature/.test(String(warning))) emitWarning.call(process, warning, ...rest);
  };
  try {
    const found = process.getBuiltinModule?.("node:sqlite");
    if (!found) throw new Error("the host needs Node 22.13 or later, which has SQLite built in");
    return found;
  } finally {
    process.emitWarning = emitWarning;
  }
}
