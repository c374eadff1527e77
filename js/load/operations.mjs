// Owns the numbers of the core's operations at the C ABI; tests/node/bindings.test.mjs checks them against the core.

/** @type {Readonly<Record<string, number>>} */
export const operations = Object.freeze({
  versions: 0,
  compile: 1,
  lint: 2,
  load: 3,
  unload: 4,
  touches: 5,
  step: 6,
  merge: 7,
  admit: 8,
  explain: 9,
  measure: 10,
  observe: 11,
  learn: 12,
  hold: 13,
  flush: 14,
  release: 15,
  erase: 16,
  combine: 17,
});
