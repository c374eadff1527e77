// Owns which sentences of the PHP files are translated, and which could not be.
import parser from "php-parser";

export const DOMAIN = "cartsignal";

/** The functions of WordPress that translate: what stands at which place in them. */
export const FUNCTIONS = {
  ...Object.fromEntries(
    ["__", "_e", "esc_html__", "esc_html_e", "esc_attr__", "esc_attr_e"].map((name) => [name, ["text", "domain"]]),
  ),
  ...Object.fromEntries(["_x", "_ex", "esc_html_x", "esc_attr_x"].map((name) => [name, ["text", "context", "domain"]])),
  _n: ["text", "plural", "count", "domain"],
  _nx: ["text", "plural", "count", "context", "domain"],
  _n_noop: ["text", "plural", "domain"],
  _nx_noop: ["text", "plural", "context", "domain"],
};

/**
 * Returns the calls that translate.
 * @param {Map<string, Buffer>} files
 * @returns {{ name: string, given: Record<string, string | undefined>, comment?: string, place: string }[]}
 */
export function callsOfPhp(files) {
  return [...files]
    .filter(([path]) => path.endsWith(".php") && !path.startsWith("core/"))
    .flatMap(([path, bytes]) => callsIn(read(path, bytes.toString("utf8")), path));
}

function read(path, text) {
  const reader = new parser.Engine({ parser: { extractDoc: true }, ast: { withPositions: true } });
  try {
    return reader.parseCode(text, path);
  } catch (error) {
    throw new Error(`\`${path}\` is not PHP: ${error.message}`, { cause: error });
  }
}

function callsIn(file, path) {
  const notes = (file.comments ?? []).filter(({ value }) => /translators:/i.test(value));
  return nodesOf(file)
    .filter((node) => node.kind === "call" && FUNCTIONS[nameOf(node)])
    .map((node) => {
      const line = node.loc.start.line;
      // A note for translators stands on the same line, or on the one above.
      const note = notes.find(({ loc }) => loc.end.line === line || loc.end.line === line - 1);
      const names = FUNCTIONS[nameOf(node)];
      const given = Object.fromEntries(names.map((name, at) => [name, plain(node.arguments[at])]));
      return { name: nameOf(node), given, comment: note && words(note.value), place: `${path}:${line}`, line };
    })
    .sort((a, b) => a.line - b.line);
}

function nodesOf(value) {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (value === null || typeof value !== "object") return [];
  const below = Object.entries(value).flatMap(([name, child]) => (BESIDE.has(name) ? [] : nodesOf(child)));
  return value.kind ? [value, ...below] : below;
}

const BESIDE = new Set(["loc", "comments", "leadingComments", "trailingComments", "errors", "tokens"]);

function nameOf(call) {
  return typeof call.what?.name === "string" ? call.what.name.replace(/^\\/, "") : undefined;
}

function plain(argument) {
  return argument?.kind === "string" ? argument.value : undefined;
}

function words(comment) {
  return comment.replace(/^\/\/|^\/\*+|\*+\/$|^\s*\*/gm, "").trim();
}
