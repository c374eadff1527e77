// Owns a visitor of a test store who speaks HTTP: both carts, both checkouts, by the requests that browsers send.
import assert from "node:assert/strict";
import { said } from "./store.mjs";

export const ADDRESS = {
  first_name: "Greta",
  last_name: "Muster",
  address_1: "Lindenweg 7",
  address_2: "",
  city: "Berlin",
  state: "",
  postcode: "10115",
  country: "DE",
  email: "greta@kunden.example",
  phone: "+49 171 3920002",
};

const AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

export class Visitor {
  #jar = new Map();
  #nonce = "";

  /** @param {{ origin: string }} store @param {{ agent?: string }} [options] */
  constructor(store, { agent = AGENT } = {}) {
    this.store = store;
    this.agent = agent;
    /** Headers of every request, as `X-Watch`. */
    this.headers = {};
  }

  /** Sends a request with this visitor's cookies, without following where it leads. */
  async ask(path, { form, json, headers = {}, method = form || json ? "POST" : "GET" } = {}) {
    const body = json ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : undefined;
    const type = json ? "application/json" : "application/x-www-form-urlencoded";
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(new URL(path, this.store.origin), {
      method,
      body,
      redirect: "manual",
      headers: { cookie, "user-agent": this.agent, ...(body && { "content-type": type }), ...this.headers, ...headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/expires=Thu, 01.Jan.1970|max-age=0/i.test(line) || value === "") this.#jar.delete(name);
      else this.#jar.set(name, value);
    }
    this.#nonce = answer.headers.get("nonce") ?? this.#nonce;
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) };
  }

  /** Becomes somebody who could be texted, as by a tick; `unreach` takes it back. */
  reach(wish = "reach") {
    return this.ask("/?wc-ajax=get_refreshed_fragments", { headers: { "x-visitor": wish } });
  }

  /** The button in the shop's list. */
  async addAjax(product, quantity = 1) {
    const answer = await this.ask("/?wc-ajax=add_to_cart", { form: { product_id: product, quantity } });
    assert.equal(answer.status, 200, answer.text);
    assert.ok(!answer.json().error, answer.text);
  }

  /** The form on a product's own page. */
  async addForm(product, fields = {}) {
    const answer = await this.ask("/shop/", { form: { "add-to-cart": product, quantity: 1, ...fields } });
    assert.ok([200, 301, 302].includes(answer.status), String(answer.status));
  }

  /** The Store API, as the blocks speak to it. */
  async api(path, json, method) {
    if (!this.#nonce) await this.ask("/wp-json/wc/store/v1/cart");
    const answer = await this.ask(`/wp-json/wc/store/v1/${path}`, { json, method, headers: { nonce: this.#nonce } });
    return { status: answer.status, ...answer.json() };
  }

  async addApi(product, quantity = 1, variation = []) {
    const cart = await this.api("cart/add-item", { id: product, quantity, variation });
    assert.equal(cart.status, 201, JSON.stringify(cart).slice(0, 300));
    return cart;
  }

  /** The form of the classic checkout, as it is when it was opened. */
  async openClassic() {
    const page = await this.ask("/classic-checkout/");
    assert.equal(page.status, 200);
    this.nonces = {
      place: /name="woocommerce-process-checkout-nonce" value="(\w+)"/.exec(page.text)?.[1],
      review: /"update_order_review_nonce":"(\w+)"/.exec(page.text)?.[1],
      coupon: /"apply_coupon_nonce":"(\w+)"/.exec(page.text)?.[1],
    };
    assert.ok(this.nonces.place && this.nonces.review);
  }

  /** What the classic checkout sends while it is filled in. */
  reviewClassic(fields) {
    const post_data = new URLSearchParams(fields).toString();
    return this.ask("/?wc-ajax=update_order_review", {
      form: { security: this.nonces.review, payment_method: "cod", country: "DE", post_data },
    });
  }

  couponClassic(code) {
    return this.ask("/?wc-ajax=apply_coupon", { form: { security: this.nonces.coupon, coupon_code: code } });
  }

  /** Presses the button of the classic checkout; answers what it said. */
  async orderClassic({ payment = "cod", address = ADDRESS, fields = {} } = {}) {
    await this.openClassic();
    const billing = Object.fromEntries(Object.entries(address).map(([name, value]) => [`billing_${name}`, value]));
    const form = { ...billing, payment_method: payment, "shipping_method[0]": "flat_rate:1", ...fields };
    const nonce = { "woocommerce-process-checkout-nonce": this.nonces.place };
    const answer = (await this.ask("/?wc-ajax=checkout", { form: { ...form, ...nonce } })).json();
    return { ...answer, order: Number(/order-received\/(\d+)/.exec(answer.redirect ?? "")?.[1]) };
  }

  /** Opens the block checkout, which makes a draft of the order. */
  openBlock() {
    return this.ask("/checkout/");
  }

  typeBlock(address) {
    return this.api("cart/update-customer", { billing_address: address, shipping_address: address });
  }

  orderBlock({ payment = "cod", address = ADDRESS, fields = {} } = {}) {
    const { email, phone, ...place } = address;
    return this.api("checkout", {
      billing_address: { ...place, company: "", email, phone },
      shipping_address: { ...place, company: "", phone },
      payment_method: payment,
      payment_data: [],
      ...fields,
    });
  }

  async logIn({ user, password }) {
    const page = await this.ask("/my-account/");
    const nonce = /name="woocommerce-login-nonce" value="(\w+)"/.exec(page.text)[1];
    const form = { username: user, password, login: "Log in", "woocommerce-login-nonce": nonce };
    const answer = await this.ask("/my-account/", { form });
    assert.equal(answer.status, 302, "logged in");
    this.#nonce = "";
    return this.ask("/my-account/");
  }
}

/** Returns a visitor who could be texted, with a cart that was begun before. */
export async function reachableVisitor(store) {
  const visitor = new Visitor(store);
  await visitor.addAjax(store.products.hausmischung);
  await visitor.reach();
  await store.arrivals();
  await visitor.addAjax(store.products.filterpapier);
  const [row] = await store.arrivals();
  return { visitor, cart: said(row).cart, shopper: row.shopper };
}
