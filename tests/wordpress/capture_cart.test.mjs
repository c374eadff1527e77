// Owns what capture tells of carts, on a real store: who leaves a trace and who none, and what each change says.
import assert from "node:assert/strict";
import { after, before, test } from "./with_woocommerce.mjs";
import { carts, openWatched, said } from "./capture/store.mjs";
import { reachableVisitor, Visitor } from "./capture/visitor.mjs";

/** @type {Awaited<ReturnType<typeof openWatched>>} */
let store;
/** @type {Record<string, number>} */
let product;

before(async () => {
  store = await openWatched({ checkout: "classic" });
  product = store.products;
  await store.call(`
    $coupon = new WC_Coupon();
    $coupon->set_code('herbst10');
    $coupon->set_discount_type('percent');
    $coupon->set_amount(10);
    $coupon->save();`);
});

after(async () => {
  const errors = store.errors().filter(({ isOurs }) => isOurs);
  await store.close();
  assert.deepEqual(errors, []);
});

const reachable = () => reachableVisitor(store);

/** The address of the page's first link that has a word in it. */
function linkTo(word, { text }) {
  const href = [...text.matchAll(/href="([^"]*)"/g)].map(([, found]) => found).find((found) => found.includes(word));
  assert.ok(href, word);
  return href.replaceAll(/&#0?38;|&amp;/g, "&");
}

test("a visitor nobody could text leaves no row, no query and nothing in the session", async () => {
  const visitor = new Visitor(store);
  visitor.headers["x-watch"] = "stranger";
  await visitor.addAjax(product.hausmischung);
  await visitor.addForm(product.filterpapier);
  await visitor.addApi(product["espresso-nord"]);
  await visitor.openClassic();
  await visitor.reviewClassic({ billing_email: "greta@kunden.example", billing_address_1: "Lindenweg 7" });
  await visitor.couponClassic("herbst10");
  assert.deepEqual(await store.arrivals(), []);
  assert.deepEqual(
    store.watched().flatMap(({ ours }) => ours),
    [],
  );
  const sessions = await store.sql("SELECT session_value AS v FROM wp_woocommerce_sessions");
  assert.ok(sessions.length > 0);
  assert.deepEqual(
    sessions.filter(({ v }) => v.includes("cartsignal")),
    [],
  );
});

test("an add by the button, by the form and by the Store API is told each, with all lines in minor units", async () => {
  const { visitor, cart } = await reachable();
  await visitor.addForm(product["espresso-nord"]);
  await visitor.addApi(product.hausmischung, 2);
  await visitor.addAjax(product.roestkurs);
  const rows = await store.arrivals();
  assert.deepEqual(carts(rows), [
    "added 1 × 1290, 1 × 350, 1 × 2190",
    "added 3 × 1290, 1 × 350, 1 × 2190",
    "added 3 × 1290, 1 × 350, 1 × 2190, 1 × 4900",
  ]);
  assert.deepEqual([...new Set(rows.map((row) => said(row).cart))], [cart]);
  assert.deepEqual(
    rows.map(({ payload }) => payload.input.trust),
    ["server", "server", "server"],
  );
  const espresso = said(rows[0]).lines[2];
  assert.deepEqual([espresso.product, espresso.on_sale], [String(product["espresso-nord"]), true]);
  const versions = rows.map((row) => said(row).version);
  assert.ok(versions[0] < versions[1] && versions[1] < versions[2]);
});

test("several adds in one request are one row, by one statement", async () => {
  const { visitor } = await reachable();
  const { filterpapier, roestkurs } = product;
  const add = (id) => ({ path: "/wc/store/v1/cart/add-item", method: "POST", body: { id, quantity: 1 } });
  visitor.headers["x-watch"] = "batch";
  const { headers } = await visitor.ask("/wp-json/wc/store/v1/cart");
  const nonce = { nonce: headers.get("nonce") };
  const requests = [add(filterpapier), add(roestkurs), add(filterpapier)].map((one) => ({ ...one, headers: nonce }));
  store.watched();
  const answer = await visitor.ask("/wp-json/wc/store/v1/batch", { json: { requests }, headers: nonce });
  assert.equal(answer.status, 207);
  assert.deepEqual(carts(await store.arrivals()), ["added 1 × 1290, 3 × 350, 1 × 4900"]);
  assert.equal(store.watched()[0].ours.length, 1);
});

test("quantities, removals and an undone removal are told as what they are", async () => {
  const { visitor, cart } = await reachable();
  const { items } = await visitor.api("cart");
  await visitor.api("cart/update-item", { key: items[0].key, quantity: 4 });
  await visitor.api("cart/remove-item", { key: items[1].key });
  const cartPage = { headers: { referer: `${store.origin}/classic-cart/` } };
  await visitor.ask(linkTo("remove_item", await visitor.ask("/classic-cart/")), cartPage);
  await visitor.ask(linkTo("undo_item", await visitor.ask("/classic-cart/")), cartPage);
  const rows = await store.arrivals();
  assert.deepEqual(carts(rows), ["changed 4 × 1290, 1 × 350", "removed 4 × 1290", "removed", "changed 4 × 1290"]);
  assert.deepEqual([...new Set(rows.map((row) => said(row).cart))], [cart]);
});

test("what is put into an empty cart is another cart", async () => {
  const { visitor, cart } = await reachable();
  await visitor.api("cart/items", undefined, "DELETE");
  await visitor.addAjax(product.roestkurs);
  const rows = await store.arrivals();
  assert.equal(said(rows[0]).cart, cart);
  assert.deepEqual(carts(rows), ["removed", "added 1 × 4900"]);
  assert.notEqual(said(rows[1]).cart, cart);
});

test("the snapshot has the choices of a variation and what another plugin keeps with a line", async () => {
  const { visitor } = await reachable();
  const variation = await store.call(
    "return wc_get_product($args[0])->get_available_variations('objects')[0]->get_id();",
    [product.laenderkaffee],
  );
  await visitor.addForm(product["tasse-mit-gravur"], { engraving: "Für Åsa ☕" });
  const chosen = { attribute_pa_groesse: "250-g", attribute_mahlgrad: "Bohne" };
  const answer = await visitor.ask("/shop/", {
    form: { "add-to-cart": product.laenderkaffee, variation_id: variation, quantity: 2, ...chosen },
  });
  assert.ok(answer.status < 400);
  const rows = await store.arrivals();
  const { lines, coupons, user } = rows.at(-1).payload.snapshot;
  assert.deepEqual([coupons, user], [[], 0]);
  const [, , cup, coffee] = lines;
  assert.deepEqual([cup.product_id, cup.data], [product["tasse-mit-gravur"], { engraving: "Für Åsa ☕" }]);
  assert.deepEqual([coffee.variation_id, coffee.quantity], [variation, 2]);
  assert.deepEqual(Object.keys(coffee.variation).sort(), ["attribute_mahlgrad", "attribute_pa_groesse"]);
  assert.deepEqual(
    lines.filter((line) => line.partial),
    [],
  );
  const line = said(rows.at(-1)).lines[3];
  assert.deepEqual([line.product, line.variant], [String(product.laenderkaffee), String(variation)]);
});

test("a coupon is told once, with the cart that it changed, and nothing of its code", async () => {
  const { visitor, cart } = await reachable();
  await visitor.openClassic();
  await store.arrivals();
  await visitor.couponClassic("herbst10");
  const rows = await store.arrivals();
  assert.deepEqual(rows.map(({ kind }) => kind).sort(), ["cart", "input"]);
  const coupon = rows.find(({ kind }) => kind === "input");
  assert.deepEqual(coupon.payload.input.what, { "coupon.applied": { cart } });
  assert.ok(!JSON.stringify(coupon).includes("herbst10"));
  // The price of a line is what the shop asks; what a coupon takes off is not the product's.
  assert.deepEqual(carts(rows), ["changed 1 × 1290, 1 × 350"]);
  assert.deepEqual(rows.find(({ kind }) => kind === "cart").payload.snapshot.coupons, ["herbst10"]);
  await visitor.api("cart/remove-coupon", { code: "herbst10" });
  assert.deepEqual(carts(await store.arrivals()), ["changed 1 × 1290, 1 × 350"]);
});

test("pages cost a reachable visitor no query; opening the checkout is told once in five minutes", async () => {
  const { visitor, cart } = await reachable();
  visitor.headers["x-watch"] = "page";
  for (const path of ["/", "/shop/", "/product/hausmischung/", "/cart/", "/classic-cart/", "/my-account/"])
    assert.equal((await visitor.ask(path)).status, 200, path);
  assert.deepEqual(
    store.watched().flatMap(({ ours }) => ours),
    [],
  );
  await visitor.openClassic();
  await visitor.openClassic();
  assert.deepEqual(
    store.watched().map(({ ours }) => ours.length),
    [1, 1],
  );
  const rows = await store.arrivals();
  assert.equal(rows.length, 1);
  assert.deepEqual(rows[0].payload.input.what, { "checkout.started": { cart } });
});

test("a checkout that a robot or a browser reading ahead opens is not told", async () => {
  const { visitor } = await reachable();
  for (const headers of [
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "prefetch" },
    { "x-moz": "prefetch" },
    { "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" },
    { "user-agent": "WhatsApp/2.23 facebookexternalhit/1.1" },
  ]) {
    assert.equal((await visitor.ask("/classic-checkout/", { headers })).status, 200);
    assert.deepEqual(await store.arrivals(), [], JSON.stringify(headers));
  }
  await visitor.openClassic();
  assert.equal((await store.arrivals()).length, 1);
});

test("the steps of the classic checkout are told from what is filled in, and nothing of what is in it", async () => {
  const { visitor, cart } = await reachable();
  await visitor.openClassic();
  await store.arrivals();
  await visitor.reviewClassic({ billing_email: "", billing_phone: " " });
  assert.deepEqual(await store.arrivals(), []);
  await visitor.reviewClassic({ billing_email: "greta@kunden.example" });
  await visitor.reviewClassic({
    billing_email: "greta@kunden.example",
    billing_address_1: "Lindenweg 7",
    billing_postcode: "10115",
  });
  const rows = await store.arrivals();
  const steps = rows.map(({ payload }) => payload.input.what["checkout.step_reached"]);
  assert.deepEqual(steps, [
    { cart, step: "contact" },
    { cart, step: "shipping" },
  ]);
  assert.ok(!/greta|Lindenweg/.test(JSON.stringify(rows)));
});

test("a login proves guest and user to be one, and the cart goes on under the user", async () => {
  const { visitor, cart, shopper } = await reachable();
  await visitor.logIn(store.ada);
  const rows = await store.arrivals();
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ["merge", "cart"],
  );
  const [merge, update] = rows;
  assert.equal(merge.payload.merge.a, shopper);
  assert.equal(merge.payload.merge.b, update.shopper);
  assert.notEqual(update.shopper, shopper);
  assert.equal(said(update).cart, cart);
  await visitor.addAjax(product.roestkurs);
  const [next] = await store.arrivals();
  assert.equal(next.shopper, update.shopper);

  // The same user on another device, who ticked nothing there.
  const other = new Visitor(store);
  await other.logIn(store.ada);
  await store.arrivals();
  await other.addAjax(product.hausmischung);
  const [elsewhere] = await store.arrivals();
  assert.equal(elsewhere.shopper, update.shopper);
});

test("logging out is no emptied cart, and whoever comes next on that device is nobody", async () => {
  const { visitor } = await reachable();
  await visitor.logIn({ ...store.admin });
  await store.arrivals();
  await visitor.ask(linkTo("customer-logout", await visitor.ask("/my-account/")));
  await visitor.addAjax(product.roestkurs);
  assert.deepEqual(await store.arrivals(), []);
});

test("a cart put back behind a link is told as one change, under its own id; an older cart there is told to be empty", async () => {
  const visitor = new Visitor(store);
  await visitor.ask("/shop/", { headers: { "x-restore": `c${"a".repeat(24)},${product.roestkurs},herbst10` } });
  await store.arrivals();
  const { visitor: other, cart: own } = await reachable();
  const cart = `c${"b".repeat(24)}`;
  await other.ask("/shop/", { headers: { "x-restore": `${cart},${product.roestkurs},herbst10` } });
  const rows = await store.arrivals();
  assert.deepEqual(
    rows.map((row) => [row.kind, said(row).cart, said(row).change, said(row).lines.length]),
    [
      ["cart", own, "removed", 0],
      ["cart", cart, "restored", 3],
    ],
  );
  const [, , course] = rows[1].payload.snapshot.lines;
  assert.deepEqual([course.data, course.partial], [{ note: "plain" }, true], "an object is not kept, and that is told");
  await other.addAjax(product["espresso-nord"]);
  const [next] = await store.arrivals();
  assert.deepEqual([said(next).cart, said(next).change], [cart, "added"]);
});

test("who takes everything back leaves nothing from there on", async () => {
  const { visitor } = await reachable();
  await visitor.reach("unreach");
  visitor.headers["x-watch"] = "unreached";
  await visitor.addAjax(product.roestkurs);
  assert.deepEqual(await store.arrivals(), []);
  assert.deepEqual(
    store.watched().flatMap(({ ours }) => ours),
    [],
  );
});

test("a store whose inbox or keys are gone sells as ever and shows nothing", async () => {
  const { visitor } = await reachable();
  await store.sql("RENAME TABLE wp_cartsignal_inbox TO wp_cartsignal_inbox_away");
  try {
    const answer = await visitor.ask("/?wc-ajax=add_to_cart", { form: { product_id: product.roestkurs, quantity: 1 } });
    assert.equal(answer.status, 200);
    assert.ok(answer.json().fragments, "the cart's fragments came");
    assert.ok(!/cartsignal|database/i.test(answer.text));
  } finally {
    await store.sql("RENAME TABLE wp_cartsignal_inbox_away TO wp_cartsignal_inbox");
  }
  const noted = store.errors().filter(({ isOurs }) => isOurs);
  assert.deepEqual(
    noted.map(({ text }) => /^cartsignal capture\.inbox: RuntimeException/.test(text)),
    [true],
  );
  await store.forgetErrors();
  await visitor.addAjax(product.filterpapier);
  assert.equal((await store.arrivals()).length, 1);
});
