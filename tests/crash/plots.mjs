// Owns the random stories: how often a host is killed and where, what the provider does wrong, who answers STOP.
import { createHash } from "node:crypto";

/** What a provider may do to a first attempt; half of them go well. A second one for the same phone always does. */
const FAULTS = [
  { fault: "slow", ms: 40 },
  "reset_before",
  "reset_after",
  "reset_mid",
  "truncated",
  "garbage",
  "empty",
  "500_before",
  "500_after",
  "429",
  { fault: "503", retryAfter: 120 },
  "html",
  "21614",
  "21610",
];

/** Where no receipt comes, nothing but the host itself knows that a text may have left: that is the harder half. */
const RECEIPTS = ["never", "delivered", "never", "duplicate", "never", "out_of_order", "never", "30003", "sent"];

/** Points around the one effect that can't be taken back: a third of all deaths are there. */
const SENDING = ["checked", "admitted", "attempting_written", "attempting_committed", "request_begun", "connected"]
  .concat(["request_written", "answer_begun", "answer_read", "outcome_written", "outcome_committed"])
  .concat(["unknown_written", "unknown_committed", "looked_up", "hook_written", "hook_committed"]);

/** People of one story: enough that several texts are under way at once. */
export const PEOPLE = 6;

/** Kills of one story at most, so that it comes to an end. */
const KILLS = 25;

/** Points of one process's life that are likely to be reached, and how long they take, by the real clock. */
const POINTS = 60;
const LIFE_MS = 250;

/**
 * Returns a story that is the same for the same seed, but for kills by the real clock.
 * @param {number} seed
 * @param {number} kills At most.
 */
export function randomPlot(seed, kills) {
  let left = Math.min(KILLS, kills);
  let starts = 0;
  const fate = (/** @type {any[]} */ ...about) => dice(seed, ...about);
  return {
    seed,
    people: PEOPLE,
    nextKill() {
      if (left === 0) return undefined;
      left -= 1;
      starts += 1;
      const by = fate("kill", starts);
      const times = 1 + (Math.floor(by / 3) % 3);
      if (by % 3 === 0) return { afterMs: by % LIFE_MS };
      return by % 3 === 1 ? { nth: 1 + (by % POINTS) } : { point: pick(SENDING, fate("where", starts)), nth: times };
    },
    fault: (/** @type {string} */ to, /** @type {number} */ nth) =>
      nth > 1 || fate("fault", to) % 2 === 0 ? undefined : pick(FAULTS, fate("which fault", to)),
    receipts: (/** @type {string} */ to) => pick(RECEIPTS, fate("receipts", to)),
    stops: (/** @type {string} */ to) => fate("stops", to) % 3 === 0,
  };
}

/** @template T @param {T[]} all @param {number} dice */
function pick(all, dice) {
  return all[dice % all.length];
}

/** @param {...any} about @returns {number} A whole number below 2^32, the same for the same words. */
function dice(...about) {
  return createHash("sha256").update(JSON.stringify(about)).digest().readUInt32LE(0);
}
