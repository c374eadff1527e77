// Owns how a national prefix is taken off: the metadata's expression and replacement as rules that need no captures.
// A rule is: what goes off, what stays, what goes off behind that, and the digits put before; tried in order.
import { parse } from "./pattern.mjs";

/**
 * @import { Group, Sequence } from "./pattern.mjs"
 * @typedef {{before: Sequence, keep: Sequence, after: Sequence, whole: boolean, put: string}} Rule
 */

/**
 * Returns the rules of `national_prefix_for_parsing` and `national_prefix_transform_rule`.
 * @param {string} prefix
 * @param {string} [replacement] Digits, then `$1` or `$2`.
 * @returns {Rule[]}
 */
export function prefixRules(prefix, replacement) {
  const tree = parse(prefix);
  if (!replacement) return [stripped(withoutEnds(tree.branches, prefix))];
  const [, put, capture] = /^(\d*)\$(\d)$/.exec(replacement) ?? [];
  if (!capture) throw new Error(`a replacement of a kind that is not known: ${replacement}`);
  return tree.branches.flatMap((branch) => rulesOf(branch, Number(capture), put, prefix));
}

function rulesOf(branch, capture, put, prefix) {
  const at = branch.findIndex((item) => item.capture === capture);
  if (at >= 0) return [transformed(branch, at, put)];
  const last = branch.at(-1);
  const optional = last?.item?.branches;
  if (optional && holds(optional, capture)) {
    // The optional group comes first, as a regular expression is greedy; without it the rest is a prefix.
    if (optional.length > 1 || last.most > 1) throw new Error(`a prefix of a kind that is not known: ${prefix}`);
    const rest = branch.slice(0, -1);
    return [...rulesOf([...rest, ...optional[0]], capture, put, prefix), stripped([rest])];
  }
  if (holds([branch], capture)) throw new Error(`a prefix of a kind that is not known: ${prefix}`);
  return [stripped(withoutEnds([branch], prefix))];
}

function transformed(branch, at, put) {
  const whole = isEnd(branch.at(-1));
  const after = branch.slice(at + 1, whole ? -1 : undefined);
  return { before: branch.slice(0, at), keep: [branch[at]], after, whole, put };
}

function stripped(branches) {
  return { before: [{ branches }], keep: [], after: [], whole: false, put: "" };
}

function withoutEnds(branches, prefix) {
  if (branches.some((branch) => branch.some(isEnd))) throw new Error(`a prefix of a kind that is not known: ${prefix}`);
  return branches;
}

function isEnd(item) {
  return item?.branches?.length === 0;
}

function holds(branches, capture) {
  const inside = (item) =>
    item.capture === capture || (item.item ? inside(item.item) : holds(item.branches ?? [], capture));
  return branches.some((branch) => branch.some(inside));
}
