// Owns what people do when a text comes: they confirm, buy, look, opt out, ask for help, or put the phone away.
import { Random } from "../../js/simulator/random.mjs";
import { Device } from "./device.mjs";
import { MINUTE } from "./world.mjs";

/** @typedef {import("./people.mjs").Person} Person */

const STOP_NUMBER = "36111";

const AFTER_A_REMINDER = /** @type {const} */ ([
  ["buys", 22],
  ["looks", 20],
  ["ignores", 34],
  ["opts_out", 9],
  ["asks_help", 5],
  ["says_something", 5],
  ["may_mean_stop", 5],
]);

/** Minutes until a text is answered; weights. */
const DELAYS = /** @type {const} */ ([
  [2, 3],
  [7, 4],
  [25, 4],
  [90, 2],
  [400, 1],
]);

const WORDS = {
  opts_out: ["STOP", "stop please", "Unsubscribe", "Arrêt", "cancel"],
  asks_help: ["HELP", "Info"],
  says_something: ["Thanks, I'll have a look tonight", "ok"],
  may_mean_stop: ["not now, leave me", "I don't want this?"],
};

export class Answers {
  /** Texts that reached a phone, with the wish of its owner. */
  #seen = new Set();

  /**
   * @param {import("./world.mjs").World} world
   * @param {Map<string, Person>} byPhone
   */
  constructor(world, byPhone) {
    this.world = world;
    this.byPhone = byPhone;
    /** What somebody of the cast does, instead of what chance says, by id. @type {Map<string, string>} */
    this.wishes = new Map();
    world.store.provider.on((/** @type {any} */ event) => {
      if (event.kind === "state" && event.state === "delivered") this.#arrived(event.sid);
    });
  }

  #arrived(/** @type {string} */ sid) {
    const { provider } = this.world.store;
    const text = provider.messages.find((/** @type {any} */ each) => each.sid === sid);
    const person = text && this.byPhone.get(text.to);
    if (!person || this.#seen.has(sid)) return;
    this.#seen.add(sid);
    const random = new Random(this.world.seed, `answer ${person.id} ${this.#seen.size}`);
    // The cast is prompt: an accident waits for nobody.
    const minutes = this.wishes.has(person.id) ? 10 : random.weighted(DELAYS);
    this.world.agenda.add(this.world.now() + minutes * MINUTE, this.#answer(person, text, random));
  }

  /** @param {Person} person @param {any} text @param {Random} random @returns {import("./agenda.mjs").Script} */
  async *#answer(person, text, random) {
    const keys = this.world.keysIn(text.body);
    const device = new Device(this.world, { ...person, account: undefined });
    if (random.chance(35)) for (const key of keys) await device.preview(key);
    if (isAsk(text)) return this.#confirm(person, text, keys[0], device, random);
    if (!isReminder(text)) return undefined;
    const does = this.wishes.get(person.id) ?? random.weighted(AFTER_A_REMINDER);
    if (does === "opts_out") return this.#optOut(person, text, keys.at(-1), device, random);
    if (does in WORDS && does !== "opts_out") {
      if (isNumber(text.from)) await this.#say(person, text.from, random.pick(WORDS[does]), does);
      return undefined;
    }
    if (does !== "buys" && does !== "looks") return undefined;
    const cart = this.world.diary.entries.findLast(({ who, cart, lives }) => who === person.id && cart && lives)?.cart;
    const opened = await device.open(keys[0], cart ?? "");
    if (does === "looks" || !(opened.items > 0)) return undefined;
    yield random.whole(1, 9) * MINUTE;
    await device.order("paid");
    return undefined;
  }

  async #confirm(person, text, key, device, random) {
    const wish = this.wishes.has(person.id) ? "yes" : person.whenAsked;
    if (wish === "silent") return;
    const facts = { who: person.id, phone: person.phone, way: key ? "link" : "reply" };
    if (key) await this.world.diary.during(wish, facts, () => device.press(key, wish));
    else await this.#say(person, text.from, wish === "yes" ? random.pick(["YES", "Yes please", "yes"]) : "STOP", wish);
  }

  async #optOut(person, text, key, device, random) {
    const facts = { who: person.id, phone: person.phone };
    if (isNumber(text.from)) return this.#say(person, text.from, random.pick(WORDS.opts_out), "stop");
    if (person.market === "FR") return this.#say(person, STOP_NUMBER, "STOP", "stop");
    return this.world.diary.during("stop", { ...facts, way: "link" }, () => device.press(key, "stop"));
  }

  /** A phone writes to the number that texted it, or to the one for STOP. */
  async #say(person, to, body, act) {
    await this.world.diary.during(act, { who: person.id, phone: person.phone, way: "reply", body }, async () => {
      const { status } = await this.world.store.provider.inbound({ from: person.phone, to, body });
      if (!(status >= 200 && status < 300)) throw new Error(`the store answered ${status} to a text`);
    });
  }
}

function isNumber(/** @type {string} */ sender) {
  return sender.startsWith("+");
}

/** Whether a text asks for a yes: as a reader sees it. */
export function isAsk(/** @type {{ body: string }} */ { body }) {
  return /\b(reply YES|mit JA|répondez OUI|bestätigen:|confirmez ici:|Confirm here:|confirm here)/.test(body);
}

/** Whether a text reminds of a cart: it is none of those that answer or ask. */
export function isReminder(/** @type {{ body: string }} */ text) {
  return !isAsk(text) && /https:\/\/\S+\/[0-9A-Za-z]{7}/.test(text.body);
}
