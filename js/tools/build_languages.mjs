// Owns the translations as WordPress loads them, compiled from the translators' files.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./toolchain.mjs";
import { compiled, LANGUAGES } from "./translations/catalogue.mjs";

const OUT = "plugin-wordpress/core/languages";

export const LANGUAGE_SOURCES = [
  ...["plugin-wordpress/languages", "plugin-wordpress/src", "js/console", "plugin-wordpress/assets"],
  ...["plugin-wordpress/blocks", "js/tools/build_languages.mjs", "js/tools/translations", "package-lock.json"],
].filter((path) => existsSync(join(root, path)));

/** Returns the files that the last run wrote. */
export function languageOutputs() {
  return Object.keys(LANGUAGES).flatMap((language) => [...compiled(language).keys()].map((name) => `${OUT}/${name}`));
}

export async function buildLanguages() {
  mkdirSync(join(root, OUT), { recursive: true });
  for (const language of Object.keys(LANGUAGES))
    for (const [name, bytes] of compiled(language)) writeFileSync(join(root, OUT, name), bytes);
}

if (process.argv[1] === import.meta.filename) await buildLanguages();
