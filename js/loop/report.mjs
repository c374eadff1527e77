// Owns what came of the day: counted at the host, at the provider and by the people, each for itself.
import { prices } from "../replay/configuration.mjs";

/** More decisions than any demo makes. */
const ALL = 10_000_000;

/** A receipt that takes longer is late. */
const LATE_MS = 3_600_000;

/**
 * Returns the sums of a day through the loop.
 * @param {import("./world.mjs").World} world
 * @param {import("./shoppers.mjs").Shoppers} shoppers
 */
export function reportOf({ host, provider, configuration }, { did, numberless }) {
  const texts = textsOf(provider, host);
  const known = texts.flatMap(({ why }) => (why ? [why] : []));
  const decided = host.recent(ALL);
  const sends = decided.filter(({ act }) => act === "send");
  const { unknown, hooks } = host.overview();
  const { micros } = prices(configuration);
  const wasUnknown = known.filter(({ outcomes }) => outcomes.some(({ what }) => what === "unknown"));
  return {
    texts_at_the_provider: texts.length,
    texts_accepted: sends.filter(({ state }) => state === "accepted").length,
    delivered: sends.filter(({ receipt }) => receipt === "delivered").length,
    unexplained: texts.length - known.length,
    doubles: known.length - new Set(known.map(({ decision }) => decision)).size,
    unknown: unknown.length,
    held_by_reason: tally(decided.filter(({ act }) => act === "hold_until").map(({ reason }) => reason)),
    dropped_by_reason: tally(decided.filter(({ act }) => act === "drop").map(({ reason }) => reason)),
    refused_by_cause: tally(sends.filter(({ state }) => state === "refused").map(({ why }) => why)),
    asked: known.filter(({ does }) => does.class === "ask").length,
    people: did,
    numberless,
    went_wrong: {
      refused_while_away: sends.filter(({ why }) => why === "provider_unavailable").length,
      answers_lost: wasUnknown.length,
      receipts_repeated: sum(hooks.filter(({ what }) => what === "repeated").map(({ times }) => times)),
      receipts_late: texts.filter(isLate).length,
    },
    posts: provider.counts.posts,
    cost_micros: sum(known.map(({ does }) => does.parts * (micros.get(does.country) ?? 0))),
    parts: sum(known.map(({ does }) => does.parts)),
  };
}

/**
 * Returns the texts that the provider took, each with what the host knows of it.
 * @param {any} provider
 * @param {import("../host/host.mjs").Host} host
 * @returns {{message: any, why: any}[]}
 */
export function textsOf(provider, host) {
  const messages = provider.messages.filter((/** @type {any} */ { direction }) => direction === "outbound-api");
  return messages.map((/** @type {any} */ message) => ({ message, why: host.why(message.sid) }));
}

/** @param {{message: any, why: any}} text */
function isLate({ message, why }) {
  const last = why?.outcomes.findLast(({ what }) => what === "delivered");
  return last !== undefined && last.at - message.createdAt > LATE_MS;
}

/** @param {string[]} words */
function tally(words) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
