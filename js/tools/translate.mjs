// Owns `npm run translate`: brings the translators' files up to the sentences of today, and says what has no words yet.
// With --check it writes nothing and fails where something is missing.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./fingerprint.mjs";
import { root } from "./toolchain.mjs";
import { fileOf, LANGUAGES, languageFaults, merged, sentenceFaults, sentences } from "./translations/catalogue.mjs";

const check = process.argv.includes("--check");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const faults = sentenceFaults();

for (const language of Object.keys(LANGUAGES)) {
  const file = join(root, fileOf(language));
  const text = merged(language, version);
  const isCurrent = existsSync(file) && readFileSync(file, "utf8") === text;
  if (!isCurrent && check) faults.push(`${fileOf(language)} is not up to date: run npm run translate`);
  if (!isCurrent && !check) writeWhole(file, text);
  const missing = languageFaults(language);
  console.log(`translate  ${language}: ${sentences().size - missing.length} of ${sentences().size} sentences`);
  faults.push(...missing);
}
const shown = process.argv.includes("--all") ? faults : faults.slice(0, 20);
for (const fault of shown) console.error(`translate: ${fault}`);
if (faults.length > shown.length) console.error(`translate: and ${faults.length - shown.length} more (--all)`);
process.exitCode = faults.length > 0 && (check || sentenceFaults().length > 0) ? 1 : 0;
