// Owns what is asked of a store in the benchmark: each cell one request of a shopper in a given situation.

/**
 * @typedef {ReturnType<import("./shopper.mjs").newShopper>} Shopper
 *
 * @typedef {object} Cell
 * @property {string} name
 * @property {(shopper: Shopper) => Promise<void>} [before] What brings the shopper there; not measured.
 * @property {(shopper: Shopper) => Promise<{id: string, status: number, text: string, wall: number}>} ask
 * @property {boolean} [fresh] Whether each request needs a shopper who has done nothing yet.
 */

const add = (/** @type {Shopper} */ shopper, /** @type {number} */ product) =>
  shopper.ask("/?wc-ajax=add_to_cart", {
    method: "POST",
    body: new URLSearchParams({ product_id: String(product), quantity: "1" }),
  });

/**
 * Returns the cells for two products of the store.
 * @param {{simple: number, other: number}} products
 * @returns {Cell[]}
 */
export function cellsOf({ simple, other }) {
  const withCart = async (/** @type {Shopper} */ shopper) => void (await add(shopper, simple));
  return [
    { name: "shop", ask: (shopper) => shopper.ask("/shop/") },
    { name: "product", ask: (shopper) => shopper.ask("/product/hausmischung/") },
    { name: "shop, with a cart", before: withCart, ask: (shopper) => shopper.ask("/shop/") },
    { name: "product, with a cart", before: withCart, ask: (shopper) => shopper.ask("/product/hausmischung/") },
    { name: "ajax add, new visitor", fresh: true, ask: (shopper) => add(shopper, simple) },
    { name: "ajax add, existing cart", before: withCart, ask: (shopper) => add(shopper, other) },
    { name: "classic checkout", before: withCart, ask: (shopper) => shopper.ask("/classic-checkout/") },
    { name: "block checkout", before: withCart, ask: (shopper) => shopper.ask("/checkout/") },
  ];
}

/**
 * Gives a number and the tick, as the script on the classic checkout does: from then on the visitor can be texted.
 * @param {Shopper} shopper With something in the cart.
 */
export async function giveContact(shopper) {
  const page = (await shopper.ask("/classic-checkout/")).text;
  const group = /<[a-z]+[^>]*id="cartsignal_boxes_field"[^>]*>/.exec(page)?.[0] ?? "";
  const of = (/** @type {string} */ name) =>
    RegExp(`data-${name}="([^"]*)"`).exec(group)?.[1].replaceAll("&amp;", "&").replaceAll("&#038;", "&") ?? "";
  const version = /id="cartsignal_cart"[^>]*value="([^"]+)"/.exec(page)?.[1];
  if (!version) throw new Error("the classic checkout shows no box of ours");
  const { pathname, search } = new URL(of("url"), "http://store.invalid");
  const fields = {
    number: "0171 3920003",
    country: "DE",
    region: "",
    first_name: "Greta",
    zone: "",
    locale: of("locale"),
  };
  return shopper.ask(pathname + search, {
    method: "POST",
    body: new URLSearchParams({ ...fields, ticked: version, unticked: "", nonce: of("nonce") }),
  });
}
