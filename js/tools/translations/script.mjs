// Owns which sentences of the screens and of the plugin's scripts are translated.
import { parse } from "espree";

const FUNCTIONS = {
  __: ["text", "domain"],
  _x: ["text", "context", "domain"],
  _n: ["text", "plural", "count", "domain"],
  _nx: ["text", "plural", "count", "context", "domain"],
};

const OPTIONS = {
  ecmaVersion: 2024,
  sourceType: "module",
  ecmaFeatures: { jsx: true },
  loc: true,
  range: true,
  comment: true,
};

/**
 * Returns the calls that translate, in the shape of `callsOfPhp`.
 * @param {Map<string, Buffer>} files scripts by their path
 */
export function callsOfScripts(files) {
  return [...files].flatMap(([path, bytes]) => callsIn(path, bytes.toString("utf8")));
}

function callsIn(path, text) {
  const tree = parse(text, OPTIONS);
  const notes = tree.comments.filter(({ value }) => /translators:/i.test(value));
  return nodesOf(tree)
    .filter((node) => node.type === "CallExpression" && Object.hasOwn(FUNCTIONS, nameOf(node)))
    .map((node) => {
      const line = node.loc.start.line;
      const note = notes.find(({ loc }) => loc.end.line === line || loc.end.line === line - 1);
      const names = FUNCTIONS[nameOf(node)];
      const given = Object.fromEntries(names.map((name, at) => [name, plain(node.arguments[at])]));
      return { name: nameOf(node), needs: names, given, comment: note?.value.trim(), place: `${path}:${line}` };
    });
}

function nodesOf(value) {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (value === null || typeof value !== "object") return [];
  const below = Object.entries(value).flatMap(([name, child]) => (BESIDE.has(name) ? [] : nodesOf(child)));
  return typeof value.type === "string" ? [value, ...below] : below;
}

const BESIDE = new Set(["loc", "range", "comments", "tokens"]);

/** `__` and `wp.i18n.__` alike. */
function nameOf({ callee }) {
  return callee.type === "MemberExpression" ? callee.property.name : callee.name;
}

/** A text that is written in pieces, so that its lines stay short, is one text. */
function plain(node) {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0].value.cooked;
  if (node?.type !== "BinaryExpression" || node.operator !== "+") return undefined;
  const [left, right] = [plain(node.left), plain(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}
