// Owns what libphonenumber-js says of a typed number, in the core's words, and the comparison of both.
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

const KINDS = {
  MOBILE: "mobile",
  FIXED_LINE: "fixed",
  FIXED_LINE_OR_MOBILE: "unknown",
  VOIP: "unknown",
  PERSONAL_NUMBER: "unknown",
};

/** The operation `parse_phone`. */
const PARSE_PHONE = 18;

/**
 * Returns what libphonenumber-js makes of a text: `{e164, kind, country}`, or undefined where the core has to refuse it.
 * @param {string} text
 * @param {string} [country]
 */
export function expected(text, country) {
  const phone = parsePhoneNumberFromString(text, country);
  // Numbers of no country and numbers with an extension are nobody's own phone to the core.
  if (!phone?.isValid() || phone.ext || phone.isNonGeographic()) return undefined;
  const kind = KINDS[phone.getType()];
  return kind && { e164: phone.number, kind, country: phone.country };
}

/**
 * Returns what the core makes of a text: `{e164, kind, country}`, or `{refused}`.
 * @param {import("../../js/load/engine.mjs").Engine} engine
 * @param {string} text
 * @param {string} [country]
 */
export function answered(engine, text, country) {
  const { ok } = JSON.parse(engine.call(PARSE_PHONE, JSON.stringify({ text, country })).json);
  if (!ok.phone) return { refused: ok.refused };
  const { e164, number } = ok.phone;
  return { e164, kind: number.kind, country: number.country };
}

/**
 * Returns in what the two differ, or undefined.
 * @param {ReturnType<typeof expected>} theirs
 * @param {{refused?: string, e164?: string, kind?: string, country?: string}} ours
 */
export function difference(theirs, ours) {
  if (!theirs) return ours.refused ? undefined : "validity";
  if (ours.refused) return "validity";
  return ["e164", "country", "kind"].find((field) => theirs[field] !== ours[field]);
}
