// Owns the configuration of a replay: the owner's own file, or the demo's made to fit the file that is replayed.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Complaint, exitCodes } from "./complaint.mjs";

/** Where presets lie: in the package's dist when installed, in src in the repository. */
const PRESET_FOLDERS = ["../../dist/preset/", "../../src/preset/"];

/** Returns the demo configuration. @returns {any} */
export function demoConfiguration() {
  return preset("demo.json");
}

/** @param {string} name @returns {any} */
function preset(name) {
  for (const place of PRESET_FOLDERS.map((folder) => folder + name)) {
    const path = fileURLToPath(new URL(place, import.meta.url));
    try {
      return JSON.parse(readFileSync(path, "utf8"));
    } catch (error) {
      if (/** @type {{code?: string}} */ (error).code !== "ENOENT")
        throw new Complaint(`${path}: ${error}`, exitCodes.configuration);
    }
  }
  throw new Complaint(
    `the preset ${name} is missing; install the package again or run npm run build`,
    exitCodes.configuration,
  );
}

/**
 * Returns the configuration of a replay.
 * @param {string | undefined} path From `--config`.
 * @param {{currency?: string, assumptions: import("./assume.mjs").Assumptions}} fit
 * @returns {any}
 */
export function replayConfiguration(path, { currency, assumptions }) {
  const { live, registered, noHoldout } = assumptions;
  const configuration = path ? ownConfiguration(path) : demoConfiguration();
  if (!path && currency) configuration.shop.currency = currency;
  if (!path) configuration.segments = preset("segments.json").map((/** @type {any} */ each) => each.segment);
  for (const market of Object.values(configuration.markets ?? {})) {
    // Unless told otherwise, a replay watches: what would have been sent is a drop with the reason `watching`.
    if (live || !path) market.live = live;
    if (registered && market.sender) market.sender.registered = true;
  }
  if (noHoldout) configuration.holdout_percent = 0;
  return configuration;
}

/**
 * Returns what one part costs by country, in the store's currency, and the price of a country without one: the dearest.
 * @param {any} configuration
 */
export function prices(configuration) {
  /** @type {Map<string, number>} */
  const micros = new Map();
  for (const [country, market] of Object.entries(configuration.markets ?? {})) {
    const price = market.price?.micros ?? market.price;
    if (Number.isSafeInteger(price)) micros.set(country, price);
  }
  return { micros, dearest: Math.max(0, ...micros.values()) };
}

/** @param {string} path @returns {any} */
function ownConfiguration(path) {
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new Complaint(`--config ${path}: can't be read. Check the path`, exitCodes.configuration);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Complaint(`--config ${path}: is not JSON: ${why}`, exitCodes.configuration);
  }
}
