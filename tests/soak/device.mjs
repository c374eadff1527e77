// Owns what somebody does in the shop with one device, by the requests that browsers send, and writes each act down.
import { readFileSync } from "node:fs";
import { TAP } from "../wordpress/recovery_scene.mjs";
import { Visitor } from "../wordpress/capture/visitor.mjs";

const BOXES = JSON.parse(readFileSync(new URL("../../src/preset/consent_boxes.json", import.meta.url), "utf8")).cart;

/** Cash on delivery and bank transfer are the shop's own; the others are ends of its test card. */
const PAYMENTS = {
  paid: { method: "store_test", card: "paid" },
  cod: { method: "cod" },
  bank: { method: "bacs" },
  failed: { method: "store_test", card: "failed" },
  pending: { method: "store_test", card: "pending" },
};

/** @typedef {keyof typeof PAYMENTS} Payment */

let devices = 0;

/** A visitor of whom one can tell when the shop takes him for somebody else: after two days, for most. */
class Browser extends Visitor {
  session = "";

  /** @param {string} path @param {any} [options] */
  async ask(path, options) {
    const answer = await super.ask(path, options);
    for (const line of answer.headers.getSetCookie()) {
      const [, whose] = /^wp_woocommerce_session_[^=]+=([^%|;]*)/.exec(line) ?? [];
      if (whose !== undefined) this.session = whose;
    }
    return answer;
  }
}

export class Device {
  #visitor;
  /** Which of this person's carts this is, in the diary's words. */
  cart = "";
  /** Whether this device told the store of a tick. */
  isTicked = false;

  /**
   * @param {import("./world.mjs").World} world
   * @param {import("./people.mjs").Person} person
   */
  constructor(world, person) {
    devices += 1;
    this.world = world;
    this.person = person;
    this.name = `${person.id}/d${devices}`;
    this.#visitor = new Browser(world.store);
    // A network for each person: too many texts to one would be held back.
    const nth = [...person.id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 60_000, 7);
    this.#visitor.headers = { "x-forwarded-for": `10.${nth >> 8}.${nth & 255}.7` };
  }

  /** Opens the shop again; a cart that is gone is another one from now on. Answers how many lines there are. */
  async arrive() {
    const { account } = this.person;
    if (account && !this.isLoggedIn) {
      await this.#note("logged_in", {}, () => this.#visitor.logIn(account));
      this.isLoggedIn = true;
    }
    const answer = await this.#visitor.ask("/wp-json/wc/store/v1/cart");
    const items = answer.status === 200 ? answer.json().items.length : 0;
    if (items === 0 || this.cart === "") this.#newCart();
    return items;
  }

  add(slug = "hausmischung") {
    const product = this.world.products[slug];
    return this.#act("added", { slug }, async () => {
      if (this.world.random.chance(50)) await this.#visitor.addAjax(product);
      else await this.#visitor.addApi(product);
    });
  }

  /** Opens the checkout and fills it in, all but the box. */
  async fillIn(address = this.person.address) {
    const { checkout } = this.person;
    return this.#act("typed", { checkout }, async () => {
      if (checkout === "classic") {
        await this.#visitor.openClassic();
        const billing = Object.fromEntries(Object.entries(address).map(([name, value]) => [`billing_${name}`, value]));
        await this.#visitor.reviewClassic(billing);
      } else {
        await this.#visitor.openBlock();
        ok(await this.#visitor.typeBlock(address));
      }
    });
  }

  /** Ticks the box beside the number, as the checkout's script tells of it. */
  async tick(typed = this.person.typed, phone = this.person.phone) {
    await this.#act("ticked", { phone }, () => this.#tell({ ticked: this.#version(), unticked: "" }, typed));
    this.isTicked = true;
  }

  async untick(typed = this.person.typed, phone = this.person.phone) {
    await this.#note("unticked", { phone, cart: this.cart }, () =>
      this.#tell({ ticked: "", unticked: this.#version() }, typed),
    );
    this.isTicked = false;
  }

  /**
   * Presses the button; a cart that is bought is no longer this device's.
   * @param {Payment} payment
   */
  async order(payment) {
    const { method, card } = /** @type {{ method: string, card?: string }} */ (PAYMENTS[payment]);
    if (card) await this.world.cards(card);
    const { address, checkout } = this.person;
    const entry = await this.#note("ordered", { payment, cart: this.cart, phone: this.person.phone }, async () => {
      const answer =
        checkout === "classic"
          ? await this.#visitor.orderClassic({ payment: method, address })
          : await this.#visitor.orderBlock({ payment: method, address });
      const order = checkout === "classic" ? answer.order : answer.order_id;
      if (payment === "failed") return { order: null };
      if (!order) throw new Error(`no order: ${JSON.stringify(answer).slice(0, 250)}`);
      return { order };
    });
    if (entry.act !== "failed" && payment !== "failed") this.#newCart();
    return entry;
  }

  /** Takes everything out again. */
  async empty() {
    await this.#note("emptied", { cart: this.cart }, async () => {
      const { items } = (await this.#visitor.ask("/wp-json/wc/store/v1/cart")).json();
      for (const { key } of items) ok(await this.#visitor.api("cart/remove-item", { key }));
    });
    this.#newCart();
  }

  /**
   * Taps a link of a text that leads to a cart, and goes where it leads.
   * @param {string} key
   * @param {string} cart which cart the text is about
   */
  async open(key, cart) {
    this.cart = cart;
    return this.#act("opened", { key }, async () => {
      const items = await this.follow(`/${key}`);
      const answer = await this.#visitor.ask("/wp-json/wc/store/v1/cart");
      return { led: items, items: answer.json().items.length };
    });
  }

  /** @param {string} path @returns {Promise<string>} where it ended */
  async follow(path) {
    for (let hops = 0; hops < 5; hops += 1) {
      const answer = await this.#visitor.ask(path, { headers: { ...TAP } });
      const location = answer.headers.get("location");
      if (location === null) return `${answer.status} ${path.split("?")[0]}`;
      const target = new URL(location, this.world.store.origin);
      if (target.origin !== this.world.store.origin) throw new Error(`it led to ${target.origin}`);
      path = target.pathname + target.search;
    }
    throw new Error("it led nowhere");
  }

  /**
   * Opens the page behind a link and presses a button of it.
   * @param {string} key
   * @param {"yes" | "stop"} button
   */
  async press(key, button) {
    const page = await this.#visitor.ask(`/${key}`, { headers: { ...TAP } });
    const nonce = /name="nonce" value="([^"]+)"/.exec(page.text)?.[1];
    if (!nonce) throw new Error(`the page has no form: ${page.status}`);
    const answer = await this.#visitor.ask(`/${key}`, { form: { nonce, act: button }, headers: { ...TAP } });
    if (answer.status !== 200) throw new Error(`the page answered ${answer.status}`);
  }

  /** What a messenger does with a link before its reader sees it. */
  preview(key) {
    return this.#visitor.ask(`/${key}`, { headers: { "user-agent": "WhatsApp/2.23.20.0 A" } });
  }

  #newCart() {
    this.cart = this.world.newCart(this.person);
  }

  #version() {
    const { locale, market } = this.person;
    return BOXES[market === "GB" || market === "US" ? locale : locale.slice(0, 2)].version;
  }

  async #tell(boxes, number) {
    const { address, locale, zone, checkout } = this.person;
    const { country, state: region, first_name } = address;
    const fields = { number, country, region, first_name, zone, locale, ...boxes };
    if (checkout === "classic") {
      const page = await this.#visitor.ask("/classic-checkout/");
      const nonce = /data-nonce="([^"]+)"/.exec(page.text)?.[1] ?? "";
      const { status } = await this.#visitor.ask("/?wc-ajax=cartsignal_contact", { form: { ...fields, nonce } });
      if (status !== 204) throw new Error(`the store answered ${status} to a tick`);
    } else ok(await this.#visitor.api("cart/extensions", { namespace: "cartsignal", data: fields }));
  }

  /** An act that is a sign of life of a cart. */
  #act(act, facts, does) {
    return this.#note(act, { cart: this.cart, lives: true, ...facts }, does);
  }

  async #note(act, facts, does) {
    const entry = await this.world.diary.during(act, { who: this.person.id, device: this.name, ...facts }, does);
    entry.session = this.#visitor.session;
    return entry;
  }
}

function ok(answer) {
  if (answer.status >= 400)
    throw new Error(`the store answered ${answer.status}: ${JSON.stringify(answer).slice(0, 200)}`);
}
