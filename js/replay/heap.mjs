// Owns a binary heap: the earliest item first, by a comparison that its maker gives.

/** @template T */
export class Heap {
  /** @type {T[]} */
  #items = [];
  #before;

  /** @param {(a: T, b: T) => boolean} before Whether `a` comes out before `b`; a total order, so that runs repeat. */
  constructor(before) {
    this.#before = before;
  }

  get size() {
    return this.#items.length;
  }

  /** Returns the first item without taking it, or undefined. */
  peek() {
    return this.#items[0];
  }

  /** @param {T} item */
  push(item) {
    const items = this.#items;
    let place = items.length;
    items.push(item);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#before(item, items[parent])) break;
      items[place] = items[parent];
      place = parent;
    }
    items[place] = item;
  }

  /** Takes the first item, or undefined. */
  pop() {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (items.length > 0) this.#sink(/** @type {T} */ (last));
    return first;
  }

  /** @param {T} item */
  #sink(item) {
    const items = this.#items;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.#before(items[child + 1], items[child])) child += 1;
      if (!this.#before(items[child], item)) break;
      items[place] = items[child];
      place = child;
    }
    items[place] = item;
  }
}
