// Owns reading PHP's log of a store: what went wrong, one record each.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { phpLog } from "./configuration.mjs";

const ENTRY =
  /^\[(\d{2}-\w{3}-\d{4} [\d:]{8} UTC)\] (?:PHP (Fatal error|Parse error|Warning|Notice|Deprecated|[\w ]+): +)?/;

/**
 * Returns the records of the log, oldest first. `level` is PHP's word, or "log" for what a plugin wrote itself;
 * `isOurs`: whether it speaks of Cartsignal or of its files.
 * @param {string} folder
 * @returns {{ at: string, level: string, text: string, isOurs: boolean }[]}
 */
export function readErrors(folder) {
  if (!existsSync(phpLog(folder))) return [];
  const records = [];
  for (const line of readFileSync(phpLog(folder), "utf8").split("\n")) {
    const found = ENTRY.exec(line);
    if (found) records.push({ at: found[1], level: found[2] ?? "log", text: line.slice(found[0].length) });
    else if (line !== "" && records.length > 0) records.at(-1).text += `\n${line}`;
    else if (line !== "") records.push({ at: "", level: "log", text: line });
  }
  return records.map((record) => ({ ...record, isOurs: /cartsignal/i.test(withoutPaths(record.text)) }));
}

/** Empties the log. */
export function forgetErrors(folder) {
  writeFileSync(phpLog(folder), "");
}

/** The folder of all stores has our name in it, which makes no error ours; a file of the plugin does. */
function withoutPaths(text) {
  return text.replace(/\S*cartsignal-store\S*?\/site\//g, "");
}
