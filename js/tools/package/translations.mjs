// Owns the sentences that translators work on: found in the PHP files, checked, written as a template (POT).
import parser from "php-parser";

const DOMAIN = "cartsignal";

/** The functions of WordPress that translate: what stands at which place in them. */
const FUNCTIONS = {
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
 * Returns the template. It has no date in it: the same files give the same bytes.
 * @param {Map<string, Buffer>} files
 * @param {string} version
 */
export function templateOf(files, version) {
  const entries = new Map();
  for (const { text, plural, context, comment, place } of sentences(files)) {
    const key = `${context ?? ""}\u0004${text}`;
    const entry = entries.get(key) ?? { text, plural, context, comments: new Set(), places: [] };
    if (comment) entry.comments.add(comment);
    entry.places.push(place);
    entries.set(key, { ...entry, plural: entry.plural ?? plural });
  }
  return [head(version), ...[...entries.values()].map(written)].join("\n");
}

/**
 * Returns what would not be translated: another text domain, or a text that is put together when it runs.
 * @param {Map<string, Buffer>} files
 */
export function domainFaults(files) {
  return calls(files)
    .map(({ name, given, place }) => {
      if (given.domain !== DOMAIN) return `\`${name}\` at ${place} has not the text domain \`${DOMAIN}\``;
      const needed = FUNCTIONS[name].filter((part) => part !== "count");
      return needed.some((part) => typeof given[part] !== "string") && `\`${name}\` at ${place} has no plain text`;
    })
    .filter(Boolean);
}

function sentences(files) {
  const found = calls(files).filter(({ given }) => given.domain === DOMAIN && typeof given.text === "string");
  const header = (name) =>
    new RegExp(`^ \\* ${name}: (.+)$`, "m").exec(files.get("cartsignal.php")?.toString("utf8") ?? "")?.[1];
  const headers = ["Plugin Name", "Description"].map((name) => ({
    text: header(name),
    comment: `${name} of the plugin`,
    place: "cartsignal.php",
  }));
  return [...headers.filter(({ text }) => text), ...found.map(({ given, ...rest }) => ({ ...given, ...rest }))];
}

function calls(files) {
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

function head(version) {
  return `# Copyright (C) Cartsignal contributors
# This file is distributed under the MIT license.
msgid ""
msgstr ""
"Project-Id-Version: Cartsignal ${version}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Domain: ${DOMAIN}\\n"
`;
}

function written({ text, plural, context, comments, places }) {
  const one = plural === undefined ? ['msgstr ""'] : [`msgid_plural ${quoted(plural)}`, 'msgstr[0] ""', 'msgstr[1] ""'];
  return [
    ...[...comments].map((comment) => `#. ${comment}`),
    `#: ${places.join(" ")}`,
    ...(context === undefined ? [] : [`msgctxt ${quoted(context)}`]),
    `msgid ${quoted(text)}`,
    ...one,
    "",
  ].join("\n");
}

function quoted(text) {
  return JSON.stringify(text);
}
