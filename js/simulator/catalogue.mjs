// Owns what the simulated store sells, and carts of it.

/** @typedef {{product: string, category: string, unit_price_minor: number, on_sale: boolean}} Product */
/** @typedef {Product & {quantity: number}} Line */

/** @type {readonly Product[]} */
export const PRODUCTS = [
  ["espresso-hausmischung-1kg", "coffee", 2490, false],
  ["filterkaffee-aethiopien-250g", "coffee", 1190, false],
  ["entkoffeiniert-500g", "coffee", 1590, true],
  ["sampler-drei-roestungen", "coffee", 3290, false],
  ["handmuehle-stahl", "grinders", 7900, false],
  ["elektrische-muehle", "grinders", 24900, false],
  ["siebtraegermaschine", "machines", 64900, false],
  ["french-press-1l", "brewers", 3490, true],
  ["handfilter-keramik", "brewers", 2290, false],
  ["wasserkocher-schwanenhals", "brewers", 5990, false],
  ["tasse-doppelwandig", "cups", 1490, false],
  ["espressotassen-6", "cups", 2990, true],
  ["filterpapier-100", "supplies", 590, false],
  ["entkalker", "supplies", 990, false],
].map(
  ([product, category, unit_price_minor, on_sale]) =>
    /** @type {Product} */ ({ product, category, unit_price_minor, on_sale }),
);

/**
 * Returns one to four different products, some of them twice.
 * @param {import("./random.mjs").Random} random
 * @returns {Line[]}
 */
export function basket(random) {
  const wanted = random.whole(1, 4);
  /** @type {Map<string, Line>} */
  const lines = new Map();
  while (lines.size < wanted) {
    const product = random.pick(PRODUCTS);
    if (!lines.has(product.product)) lines.set(product.product, { ...product, quantity: random.chance(20) ? 2 : 1 });
  }
  return [...lines.values()];
}

/** @param {readonly Line[]} lines */
export function total(lines) {
  return lines.reduce((sum, line) => sum + line.quantity * line.unit_price_minor, 0);
}
