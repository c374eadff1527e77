// Owns why a text was sent, as a person is told beside it: one sentence, and each rule with what it saw and allows.
import { near, time, weekdayTime } from "../cli/clock.mjs";
import { inWords, KINDS, RULES } from "../replay/words.mjs";

const MINUTE = 60_000;

/**
 * @typedef {{rule: string, holds: boolean, saw: any, allows: any, row: string | null, changes_at: number | null}} Clause
 * @typedef {NonNullable<ReturnType<import("../host/why.mjs").Why["of"]>>} Known
 */

/** What is worth telling of a clause, where that is not simply what it saw and allows. @type {Record<string, (clause: Clause, tell: (seen: any) => string) => [string, string]>} */
const TELLING = {
  number: ({ saw }, tell) => [tell(saw) === "unknown" ? "mobile or fixed, can't be told" : tell(saw), ""],
  age: ({ saw, allows }, tell) => [`cart of ${tell(saw)}`, `until ${tell(allows)}`],
  purchase: ({ saw, allows }, tell) => [tell(saw) || "none", `none in ${tell(allows)} days`],
  opt_out: ({ saw }, tell) => [tell(saw) || "none", ""],
  unread_reply: ({ saw }, tell) => [tell(saw) || "none", ""],
  per_abandonment: ({ saw, allows }, tell) => [`${tell(saw)} so far`, tell(allows)],
  cap: ({ saw, allows }, tell) => [`${tell(saw)} so far`, tell(allows)],
  holdout: ({ saw, allows }, tell) => [`draw ${tell(saw)}`, `from ${tell(allows)} of 10000`],
  confirmation: ({ saw }, tell) => [tell(saw) ? `confirmed ${tell(saw)}` : "not confirmed", ""],
  clock: ({ saw, allows }, tell) => [tell(saw), `from ${tell(allows)}`],
  quiet_hours: ({ saw, allows, changes_at: closes }, tell) => [
    tell(saw),
    closes === null ? tell(allows) : `until ${tell({ at: closes })}`,
  ],
};

/**
 * Returns what the page of the fake provider shows beside a text.
 * @param {Known} known
 * @param {string} zone Where the recipient is.
 */
export function explanation(known, zone) {
  const { at, trace, journey, decision } = known;
  const tell = (/** @type {any} */ seen) => told(seen, at, zone);
  return {
    why: sentence(known, zone),
    clauses: /** @type {Clause[]} */ (trace).map((clause) => {
      const [saw, allows] = TELLING[clause.rule]?.(clause, tell) ?? [tell(clause.saw), tell(clause.allows)];
      const rule = /** @type {Record<string, string>} */ (RULES)[clause.rule] ?? clause.rule.replaceAll("_", " ");
      return { rule: clause.row ? `${rule} (${clause.row})` : rule, holds: clause.holds, saw, allows };
    }),
    decision,
    ...(journey && { journey: journey.replaceAll("_", " ") }),
  };
}

/** @param {Known} known @param {string} zone */
function sentence({ at, reason, trace, does }, zone) {
  const clause = (/** @type {string} */ rule) => /** @type {Clause[]} */ (trace).find((each) => each.rule === rule);
  if (does.class !== "marketing" && does.class !== "ask") return `${capital(inWords(reason))}.`;
  const { at: left } = seenBy(clause("age"));
  const { word: consent } = seenBy(clause("consent"));
  const { at: confirmed } = seenBy(clause("confirmation"));
  const { count: texts } = seenBy(clause("per_abandonment"));
  const closes = clause("quiet_hours")?.changes_at;
  const parts = [
    left !== undefined && `${kindOf(does.kind)} ${ago(at - left)}`,
    consent && `${consent.replaceAll("_", " ")} consent`,
    confirmed !== undefined && `number confirmed ${near(confirmed, at, zone)}`,
    does.class === "ask" && inWords(reason),
    `${weekdayTime(at, zone)} there${closes ? `, allowed until ${time(closes, zone)}` : ""}`,
    does.class === "marketing" &&
      texts !== undefined &&
      (texts === 0 ? "first text about this cart" : `${texts} texts before`),
  ];
  return `${parts.filter(Boolean).join("; ")}.`;
}

/**
 * Returns what a clause saw; `"nothing"` is a string, and a string's `at` is a function.
 * @param {Clause | undefined} clause
 * @returns {{at?: number, count?: number, word?: string}}
 */
function seenBy(clause) {
  return typeof clause?.saw === "object" && clause.saw !== null ? clause.saw : {};
}

/** @param {string | null} kind */
function kindOf(kind) {
  if (kind === "repeat") return "Left a cart again";
  return capital(/** @type {Record<string, string>} */ (KINDS)[kind ?? ""] ?? "left a cart");
}

/** @param {number} gap */
function ago(gap) {
  const minutes = Math.round(gap / MINUTE);
  if (minutes < 120) return minutes === 1 ? "1 minute ago" : `${minutes} minutes ago`;
  return `${Math.round(minutes / 60)} hours ago`;
}

/**
 * @param {any} seen
 * @param {number} now
 * @param {string} zone
 */
function told(seen, now, zone) {
  if (typeof seen !== "object" || seen === null) return "";
  return seen.at === undefined ? String(seen.count ?? seen.word ?? "").replaceAll("_", " ") : near(seen.at, now, zone);
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
