// Owns what befalls the store in the month: an outage of the provider, a clone, a restore, an upgrade and a rollback, a
// crontab that stands still, a database that is killed. Each is written down for the judge.
import { Random } from "../../js/simulator/random.mjs";
import { cloneOf, sendingOf } from "./clone.mjs";
import { gather } from "./evidence.mjs";
import { SERVICES } from "../store/plugin_php.mjs";
import { REPLACE, STANDING } from "./releases.mjs";
import { DAY, HOUR, MINUTE } from "./world.mjs";

/** What the provider does to a request while it is out; those that cost real time are few. */
const FAULTS = /** @type {const} */ ([
  ["503", 8],
  ["500_before", 3],
  ["500_after", 2],
  ["reset_before", 2],
  ["reset_after", 2],
  ["html", 2],
  ["429", 2],
  ["timeout_before", 1],
  ["timeout_after", 1],
]);
const MOST_TIMEOUTS = 4;

/** @typedef {import("./world.mjs").World} World */
/** @typedef {import("./agenda.mjs").Script} Script */

/**
 * When what happens, in parts of the whole span; lengths are cut for short spans. Hours are of the day in UTC, early enough
 * for Europe and America.
 * @param {{ begin: number, days: number }} span
 */
export function calendarOf({ begin, days }) {
  const on = (/** @type {number} */ part, /** @type {number} */ hour) =>
    begin + Math.floor(part * days) * DAY - (begin % DAY) + hour * HOUR;
  if (days < 8) {
    const at = (/** @type {number} */ part) => begin + part * days * DAY;
    return {
      outage: { at: at(0.12), ms: 3 * HOUR },
      backup: at(0.3),
      clone: at(0.36),
      restore: at(0.42),
      resume: at(0.46),
      upgrade: at(0.6),
      rollback: at(0.75),
      again: at(0.8),
      standstill: { at: at(0.84), ms: 6 * HOUR },
      killed: { at: at(0.955), ms: 20 * MINUTE },
    };
  }
  return {
    outage: { at: on(0.1, 12), ms: 7 * HOUR },
    clone: on(0.27, 8) - 20 * MINUTE,
    backup: on(0.34, 2),
    restore: on(0.34, 14.5),
    resume: on(0.34, 16.5),
    upgrade: on(0.54, 10),
    rollback: on(0.58, 13),
    again: on(0.6, 9),
    standstill: { at: on(0.7, 11), ms: DAY },
    killed: { at: on(0.8, 18), ms: 25 * MINUTE },
  };
}

const PAUSED =
  "return method_exists($services->settings(), 'pausedJourneys') ? $services->settings()->pausedJourneys() : [];";
const RESUME = `${SERVICES} (new Cartsignal\\Settings\\Saving($services))->save(['paused_journeys' => []]); return null;`;

export class Accidents {
  /** What the provider does to a text now. */
  #fault = () => /** @type {string | undefined} */ (undefined);
  /** What could be read before the database was put back. @type {any} */
  before;
  /** @type {string[]} */
  said = [];

  /**
   * @param {{ current: string, later: string }} zips
   * @param {(line: string) => void} say
   */
  constructor(zips, say) {
    this.zips = zips;
    this.say = say;
  }

  /** For the provider's option `faults`. */
  fault = () => this.#fault();

  /** @param {World} world @param {ReturnType<typeof calendarOf>} calendar @param {number} end */
  plan(world, calendar, end) {
    const scripts = [
      [calendar.outage.at, this.#outage(world, calendar.outage.ms)],
      [calendar.clone, this.#clone(world)],
      [calendar.backup, this.#restore(world, calendar)],
      [calendar.upgrade, this.#releases(world, calendar)],
      [calendar.standstill.at, this.#standstill(world, calendar.standstill.ms)],
      [calendar.killed.at, this.#killed(world, calendar.killed.ms)],
      [nextMorning(world.now()), this.#owner(world, end)],
    ];
    for (const [at, script] of scripts) world.agenda.add(/** @type {number} */ (at), /** @type {Script} */ (script));
  }

  /** @param {World} world @param {number} ms @returns {Script} */
  async *#outage(world, ms) {
    const random = new Random(world.seed, "outage");
    let timeouts = 0;
    this.#note(world, "outage_began");
    this.#fault = () => {
      const fault = random.weighted(FAULTS);
      if (!fault.startsWith("timeout")) return fault;
      timeouts += 1;
      return timeouts > MOST_TIMEOUTS ? "503" : fault;
    };
    yield ms * 0.6;
    // Then nobody is there at all.
    const { provider } = world.store;
    const port = Number(new URL(/** @type {string} */ (provider.url)).port);
    await provider.close();
    this.#fault = () => undefined;
    yield ms * 0.4;
    await provider.listen(port);
    this.#note(world, "outage_ended");
  }

  /** @param {World} world @returns {Script} */
  async *#clone(world) {
    const { provider } = world.store;
    const clone = await cloneOf(world.store);
    try {
      const before = { ...provider.counts };
      await clone.clock.jump(world.now());
      const began = clone.clock.now();
      for (let minute = 0; minute < 5 * 60; minute += 10) {
        await clone.clock.jump(began + minute * MINUTE);
        await clone.runCron();
      }
      const standing = await sendingOf(clone);
      const asked = provider.counts.requests - before.requests;
      const waited = await clone.sql(
        `SELECT (SELECT COUNT(*) FROM wp_cartsignal_outbox WHERE state = 'waiting') AS texts,
          (SELECT COUNT(*) FROM wp_cartsignal_decisions WHERE at > ?) AS decided`,
        [began],
      );
      const facts = {
        asked,
        standing,
        origin: clone.origin,
        waited: waited[0],
        created: provider.counts.created - before.created,
      };
      this.#note(world, "cloned", facts);
    } finally {
      await clone.close();
    }
    yield 0;
  }

  /** @param {World} world @param {ReturnType<typeof calendarOf>} calendar @returns {Script} */
  async *#restore(world, { restore, resume }) {
    await world.store.backup();
    this.#note(world, "backed_up");
    yield Math.max(0, restore - world.now());
    this.before = await gather(world);
    const known = new Set(this.before.outbox.map(({ reference }) => reference));
    await world.store.restore();
    world.forgetCards();
    world.isSending = false;
    const [{ rows }] = await world.store.sql("SELECT COUNT(*) AS `rows` FROM wp_cartsignal_outbox WHERE act = 'send'");
    this.#note(world, "restored", { textsBefore: known.size, textsAfter: Number(rows) });
    yield Math.max(0, resume - world.now());
    const standing = await sendingOf(world.store);
    const { why } = await world.php("return ['why' => $services->host()->permission()->pausedBecause()];");
    await world.php("$services->host()->resume(); return null;");
    world.isSending = true;
    this.#note(world, "resumed", { standing, why });
  }

  /** @param {World} world @param {ReturnType<typeof calendarOf>} calendar @returns {Script} */
  async *#releases(world, { rollback, again }) {
    await this.#replace(world, "upgraded", this.zips.later);
    yield Math.max(0, rollback - world.now());
    await this.#replace(world, "rolled_back", this.zips.current);
    yield Math.max(0, again - world.now());
    await this.#replace(world, "upgraded_again", this.zips.later);
  }

  async #replace(world, act, zip) {
    const replaced = await world.store.call(REPLACE, [zip], { admin: true });
    // The new files are read by the next processes, as on any host.
    await world.cron();
    const standing = await world.php(STANDING).catch((error) => ({ error: error.message }));
    this.#note(world, act, { ...replaced, ...standing });
  }

  /** @param {World} world @param {number} ms @returns {Script} */
  async *#standstill(world, ms) {
    this.#note(world, "cron_stopped");
    world.isCronOn = false;
    yield ms;
    world.isCronOn = true;
    this.#note(world, "cron_back");
  }

  /** @param {World} world @param {number} ms @returns {Script} */
  async *#killed(world, ms) {
    await world.store.database.stop("SIGKILL");
    this.#note(world, "database_killed");
    yield ms;
    await world.store.database.start();
    this.#note(world, "database_back");
  }

  /**
   * Reads what waits for a person, each morning: a reply that may mean stop is one, now and then.
   * @param {World} world
   * @param {number} end
   * @returns {Script}
   */
  async *#owner(world, end) {
    for (;;) {
      const replies = await world.php("return $services->host()->overview()['replies'];").catch(() => []);
      for (const [nth, { place, recipient }] of replies.entries()) {
        const kind = nth % 2 === 0 ? "cleared" : "stop";
        const answer = "return ['answered' => $services->host()->answerReply($args[0], $args[1])];";
        this.#note(world, "owner_read", { recipient, kind, ...(await world.php(answer, [place, kind])) });
      }
      // Shoppers here opt out more often than the guard of a journey takes for well: its owner has read the mail.
      const paused = await world.php(PAUSED).catch(() => []);
      if (paused.length > 0) {
        await world.store.call(RESUME, [], { admin: true });
        this.#note(world, "journey_resumed", { paused });
      }
      if (world.now() + DAY > end) return;
      yield DAY;
    }
  }

  #note(world, act, facts = {}) {
    const at = world.now();
    world.diary.entries.push({ from: at, at, act, ...facts });
    this.say(`${new Date(at).toISOString().slice(0, 16)} ${act} ${JSON.stringify(facts)}`);
  }
}

function nextMorning(now) {
  return Math.ceil(now / DAY) * DAY + 8 * HOUR;
}
