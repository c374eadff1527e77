// Owns what simulated people do in the loop: their visits reach the host, their answers come as texts, taps and orders.
import { Heap } from "../replay/heap.mjs";
import { Random } from "../simulator/random.mjs";
import { Browser } from "./browser.mjs";
import { Phones, withoutNumber } from "./phones.mjs";
import { sayingOf } from "./sayings.mjs";

/** Of a hundred texts as many are looked at by a messenger before their reader does. Chosen. */
const PREVIEWED_PERCENT = 30;

/**
 * @typedef {import("../replay/host.mjs").Arrival} Arrival
 * @typedef {{sid: string, from: string, to: string, body: string}} Text One that reached a phone.
 * @typedef {{at: number, place: number, arrival: Arrival, text: Text}} Answer
 */

export class Shoppers {
  /** What they did by other ways than the store's pages. */
  did = {
    confirmed: 0,
    confirmed_by_link: 0,
    opted_out: 0,
    opted_out_by_link: 0,
    asked_for_help: 0,
    opened: 0,
    previewed: 0,
    bought: 0,
    /** Had something to say to a sender that hears nothing. */
    had_no_way: 0,
  };
  /** From when to when whose STOP stood, by number: until they said yes again. @type {Map<string, {from: number, to: number}[]>} */
  stopped = new Map();
  /** When who last ticked a box, by number. @type {Map<string, number>} */
  tickedAt = new Map();
  /** When which cart's order reached the host. @type {Map<string, number>} */
  boughtAt = new Map();

  #world;
  #simulator;
  #browser;
  #next = 0;
  #place = 0;
  /** @type {Heap<Answer>} */
  #answers = new Heap((a, b) => a.at < b.at || (a.at === b.at && a.place < b.place));
  /** @type {string[]} */
  #arrived = [];
  #phones;

  /**
   * @param {import("./world.mjs").World} world
   * @param {import("../simulator/simulator.mjs").Simulator} simulator
   */
  constructor(world, simulator) {
    this.#world = world;
    this.#simulator = simulator;
    this.#phones = new Phones(world, simulator);
    this.#browser = new Browser(world.origin, world.configuration.shop.link_origin);
    world.provider.on((/** @type {any} */ event) => {
      if (event.kind === "state" && event.state === "delivered") this.#arrived.push(event.sid);
    });
  }

  /**
   * Returns where a recipient of the host's is.
   * @param {string | undefined} recipient
   */
  zoneOf(recipient) {
    return this.#phones.ownerOf(recipient)?.contact.browser_zone;
  }

  /** Returns how many people have no number. */
  get numberless() {
    return this.#phones.numberless;
  }

  /** Returns when somebody does something next, or Infinity. */
  nextAt() {
    if (this.#arrived.length > 0) return Number.NEGATIVE_INFINITY;
    const visit = this.#simulator.arrivals[this.#next]?.at ?? Number.POSITIVE_INFINITY;
    return Math.min(visit, this.#answers.peek()?.at ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Does all that is due; returns how much that was.
   * @param {number} now
   */
  async act(now) {
    let acts = 0;
    for (; this.#arrived.length > 0; acts += 1) await this.#read(/** @type {string} */ (this.#arrived.shift()), now);
    const { arrivals } = this.#simulator;
    for (; arrivals[this.#next]?.at <= now; acts += 1) {
      await this.#visit(arrivals[this.#next], now);
      this.#next += 1;
    }
    for (let due = this.#answers.peek(); due && due.at <= now; due = this.#answers.peek(), acts += 1) {
      this.#answers.pop();
      await this.#answer(due.arrival, due.text, now);
    }
    return acts;
  }

  /** @param {Arrival} arrival @param {number} now */
  async #visit(arrival, now) {
    const { shopper, recipient: phone, contact, input } = arrival;
    if (!input) return;
    const provided = input.what["contact.provided"];
    const about = phone ?? provided?.recipient;
    const recipient = about === undefined ? undefined : this.#phones.of(about)?.recipient;
    // Whoever has no number types none.
    if (about !== undefined && recipient === undefined) return;
    const { reply } = input.what;
    if (
      reply &&
      about !== undefined &&
      input.occurred_at === arrival.at &&
      (await this.#text(about, reply.kind, undefined, now))
    )
      return;
    const known = withoutNumber(contact);
    const what = provided ? { "contact.provided": { ...provided, recipient } } : input.what;
    const order = input.what["order.placed"];
    if (order?.cart && !this.boughtAt.has(order.cart) && order.payment === "paid") this.boughtAt.set(order.cart, now);
    this.#world.host.append({
      ...(shopper !== undefined && { shopper }),
      ...(phone !== undefined && { recipient }),
      ...(contact && { contact: known }),
      input: { ...input, what },
    });
    if (about !== undefined && input.what["consent.granted"]) this.tickedAt.set(this.#numberOf(about), now);
    if (about !== undefined && reply) this.#note(about, reply.kind, now);
  }

  /** Somebody has got a text: a messenger may look at its links, and they may answer. @param {string} sid @param {number} now */
  async #read(sid, now) {
    const { host, provider, seed } = this.#world;
    const text = provider.messages.find((/** @type {any} */ each) => each.sid === sid);
    const why = host.why(sid);
    const recipient = this.#phones.ownerOf(why?.recipient)?.recipient;
    if (!text || !why || !recipient) return;
    if (new Random(seed, `preview ${why.decision}`).chance(PREVIEWED_PERCENT)) {
      for (const key of this.#keysIn(text.body)) await this.#browser.preview(key);
      this.did.previewed += 1;
    }
    const decision = { id: why.decision, does: { send: why.does } };
    for (const arrival of this.#simulator.react(decision, { recipient, moment: now, contact: {} })) {
      this.#answers.push({ at: arrival.at, place: this.#place, arrival, text });
      this.#place += 1;
    }
  }

  /** @param {Arrival} arrival @param {Text} text @param {number} now */
  async #answer(arrival, text, now) {
    const { recipient, input } = arrival;
    const what = input?.what ?? {};
    if (what["order.placed"]) {
      this.did.bought += 1;
      return this.#visit(arrival, now);
    }
    const opens = what["link.opened"];
    if (opens) return this.#open(text, now);
    if (!what.reply || recipient === undefined) return undefined;
    const { kind } = what.reply;
    if (!(await this.#text(recipient, kind, text, now)) && !(await this.#press(recipient, kind, text, now)))
      this.did.had_no_way += 1;
    return undefined;
  }

  /**
   * Texts a sender, where it can receive; returns whether it could.
   * @param {string} phone
   * @param {"stop" | "yes" | "help" | "ambiguous" | "start"} kind
   * @param {Text | undefined} text That is answered.
   * @param {number} now
   */
  async #text(phone, kind, text, now) {
    const { provider, configuration, seed } = this.#world;
    const who = this.#simulator.personOf(phone);
    const from = this.#phones.of(phone)?.e164;
    const { sender } = configuration.markets[who?.contact.country ?? ""] ?? {};
    const to = sender?.two_way ? (text?.from ?? sender.id) : kind === "stop" ? sender?.stop_number : undefined;
    if (!who || !from || !to) return false;
    const body = sayingOf(kind, who.contact.locale ?? "en", new Random(seed, `words ${phone} ${now}`));
    const { status } = await provider.inbound({ from, to, body });
    if (status !== 200 && status !== 204) throw new Error(`the host answered ${status} to an inbound text`);
    this.#count(phone, kind, now, false);
    return true;
  }

  /**
   * Opens the page behind a link of the text and presses the button there; returns whether there was one.
   * @param {string} phone
   * @param {string} kind
   * @param {Text} text
   * @param {number} now
   */
  async #press(phone, kind, { body }, now) {
    if (kind !== "stop" && kind !== "yes") return false;
    const kinds = kind === "yes" ? ["confirm"] : ["opt_out", "confirm"];
    const key = this.#keysIn(body).find((each) => kinds.includes(this.#world.host.links.find(each, now)?.kind ?? ""));
    if (key === undefined) return false;
    const { status } = await this.#browser.press(key, kind, this.#simulator.personOf(phone)?.contact.locale ?? "en");
    if (status !== 200 && status !== 204) throw new Error(`a page answered ${status}`);
    if (status === 200) this.#count(phone, kind, now, true);
    return true;
  }

  /** @param {Text} text @param {number} now */
  async #open({ body }, now) {
    const leads = (/** @type {string} */ key) => this.#world.host.links.find(key, now)?.kind ?? "";
    const key = this.#keysIn(body).find((each) => ["cart", "checkout"].includes(leads(each)));
    if (key === undefined) return;
    const { status } = await this.#browser.open(key, "en");
    if (status !== 302) throw new Error(`a cart link answered ${status}`);
    this.did.opened += 1;
  }

  /** @param {string} phone @param {string} kind @param {number} now @param {boolean} byLink */
  #count(phone, kind, now, byLink) {
    if (kind === "help") this.did.asked_for_help += 1;
    if (kind !== "yes" && kind !== "stop") return;
    const what = kind === "yes" ? "confirmed" : "opted_out";
    this.did[what] += 1;
    if (byLink) this.did[`${what}_by_link`] += 1;
    this.#note(phone, kind, now);
  }

  /** @param {string} phone @param {string} kind @param {number} now */
  #note(phone, kind, now) {
    const number = this.#numberOf(phone);
    const stops = this.stopped.get(number) ?? [];
    const stands = stops.find(({ to }) => to > now);
    if (kind === "stop" && !stands) this.stopped.set(number, [...stops, { from: now, to: Number.POSITIVE_INFINITY }]);
    if (kind === "yes" && stands) stands.to = now;
  }

  /** @param {string} phone */
  #numberOf(phone) {
    return this.#phones.of(phone)?.e164 ?? "";
  }

  /** @param {string} body @returns {string[]} */
  #keysIn(body) {
    const { link_origin: origin } = this.#world.configuration.shop;
    return body
      .split(`${origin}/`)
      .slice(1)
      .map((rest) => rest.slice(0, 7));
  }
}
