// Owns the plugin's sentences as one catalogue, and the translators' files beside it: merged, checked, compiled.
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mo, po } from "gettext-parser";
import { root } from "../toolchain.mjs";
import { callsOfPhp, DOMAIN, FUNCTIONS } from "./php.mjs";
import { callsOfScripts } from "./script.mjs";

const PLUGIN = "plugin-wordpress";
const PHP = ["cartsignal.php", "uninstall.php", "src/**/*.php", "blocks/**/*.php"];
const SCRIPTS = ["assets/**/*.js", "blocks/**/*.js"];
const SCREENS = ["js/console/**/*.{jsx,mjs}"];

/** Which script loads the sentences of which files: WordPress looks for a script's translations by the script's name. */
const LOADERS = { "cartsignal-console": "js/console/", "cartsignal-sign-up-editor": "blocks/" };

/** The languages that ship, with the rule of their plurals. https://www.gnu.org/software/gettext/manual/html_node/Plural-forms.html */
export const LANGUAGES = { de_DE: "nplurals=2; plural=(n != 1);", fr_FR: "nplurals=2; plural=(n > 1);" };

/**
 * @param {string} [from] the repository
 * @returns {Map<string, Sentence>} by context and text, in the order of the files
 */
export function sentences(from = root) {
  const found = new Map();
  const add = ({ given, comment, place }) => {
    const key = keyOf(given.context, given.text);
    const known = found.get(key) ?? { ...given, comments: new Set(), places: [] };
    if (comment) known.comments.add(comment.replace(/^translators:/i, "translators:"));
    known.plural ??= given.plural;
    known.places.push(place);
    found.set(key, known);
  };
  headers(from).forEach(add);
  calls(from)
    .filter(({ given }) => given.domain === DOMAIN && typeof given.text === "string")
    .forEach(add);
  return found;
}

/** Returns what would not be translated: another text domain, or a text that is put together when it runs. */
export function sentenceFaults(from = root) {
  return calls(from).flatMap(({ name, needs = FUNCTIONS[name], given, place }) => {
    if (given.domain !== DOMAIN) return [`\`${name}\` at ${place} has not the text domain \`${DOMAIN}\``];
    const isPlain = needs.every((part) => part === "count" || typeof given[part] === "string");
    return isPlain ? [] : [`\`${name}\` at ${place} has no plain text`];
  });
}

/** Returns the template that translators begin with. It has no date in it: the same files give the same bytes. */
export function template(version, from = root) {
  return written(head(version), [...sentences(from).values()], () => undefined);
}

export const fileOf = (language) => join(PLUGIN, "languages", `${DOMAIN}-${language}.po`);

/** Returns a language's file with every sentence of today in it: translated as before, or still empty. */
export function merged(language, version) {
  const known = translations(language);
  const translated = ({ context, text }) => known.get(keyOf(context, text));
  return written({ ...head(version), ...ofLanguage(language) }, [...sentences().values()], translated);
}

/** Returns what is wrong with a language's file: a sentence of today without words, or whose places differ. */
export function languageFaults(language) {
  const known = translations(language);
  return [...sentences().values()].flatMap(({ context, text, plural, places }) => {
    const words = known.get(keyOf(context, text)) ?? [];
    const wanted = plural === undefined ? 1 : 2;
    const at = `${language}: ${JSON.stringify(text.slice(0, 60))} (${places[0]})`;
    if (words.filter(Boolean).length < wanted) return [`${at} is not translated`];
    const told = plural === undefined ? [text] : [text, plural];
    const same = words.every((word) => told.some((source) => placesOf(word) === placesOf(source)));
    return same ? [] : [`${at} has other places for values: ${words.join(" | ")}`];
  });
}

/**
 * Returns what WordPress reads: all sentences as MO and as a PHP array (WordPress 6.5 prefers it), those of each script
 * as JSON.
 * @returns {Map<string, Buffer>} by name
 */
export function compiled(language) {
  const all = parsed(language);
  const base = `${DOMAIN}-${language}`;
  const words = entriesOf(all).filter(({ msgstr }) => msgstr.some(Boolean));
  const messages = Object.fromEntries(words.map((entry) => [keyOf(entry.msgctxt, entry.msgid), entry.msgstr]));
  const scripts = Object.entries(LOADERS).map(([script, folder]) => [
    `${base}-${script}.json`,
    Buffer.from(scriptOf(language, messages, folder)),
  ]);
  return new Map([
    [`${base}.mo`, mo.compile(all)],
    [`${base}.l10n.php`, Buffer.from(phpOf(language, LANGUAGES[language], messages))],
    ...scripts,
  ]);
}

function scriptOf(language, messages, folder) {
  const isIn = ({ places }) => places.some((place) => place.startsWith(folder));
  const keys = new Set([...sentences()].filter(([, sentence]) => isIn(sentence)).map(([key]) => key));
  const told = Object.entries(messages).filter(([key]) => keys.has(key));
  const head = { domain: "messages", lang: language, "plural-forms": LANGUAGES[language] };
  return JSON.stringify({ domain: "messages", locale_data: { messages: { "": head, ...Object.fromEntries(told) } } });
}

const keyOf = (context, text) => (context ? `${context}\u0004${text}` : text);

function calls(from) {
  const plugin = join(from, PLUGIN);
  return [
    ...callsOfPhp(read(PHP, plugin)),
    ...callsOfScripts(read(SCRIPTS, plugin)),
    ...callsOfScripts(read(SCREENS, from)),
  ];
}

function headers(from) {
  const text = readFileSync(join(from, PLUGIN, "cartsignal.php"), "utf8");
  return ["Plugin Name", "Description"].map((name) => ({
    given: { text: new RegExp(`^ \\* ${name}: (.+)$`, "m").exec(text)[1] },
    comment: `${name} of the plugin`,
    place: "cartsignal.php",
  }));
}

function read(patterns, cwd) {
  const paths = globSync(patterns, { cwd }).sort();
  return new Map(paths.map((path) => [path.replaceAll("\\", "/"), readFileSync(join(cwd, path))]));
}

function parsed(language) {
  const file = join(root, fileOf(language));
  return existsSync(file) ? po.parse(readFileSync(file)) : { charset: "utf-8", headers: {}, translations: {} };
}

function entriesOf({ translations: byContext }) {
  return Object.values(byContext)
    .flatMap((entries) => Object.values(entries))
    .filter(({ msgid }) => msgid !== "");
}

/** A sentence that a tool guessed (fuzzy) is none. */
function translations(language) {
  const sure = entriesOf(parsed(language)).filter(({ comments }) => !comments?.flag?.includes("fuzzy"));
  return new Map(sure.map(({ msgctxt, msgid, msgstr }) => [keyOf(msgctxt, msgid), msgstr]));
}

const placesOf = (text) => (text.match(/%(?:\d+\$)?[sd]|\{[a-zA-Z_]+\}|%%|<\/?[a-z]+\/?>/g) ?? []).sort().join(" ");

const head = (version) => ({
  "Project-Id-Version": `Cartsignal ${version}`,
  "MIME-Version": "1.0",
  "Content-Type": "text/plain; charset=UTF-8",
  "Content-Transfer-Encoding": "8bit",
  "X-Domain": DOMAIN,
});

const ofLanguage = (language) => ({ Language: language, "Plural-Forms": LANGUAGES[language] });

function written(headers, all, translated) {
  const byContext = { "": { "": { msgid: "", msgstr: [""] } } };
  for (const sentence of all) {
    const { text, plural, context = "", comments, places } = sentence;
    const none = plural === undefined ? [""] : ["", ""];
    byContext[context] ??= {};
    byContext[context][text] = {
      ...(context && { msgctxt: context }),
      msgid: text,
      ...(plural !== undefined && { msgid_plural: plural }),
      msgstr: translated(sentence) ?? none,
      // Lines move with every change: the file alone keeps the diff to what was said.
      comments: {
        extracted: [...comments].join("\n"),
        reference: [...new Set(places.map((place) => place.split(":")[0]))].join("\n"),
      },
    };
  }
  return `${po.compile({ charset: "utf-8", headers, translations: byContext }, { foldLength: 0 }).toString("utf8").trimEnd()}\n`;
}

function phpOf(language, plurals, messages) {
  const quoted = (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  // The parts of a key and the forms of a plural are held apart by characters that only double quotes can write.
  const joined = (parts, by) => parts.map(quoted).join(` . "${by}" . `);
  const lines = Object.entries(messages).map(
    ([key, words]) => `${joined(key.split("\u0004"), "\\4")}=>${joined(words, "\\0")}`,
  );
  const told = `'language'=>${quoted(language)},'plural-forms'=>${quoted(plurals)}`;
  return `<?php\nreturn ['domain'=>'${DOMAIN}',${told},'messages'=>[${lines.join(",")}]];\n`;
}

/**
 * @typedef {object} Sentence
 * @property {string} text
 * @property {string} [plural]
 * @property {string} [context]
 * @property {Set<string>} comments for translators
 * @property {string[]} places
 */
