// Owns the making of elements: text is always text, never markup.

/**
 * Returns an element.
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `on…` are listeners; null, undefined and false are left out.
 * @param {...(Node | string | null | undefined)} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/**
 * Makes a parent's children those of `items`, keeping the nodes of items that did not change: focus, open details and
 * what a screen reader has read stay.
 * @template T
 * @param {HTMLElement} parent
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T, old: HTMLElement | undefined) => HTMLElement} build
 */
export function reconcile(parent, items, keyOf, build) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map((item) => {
    const [key, look] = [keyOf(item), JSON.stringify(item)];
    const known = old.get(key);
    if (known?.look === look) return known;
    const made = build(item, known);
    made.dataset.key = key;
    made.look = look;
    return made;
  });
  for (const child of [...parent.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, place) => {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
  });
}

/**
 * Returns a text as nodes, its http links clickable and opened apart.
 * @param {string} text
 * @param {{ from: string, to: string } | null} [base] Links of `from` lead to `to`: where they are answered here.
 */
export function linked(text, base = null) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"“”]+/gi)) {
    const shown = match[0].replace(/[.,;:!?)\]}'’]+$/, "");
    if (!URL.canParse(shown)) continue;
    nodes.push(text.slice(done, match.index), link(shown, base));
    done = match.index + shown.length;
  }
  return [...nodes, text.slice(done)];
}

function link(url, base) {
  const isBased = base !== null && url.startsWith(`${base.from}/`);
  const href = isBased ? base.to + url.slice(base.from.length) : url;
  return element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, url);
}
