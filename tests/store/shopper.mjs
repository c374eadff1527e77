// Owns what a shopper does in the store, step by step, on both checkouts; each step ends when its page is ready.

const CHECKOUTS = { block: "/checkout/", classic: "/classic-checkout/" };
const CARTS = { block: "/cart/", classic: "/classic-cart/" };
const BLOCK_BUTTON = ".wc-block-components-checkout-place-order-button";
// Nothing asked of the server for so long: what a step has set off is through. Block sends what was typed a second later.
const QUIET_MS = 150;
const QUIET_AFTER_TYPING_MS = 1300;
const STEP_MS = 60_000;
const BUSY = ".wc-block-components-loading-mask, .blockUI.blockOverlay, .wc-block-components-spinner";

/** A shopper who fills in everything; the number is set aside for fiction. */
export const ANYBODY = {
  email: "greta@kunden.example",
  first_name: "Greta",
  last_name: "Muster",
  address_1: "Lindenweg 7",
  postcode: "10115",
  city: "Berlin",
  country: "DE",
  phone: "+49 171 3920002",
};

export class Shopper {
  /** @type {"block" | "classic" | undefined} the checkout that is open */
  checkout;
  #underway = new Set();
  #lastAt = 0;

  constructor({ store, context, page, clock, outside, complaints }) {
    this.store = store;
    this.context = context;
    this.page = page;
    this.clock = clock;
    /** Requests to other hosts, which were stopped. */
    this.outside = outside;
    /** Errors of scripts and of the server. */
    this.complaints = complaints;
    const left = (request) => (this.#underway.delete(request), (this.#lastAt = Date.now()));
    page.on("request", (request) => this.#underway.add(request));
    page.on("requestfinished", left);
    page.on("requestfailed", left);
    // What the page before had asked for, nobody waits for.
    page.on("domcontentloaded", () => this.#underway.clear());
  }

  /** Opens a path of the store, or a whole address on loopback. */
  async open(path) {
    await this.clock.sync();
    const answer = await this.page.goto(new URL(path, this.store.origin).href);
    return answer;
  }

  /**
   * Puts a product into the cart from its own page.
   * @param {string} slug
   * @param {{ quantity?: number, attributes?: Record<string, string>, fields?: Record<string, string> }} [options]
   *   attributes as `{ pa_groesse: "1-kg", mahlgrad: "Bohne" }`, fields of the form by name
   */
  async addProduct(slug, { quantity = 1, attributes = {}, fields = {} } = {}) {
    await this.open(`/product/${slug}/`);
    const form = this.page.locator("form.cart").first();
    for (const [name, value] of Object.entries(attributes))
      await form.locator(`[name="attribute_${name}"]`).selectOption(value);
    for (const [name, value] of Object.entries(fields)) await form.locator(`[name="${name}"]`).fill(value);
    if (quantity !== 1) await form.locator('[name="quantity"]').fill(String(quantity));
    const added = this.page.waitForEvent("load");
    await form.locator(".single_add_to_cart_button:not(.disabled)").click();
    await added;
  }

  /** Puts a product into the cart from the shop's list, by wc-ajax: no page is loaded. */
  async addFromShop(sku) {
    await this.open("/shop/");
    const added = this.page.waitForResponse((response) =>
      /wc-ajax=add_to_cart|\/cart\/add-item|\/batch/.test(response.url()),
    );
    await this.page.locator(`[data-product_sku="${sku}"]`).click();
    await (await added).finished();
  }

  /**
   * Puts a simple product into the cart by its address, without a page in Chromium: ten times as quick, the same hooks.
   * @param {string} sku
   * @param {number} [quantity]
   * @param {Record<string, string>} [fields] of the product's form, by name
   */
  async addQuickly(sku, quantity = 1, fields = {}) {
    await this.clock.sync();
    const { origin } = this.store;
    const found = await this.context.request.get(`${origin}/wp-json/wc/store/v1/products?sku=${sku}`);
    const [{ id }] = await found.json();
    const query = new URLSearchParams({ "add-to-cart": String(id), quantity: String(quantity), ...fields });
    await this.context.request.get(`${origin}/my-account/?${query}`);
  }

  /** Opens the cart page. */
  async openCart(kind = "block") {
    await this.open(CARTS[kind]);
    await this.#settled();
  }

  /**
   * Opens a checkout and waits until it can be filled in.
   * @param {"block" | "classic"} kind
   */
  async openCheckout(kind) {
    this.checkout = kind;
    await this.open(CHECKOUTS[kind]);
    await this.checkoutReady(kind);
  }

  /** Waits for a checkout that another step has led to, such as a recovery link. */
  async checkoutReady(kind) {
    this.checkout = kind;
    await this.page.locator(kind === "block" ? BLOCK_BUTTON : "#place_order").waitFor();
    await this.#settled();
  }

  /**
   * Returns the field of the open checkout as a locator.
   * @param {string} name as WooCommerce names it, without `billing_`: first_name, phone, email, country …
   */
  field(name) {
    if (this.checkout === "classic") return this.page.locator(`#billing_${name}`);
    if (name === "email") return this.page.locator("#email");
    // Block asks for the shipping address, and for a billing one when nothing is shipped.
    return this.page.locator(`#shipping-${name}, #billing-${name}`).first();
  }

  /**
   * Fills fields of the open checkout, as somebody who goes from one to the next.
   * @param {Partial<typeof ANYBODY> & Record<string, string>} fields
   */
  async fill(fields) {
    const { country, ...others } = fields;
    if (country) await this.#choose("country", country);
    for (const [name, value] of Object.entries(others)) {
      if (name === "state") await this.#choose("state", value);
      else await this.#type(this.field(name), value);
    }
    await this.#settled(this.checkout === "block" ? QUIET_AFTER_TYPING_MS : QUIET_MS);
  }

  /** Ticks a box by its label, unless it is ticked. */
  async tick(label, isTicked = true) {
    const box =
      typeof label === "string" && /^[#.[]/.test(label) ? this.page.locator(label) : this.page.getByLabel(label);
    await box.first().setChecked(isTicked);
    await this.#settled();
  }

  /** Enters a coupon on the open checkout. */
  async applyCoupon(code) {
    if (this.checkout === "classic") {
      await this.page.locator(".showcoupon").click();
      await this.page.locator("#coupon_code").fill(code);
      await this.page.locator('[name="apply_coupon"]').click();
      await this.page.locator(".woocommerce-message, .woocommerce-error, .coupon-error-notice").first().waitFor();
    } else {
      await this.page.getByText("Add a coupon").click();
      await this.page.locator(".wc-block-components-totals-coupon__input input").fill(code);
      await this.page.locator(".wc-block-components-totals-coupon__button").click();
      const answer = ".wc-block-components-totals-discount__coupon-list, .wc-block-components-validation-error";
      await this.page.locator(answer).first().waitFor();
    }
    await this.#settled();
  }

  /** Chooses how to pay: cod, bacs or store_test. */
  async choosePayment(method) {
    await this.#settled();
    const id = this.checkout === "classic" ? "payment_method" : "radio-control-wc-payment-method-options";
    const choice = this.page.locator(`#${id}${this.checkout === "classic" ? "_" : "-"}${method}`);
    // A form that scrolls to its complaint moves away under the finger.
    while (!(await choice.isChecked()))
      await this.page.locator(`label[for="${await choice.getAttribute("id")}"]`).click();
    await this.#settled();
  }

  /** Presses the button and waits for the thanks; answers the order's number. */
  async placeOrder({ payment = "cod" } = {}) {
    await this.choosePayment(payment);
    await this.pressOrder();
    await this.page.waitForURL(/order-received/);
    return Number(/order-received\/(\d+)/.exec(this.page.url())[1]);
  }

  /** Presses the button only: for an order that is expected to fail. */
  async pressOrder() {
    await this.#settled();
    // Classic asks for the terms by a box of its own.
    const terms = this.page.locator("#terms");
    if (this.checkout === "classic" && (await terms.count()) > 0) await terms.check();
    await this.page.locator(this.checkout === "classic" ? "#place_order" : BLOCK_BUTTON).click();
  }

  /** What the checkout complained of, as text; waits until it does. */
  async refusal() {
    const notices =
      ".woocommerce-error, .woocommerce-NoticeGroup .is-error, .wc-block-components-notice-banner.is-error";
    await this.page.locator(notices).first().waitFor();
    return (await this.page.locator(notices).allInnerTexts()).join("\n").trim();
  }

  /** Logs in on the account page, as Ada unless told otherwise. */
  async logIn({ user, password } = this.store.ada) {
    await this.open("/my-account/");
    await this.page.locator("#username").fill(user);
    await this.page.locator("#password").fill(password);
    await this.page.locator('[name="login"]').click();
    await this.page.locator(".woocommerce-MyAccount-navigation").waitFor();
  }

  /** Logs in to wp-admin, as the administrator. */
  async logInToAdmin({ user, password } = this.store.admin) {
    await this.open("/wp-login.php");
    await this.page.locator("#user_login").fill(user);
    await this.page.locator("#user_pass").fill(password);
    await this.page.locator("#wp-submit").click();
    await this.page.locator("#wpadminbar").waitFor();
  }

  /** What is in this device's cart, as the store says: name, SKU, quantity, variation and item data of each line. */
  async cart() {
    await this.clock.sync();
    const answer = await this.context.request.get(`${this.store.origin}/wp-json/wc/store/v1/cart`);
    const { items, coupons } = await answer.json();
    const lines = items.map(({ name, sku, quantity, variation, item_data }) => ({
      name,
      sku,
      quantity,
      variation: Object.fromEntries(variation.map(({ attribute, value }) => [attribute, value])),
      item_data: Object.fromEntries(item_data.map(({ key, name: label, value }) => [key ?? label, value])),
    }));
    return { lines, coupons: coupons.map(({ code }) => code) };
  }

  /** Closes the device. */
  close() {
    return this.context.close();
  }

  async #choose(name, value) {
    const field = this.field(name);
    // Classic hides the list under one of its own; the change is the same.
    await field.selectOption(value, { force: true });
    await this.#settled();
  }

  async #type(field, text) {
    await field.fill(text);
    await field.press("Tab");
  }

  /** Until nothing that was asked of the server is still on its way, and no veil lies over the form. */
  async #settled(quietMs = QUIET_MS) {
    const began = Date.now();
    const isQuiet = () => this.#underway.size === 0 && Date.now() - Math.max(this.#lastAt, began) >= quietMs;
    while (!isQuiet() && Date.now() - began < STEP_MS) await this.page.waitForTimeout(25);
    await this.page.waitForFunction((busy) => {
      const seen = [...document.querySelectorAll(busy)].filter((veil) => veil.checkVisibility?.() ?? true);
      return seen.length === 0;
    }, BUSY);
  }
}
