// Owns the simulator: one store's days as arrivals, the same for the same seed, and how people answer the texts they get.
// Runs wherever JavaScript does: tests, the demo, the console.
import { fromWallClock } from "../replay/moments.mjs";
import { Diary } from "./diary.mjs";
import { HABITS } from "./habits.mjs";
import { Numbers } from "./numbers.mjs";
import { person } from "./people.mjs";
import { Random } from "./random.mjs";

/**
 * @typedef {import("../replay/host.mjs").Arrival} Arrival
 * @typedef {import("../replay/host.mjs").Scene} Scene
 * @typedef {{seed?: number, days?: number, shoppers?: number, start?: string}} Wishes
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A Saturday, so that the evening's carts meet a Sunday: no texts in France and Germany. */
export const FIRST_DAY = "2026-11-21";
export const STORE_ZONE = "Europe/Berlin";

/** When people shop, by hour of their own day. Chosen after the usual two peaks, lunch and evening. */
const BUSY = [1, 1, 0, 0, 0, 1, 2, 4, 6, 8, 9, 10, 12, 11, 9, 9, 9, 10, 11, 12, 13, 12, 8, 3].map(
  (weight, hour) => /** @type {const} */ ([hour, weight]),
);
const HOURS = {
  night: /** @type {const} */ ([
    [22, 2],
    [23, 2],
    [1, 1],
  ]),
  evening: /** @type {const} */ ([
    [20, 1],
    [21, 1],
  ]),
  morning: /** @type {const} */ ([
    [9, 1],
    [10, 1],
    [11, 1],
  ]),
};

export class Simulator {
  /** Everything that happens by itself, in order of arrival. @type {Arrival[]} */
  arrivals = [];
  /** How many shoppers live which story. @type {Record<string, number>} */
  stories = {};

  /** @type {Map<string, import("./people.mjs").Person>} */
  #people = new Map();
  /** @type {Map<string, Diary>} */
  #carts = new Map();
  /** @type {Map<string, number>} */
  #texts = new Map();
  #numbers = new Numbers();
  #seed;

  /** @param {Wishes} [wishes] `shoppers` are per day; with fewer than there are stories, some are not told. */
  constructor({ seed = 1, days = 1, shoppers = 140, start = FIRST_DAY } = {}) {
    this.#seed = seed;
    const names = Object.keys(HABITS);
    const weighted = Object.entries(HABITS).map(([name, { weight }]) => /** @type {const} */ ([name, weight]));
    for (let day = 0; day < days; day += 1) {
      for (let place = 0; place < shoppers; place += 1) {
        const number = day * shoppers + place;
        const random = new Random(seed, `shopper ${number}`);
        // The first ones live one story each, so that a day shows them all; chance tells the rest.
        const name = place < names.length ? names[place] : random.weighted(weighted);
        this.#live(name, number, random, Date.parse(`${start}T00:00:00Z`) + day * DAY);
      }
    }
    this.arrivals = this.arrivals
      .map((arrival, place) => ({ arrival, place }))
      .sort((a, b) => a.arrival.at - b.arrival.at || a.place - b.place)
      .map(({ arrival }) => arrival);
  }

  /**
   * Returns who has a phone.
   * @param {string} recipient
   */
  personOf(recipient) {
    return this.#people.get(recipient);
  }

  /**
   * Returns what a person does on getting a text: nothing, an answer, a click, an order.
   * @param {any} decision
   * @param {Scene} scene
   * @returns {Arrival[]}
   */
  react(decision, scene) {
    const { recipient, moment } = scene;
    const who = recipient === undefined ? undefined : this.#people.get(recipient);
    if (!who || recipient === undefined) return [];
    const texts = (this.#texts.get(recipient) ?? 0) + 1;
    this.#texts.set(recipient, texts);
    const random = new Random(this.#seed, `answer ${recipient} ${texts}`);
    const { class: kind, cart } = decision.does.send;
    const diary = new Diary(who, random, moment + random.whole(1, 25) * MINUTE, this.#deviceOf(cart) ?? who.shopper);
    if (kind === "ask") {
      const answer = random.weighted(
        /** @type {const} */ ([
          ["yes", 62],
          ["nothing", 28],
          ["stop", 6],
          ["help", 4],
        ]),
      );
      if (answer !== "nothing") diary.reply(answer);
    } else if (kind === "marketing") {
      const answer = random.weighted(
        /** @type {const} */ ([
          ["nothing", 50],
          ["looks", 16],
          ["buys", 24],
          ["stop", 7],
          ["help", 3],
        ]),
      );
      if (answer === "stop" || answer === "help") diary.reply(answer);
      if (answer === "looks" || answer === "buys") diary.open(decision.id);
      if (answer === "buys" && cart) this.#buy(diary, cart);
    }
    return diary.arrivals;
  }

  /**
   * @param {string} name
   * @param {number} number
   * @param {Random} random
   * @param {number} midnight The day as if its zone were UTC.
   */
  #live(name, number, random, midnight) {
    const { live, wanted, hour, confirmed = random.chance(50) } = HABITS[name];
    const who = person(random, number, wanted);
    who.typed = this.#numbers.next(who.contact);
    const wallHour = random.weighted(hour ? HOURS[hour] : BUSY);
    const wall = midnight + wallHour * HOUR + random.whole(0, 59) * MINUTE + random.whole(0, 59) * 1_000;
    const at = fromWallClock(wall, who.contact.browser_zone);
    const diary = new Diary(who, random, at);
    /** @type {Diary[]} */
    const diaries = [diary];
    if (confirmed) this.#remember(who, random, at);
    live(diary, () => {
      const other = new Diary(who, random, diary.at + random.whole(5, 40) * MINUTE, `${who.shopper}-phone`);
      diaries.push(other);
      return other;
    });
    this.#people.set(who.recipient, who);
    for (const each of diaries) {
      this.arrivals.push(...each.arrivals);
      if (each.cart) this.#carts.set(each.cart, each);
    }
    this.stories[name] = (this.stories[name] ?? 0) + 1;
  }

  /**
   * Tells of a confirmation from an earlier order: history, which the host imports before the visit.
   * @param {import("./people.mjs").Person} who
   * @param {Random} random
   * @param {number} at
   */
  #remember(who, random, at) {
    const before = new Diary(who, random, at - random.whole(30, 200) * DAY).reply("yes");
    this.arrivals.push(...before.arrivals.map((arrival) => ({ ...arrival, at: at - HOUR, contact: who.contact })));
  }

  /** @param {string | undefined} cart */
  #deviceOf(cart) {
    return cart === undefined ? undefined : this.#carts.get(cart)?.shopper;
  }

  /**
   * @param {Diary} diary
   * @param {string} cart
   */
  #buy(diary, cart) {
    const left = this.#carts.get(cart);
    if (!left || left.lines.length === 0) return;
    diary.lines = left.lines;
    diary.wait(2, 12).buy({ cart });
  }
}
