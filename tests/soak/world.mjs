// Owns the world of a soak: the store, the phones, the time that jumps to where something is due, and the crontab.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runPhp } from "../store/php_run.mjs";
import { SERVICES } from "../store/plugin_php.mjs";
import { LINK_ORIGIN } from "../store/provider.mjs";
import { Random } from "../../js/simulator/random.mjs";
import { Agenda } from "./agenda.mjs";
import { Diary } from "./diary.mjs";
import { Look } from "./look.mjs";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The crontab runs each minute; where nothing is due nobody can tell, so it is left out but for this. */
const ANYWAY_MS = 3 * HOUR;
// What a run could not get rid of is tried again after so many minutes.
const AGAIN_MINUTES = [1, 1, 3, 10, 30];
const IDLE_MS = 20_000;

/** What the plugin waits for next, and who works at the moment; texts wait only where they may go. */
const DUE = `SELECT
  (SELECT MIN(at) FROM wp_cartsignal_wakes) AS wake,
  (SELECT MIN(not_before) FROM wp_cartsignal_inbox WHERE state = 'pending') AS arrival,
  (SELECT MIN(due_at) + 1 FROM wp_cartsignal_outbox WHERE state IN ('waiting', 'attempting', 'unknown')
    AND due_at < 9007199254740991) AS text,
  (SELECT MIN(decided_at) FROM wp_cartsignal_outbox WHERE state = 'waiting' AND cancelled = 0) AS waiting,
  (SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'wordpress') AS busy`;

export class World {
  agenda = new Agenda();
  isCronOn = true;
  /** Whether texts that wait may go: nobody paused. */
  isSending = true;
  runs = 0;
  failedRuns = 0;
  /** How late what was due was done, while the crontab ran. @type {number[]} */
  late = [];
  #look;
  #carts = new Map();
  #cronAt = 0;
  /** How often in a row a run left what was due before it. */
  #stuck = 0;
  #card = "";

  /**
   * @param {Awaited<ReturnType<typeof import("../store/store.mjs").openStore>>} store
   * @param {{ seed: number, products: Record<string, number> }} options
   */
  constructor(store, { seed, products }) {
    this.store = store;
    this.products = products;
    this.seed = seed;
    this.random = new Random(seed, "devices");
    this.diary = new Diary(() => store.clock.now());
    this.#look = new Look(store.folder);
    store.beforeClose?.add(() => this.#look.close());
    this.#cronAt = store.clock.now();
    mkdirSync(this.#cache, { recursive: true });
  }

  /** Where PHP keeps what it compiled: a crontab starts it thousands of times. */
  get #cache() {
    return join(this.store.folder, "opcache");
  }

  now() {
    return this.store.clock.now();
  }

  /** PHP with `$services` of the plugin. */
  php(/** @type {string} */ code, /** @type {any[]} */ args = []) {
    return this.store.call(`${SERVICES}\n${code}`, args);
  }

  /** Says how the test card ends from now on. */
  async cards(/** @type {string} */ outcome) {
    if (this.#card === outcome) return;
    this.#card = outcome;
    const set =
      "REPLACE INTO wp_options (option_name, option_value, autoload) VALUES ('cartsignal_store_payment', ?, 'yes')";
    await this.store.sql(set, [outcome]);
  }

  /** Forgets what the card was told: the database is another one. */
  forgetCards() {
    this.#card = "";
  }

  newCart(/** @type {{ id: string }} */ { id }) {
    const nth = (this.#carts.get(id) ?? 0) + 1;
    this.#carts.set(id, nth);
    return `${id}#${nth}`;
  }

  /** The keys of the links in a text, in order. */
  keysIn(/** @type {string} */ body) {
    return body
      .split(`${LINK_ORIGIN}/`)
      .slice(1)
      .map((rest) => rest.slice(0, 7));
  }

  /**
   * Lets time go on until a moment: from one thing that is due to the next.
   * @param {number} end
   * @param {(day: number) => void} [onDay]
   */
  async until(end, onDay = () => {}) {
    let day = 0;
    while (this.now() < end) {
      const due = await this.#due();
      const cronAt = this.#nextCron(due);
      const next = Math.min(end, cronAt, this.agenda.nextAt(), this.store.provider.nextAt() ?? Infinity);
      if (next > this.now()) await this.store.clock.jump(next);
      await this.store.provider.tick();
      if (cronAt <= this.now()) await this.cron(due);
      while (await this.agenda.step(() => this.now()));
      const today = Math.floor(this.now() / DAY);
      if (today !== day) onDay((day = today));
    }
  }

  /** Runs the cron as a crontab does. What fails is counted: a database may be down. */
  async cron(/** @type {number} */ due = Infinity) {
    this.#stuck = due <= this.#cronAt ? this.#stuck + 1 : 0;
    if (this.#stuck === 0 && due <= this.now()) this.late.push(this.now() - due);
    this.#cronAt = this.now();
    this.runs += 1;
    try {
      const { folder, site } = this.store;
      const settings = { "opcache.enable_cli": 1, "opcache.file_cache": this.#cache, "opcache.file_cache_only": 1 };
      await runPhp({ folder, isFake: true, script: join(site, "wp-cron.php"), settings });
    } catch {
      this.failedRuns += 1;
    }
  }

  /** Returns when something is due, once nobody works any more: a jump must not go through the middle of a run. */
  async #due() {
    for (const end = Date.now() + IDLE_MS; ;) {
      // The database may be down: then nothing is due.
      const row = await this.#look.row(DUE).catch(() => [null, null, null, null, "0"]);
      const [wake, arrival, text, waiting, busy] = row;
      if (Number(busy) > 0 && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        continue;
      }
      const times = [wake, arrival, text, this.isSending ? waiting : null];
      return Math.min(Infinity, ...times.filter((time) => time !== null).map(Number));
    }
  }

  #nextCron(/** @type {number} */ due) {
    if (!this.isCronOn) return Infinity;
    const minute = (/** @type {number} */ at) => Math.ceil(at / MINUTE) * MINUTE;
    if (due > this.#cronAt) return Math.min(minute(due), this.#cronAt + ANYWAY_MS);
    return minute(this.#cronAt + AGAIN_MINUTES[Math.min(this.#stuck, AGAIN_MINUTES.length - 1)] * MINUTE);
  }
}
