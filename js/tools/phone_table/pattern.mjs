// Owns the patterns of the table of phones: a regular expression as a tree, and a tree as the bytes src/phone/pattern.rs reads.
// It knows what the metadata use (digits, \d, classes, groups, |, ?, {n}, {n,m}, a last $) and stops at anything else.

const ANY = 0x3ff; // a bit for each digit
/** What the bytes of a pattern say; src/phone/pattern.rs tells more. */
const [REPEAT, CLASS, OPEN, OR, CLOSE, RUN_OF_ANY, RANGE] = [11, 12, 16, 17, 18, 64, 80];

/**
 * @typedef {Item[]} Sequence
 * @typedef {{branches: Sequence[], capture?: number, digits?: undefined, item?: undefined}} Group
 * @typedef {{digits: number, branches?: undefined, item?: undefined}} Digits
 * @typedef {{item: Item, least: number, most: number, branches?: undefined, digits?: undefined}} Repeat
 * @typedef {Group | Digits | Repeat} Item A group with no branches is the end of the text (`$`).
 */

/**
 * Reads a regular expression; its groups that capture are numbered from 1.
 * @param {string} source
 * @returns {Group}
 */
export function parse(source) {
  const tokens = source.match(/\\d|\[[\d-]+\]|\{\d+(?:,\d+)?\}|\(\?:|[\d()|?$]/g) ?? [];
  if (tokens.join("") !== source) throw new Error(`a pattern of a kind that is not known: ${source}`);
  let at = 0;
  let captures = 0;
  const tree = alternation();
  if (at < tokens.length) throw new Error(`a pattern that ends early: ${source}`);
  return tree;

  function alternation() {
    const branches = [sequence()];
    while (tokens[at] === "|") {
      at += 1;
      branches.push(sequence());
    }
    return { branches };
  }

  function sequence() {
    const items = [];
    while (at < tokens.length && tokens[at] !== "|" && tokens[at] !== ")") items.push(repeated(atom()));
    return items;
  }

  function atom() {
    const token = tokens[at++];
    if (token === "\\d") return { digits: ANY };
    if (token === "$") return { branches: [] };
    if (token[0] === "[") return { digits: classOf(token) };
    if (token[0] !== "(") return { digits: 1 << Number(token) };
    const capture = token === "(" ? (captures += 1) : undefined;
    const group = { ...alternation(), capture };
    if (tokens[at++] !== ")") throw new Error(`a group that does not end: ${source}`);
    return group;
  }

  function repeated(item) {
    const token = tokens[at] ?? "";
    if (token !== "?" && token[0] !== "{") return item;
    at += 1;
    const [least, most] = token === "?" ? [0, 1] : token.slice(1, -1).split(",").map(Number);
    return { item, least, most: most ?? least };
  }
}

function classOf(token) {
  let digits = 0;
  for (const [, from, to] of token.matchAll(/(\d)(?:-(\d))?/g))
    for (let digit = Number(from); digit <= Number(to ?? from); digit += 1) digits |= 1 << digit;
  return digits;
}

/**
 * Returns the numbers of digits that an item takes.
 * @param {Item} item
 * @returns {Set<number>}
 */
export function lengthsOf(item) {
  if (item.digits !== undefined) return new Set([1]);
  if (!item.item)
    return new Set(item.branches.flatMap((branch) => [...branch.map(lengthsOf).reduce(sums, new Set([0]))]));
  const times = Array.from({ length: item.most - item.least + 1 }, (_, more) => item.least + more);
  const each = Array(item.most).fill(lengthsOf(item.item));
  return new Set(times.flatMap((count) => [...each.slice(0, count).reduce(sums, new Set([0]))]));
}

function sums(some, others) {
  return new Set([...some].flatMap((one) => [...others].map((other) => one + other)));
}

/**
 * Writes one item; a digit is its own byte, 10 is any digit.
 * @param {Item} item
 * @returns {number[]}
 */
export function encode(item) {
  if (item.digits !== undefined) return encodeDigits(item.digits);
  if (item.item) return encodeRepeat(item);
  if (item.branches.length === 0) throw new Error("an end of the text where none is read");
  return [...item.branches.flatMap((branch, index) => [index === 0 ? OPEN : OR, ...branch.flatMap(encode)]), CLOSE];
}

function encodeDigits(digits) {
  if (digits === ANY) return [10];
  const [first, last] = [31 - Math.clz32(digits & -digits), 31 - Math.clz32(digits)];
  if (first === last) return [first];
  const isRange = digits === (2 << last) - (1 << first);
  return isRange ? [RANGE + 10 * first + last] : [CLASS + (digits >> 8), digits & 255];
}

function encodeRepeat({ item, least, most }) {
  if (most > 15) throw new Error(`a repetition too long for the table: ${most}`);
  return item.digits === ANY && least === most ? [RUN_OF_ANY + least] : [REPEAT, (least << 4) | most, ...encode(item)];
}
