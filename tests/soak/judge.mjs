// Owns the verdict on a soak: what the provider was given, against what people really did and what the owner can read. It
// knows the law and the diary; of the plugin it knows the names of its tables alone.
import { hindrances, ordersOf, permissionOf, Story } from "./story.mjs";
import { lost } from "./lost.mjs";
import {
  AFTER_PURCHASE,
  CAPS,
  CONFIRMED_FIRST,
  DAY,
  HOUR,
  LATEST,
  LATEST_US,
  MINUTE,
  outsideHours,
  SOONEST,
} from "./law.mjs";
import { hasWayOut, kindOf } from "./texts.mjs";

/** @typedef {{ law: string, who: string, at: number, says: string }} Fault */

// Two clocks, of the diary and of the provider, are read a little apart.
const BREATH_MS = 5_000;
/** An answer to STOP, YES or HELP may wait for an outage, no longer. */
const ANSWERED_MS = 12 * HOUR;

/**
 * @param {any} evidence of `evidenceOf`
 * @returns {{ faults: Fault[], counts: Record<string, number> }}
 */
export function judge(evidence) {
  /** @type {Fault[]} */
  const faults = [];
  const counts = /** @type {Record<string, number>} */ ({});
  const count = (/** @type {string} */ name) => (counts[name] = (counts[name] ?? 0) + 1);
  const texts = evidence.messages.map((/** @type {any} */ text) => ({
    ...text,
    at: text.createdAt,
    kind: kindOf(text),
  }));
  /** @type {Map<string, any[]>} */
  const byPhone = Map.groupBy(texts, ({ to }) => to);
  for (const text of texts) count(`texts: ${text.kind}`);

  faults.push(...twice(evidence, texts), ...pausesKept(evidence, texts), ...ledgerFaults(evidence, texts));
  faults.push(...errorsOf(evidence), ...releaseFaults(evidence));
  for (const { isGone, ...fault } of brokenWays(evidence)) {
    if (isGone) count("ways out gone with the database that was put back");
    else faults.push(fault);
  }
  const stories = new Map();
  for (const [phone, own] of byPhone) {
    const story = new Story(evidence, phone);
    stories.set(phone, story);
    faults.push(...lawful(story, own));
  }
  const fates = lost(evidence, (phone) => stories.get(phone) ?? new Story(evidence, phone));
  faults.push(...fates.faults);
  for (const [fate, times] of Object.entries(fates.counts)) counts[`abandonments: ${fate}`] = times;
  return { faults: faults.sort((one, other) => one.at - other.at), counts };
}

/** One reference is one text, and one text to one person is sent once. */
function twice(evidence, texts) {
  const faults = [];
  const seen = new Map();
  for (const text of texts) {
    const reference = referenceOf(text);
    const host = text.statusCallback ? new URL(text.statusCallback).host : "";
    const who = nameOf(evidence, text.to);
    const say = (law, says) => faults.push({ law, who, at: text.at, says });
    if (host !== new URL(evidence.origin).host) say("another store", "a text came from a copy of the store");
    if (!reference) say("twice", "a text without a reference: nobody could tell it from another");
    else if (seen.has(reference)) say("twice", `a text with the reference of one before`);
    // Links are of one text alone: the same words with the same links are the same text.
    const words = `${text.to} ${text.body}`;
    if (/https:/.test(text.body) && seen.has(words)) say("twice", "the same words with the same links");
    seen.set(reference, text).set(words, text);
  }
  return faults;
}

/** While sending is paused nothing goes, and a clone sends nothing at all. */
function pausesKept({ diary, ...evidence }, texts) {
  const faults = [];
  const restored = diary.find(({ act }) => act === "restored");
  const resumed = diary.find(({ act }) => act === "resumed");
  if (restored) {
    const until = resumed?.at ?? Infinity;
    for (const { at, to } of texts.filter((text) => text.at > restored.at && text.at < until))
      faults.push({
        law: "paused",
        who: nameOf(evidence, to),
        at,
        says: "a text while a restored database was paused",
      });
    if (resumed && resumed.why !== "restored")
      faults.push({
        law: "paused",
        who: "store",
        at: resumed.at,
        says: `a restored database was not paused: ${resumed.why}`,
      });
  }
  for (const { at, asked, standing } of diary.filter(({ act }) => act === "cloned")) {
    if (asked > 0) faults.push({ law: "clone", who: "store", at, says: `a clone asked the provider ${asked} times` });
    if (standing.allowed) faults.push({ law: "clone", who: "store", at, says: "a clone may send" });
  }
  return faults;
}

/** Who wants to say yes or no can, unless there is no database; links of texts that a backup does not know are gone. */
function brokenWays({ diary, messages, people }) {
  const isDown = (/** @type {number} */ at) =>
    hindrances(diary).some(({ name, from, to }) => name === "database_killed" && at >= from && at <= to);
  const backup = diary.find(({ act }) => act === "backed_up")?.at ?? Infinity;
  const restored = diary.find(({ act }) => act === "restored")?.at ?? -Infinity;
  return diary
    .filter(({ act, tried, from }) => act === "failed" && ["stop", "yes"].includes(tried) && !isDown(from))
    .map(({ who, from: at, tried, error }) => {
      const { phone } = people.find(({ id }) => id === who) ?? {};
      const text = messages.findLast(({ to, createdAt }) => to === phone && createdAt <= at);
      const isGone = text && text.createdAt >= backup && text.createdAt <= restored && at > restored;
      return { law: "way out", who, at, says: `\`${tried}\` could not be said: ${error.slice(0, 80)}`, isGone };
    });
}

/** A release that was installed works, and says no longer that it does not. */
function releaseFaults({ diary }) {
  return diary
    .filter(({ act }) => ["upgraded", "upgraded_again"].includes(act))
    .filter(({ done, active, trouble, error }) => !done || !active || trouble || error)
    .map(({ act, at, trouble, error }) => ({
      law: "release",
      who: "store",
      at,
      says: `${act}, and it does not work: ${trouble ?? error ?? "not active"}`,
    }));
}

/** The plugin writes no error, but while its tables are of a later release, or there is no database. */
function errorsOf({ errors, diary }) {
  const excused = hindrances(diary).filter(({ name }) => ["rolled_back", "database_killed"].includes(name));
  return errors
    .map(({ at, text, isOurs }) => ({ at: Date.parse(at), says: text.split("\n")[0].slice(0, 160), isOurs }))
    .filter(({ at, isOurs }) => isOurs && !excused.some(({ from, to }) => at >= from - MINUTE && at <= to + MINUTE))
    .map(({ at, says }) => ({ law: "error", who: "store", at, says }));
}

/** What is written of a text is what became of it. */
function ledgerFaults(evidence, texts) {
  const faults = [];
  const made = new Map(texts.map((text) => [referenceOf(text), text]));
  const rows = new Map();
  for (const row of [...(evidence.before?.outbox ?? []), ...evidence.after.outbox])
    if (row.act === "send" && row.reference) rows.set(row.reference, row);
  for (const text of texts) {
    if (!rows.has(referenceOf(text)))
      faults.push({
        law: "unwritten",
        who: nameOf(evidence, text.to),
        at: text.at,
        says: "a text that no line tells of",
      });
  }
  for (const [reference, row] of rows) {
    const who = keyName(evidence, row.recipient);
    const at = row.attempted_at ?? row.decided_at;
    if (row.state === "accepted" && !made.has(reference))
      faults.push({ law: "unwritten", who, at, says: "a text that is written as taken never came to the provider" });
    if (row.state === "refused" && made.has(reference))
      faults.push({ law: "unwritten", who, at, says: `a text that is written as refused (${row.why}) went out` });
  }
  for (const row of evidence.after.outbox)
    if (["waiting", "attempting"].includes(row.state) && !row.cancelled && evidence.end - row.decided_at > HOUR)
      faults.push({
        law: "lost",
        who: keyName(evidence, row.recipient),
        at: row.decided_at,
        says: `a ${row.act} still ${row.state} at the end`,
      });
  for (const row of evidence.after.stuck)
    if (row.state === "quarantined" || evidence.end - row.at > HOUR)
      faults.push({
        law: "lost",
        who: "store",
        at: row.at,
        says: `an arrival \`${row.kind}\` is ${row.state}: ${row.error}`,
      });
  return faults;
}

/** Every text to one phone, in order, against all that its owner said and did. */
function lawful(/** @type {Story} */ story, texts) {
  /** @type {Fault[]} */
  const faults = [];
  const reminders = [];
  const asks = [];
  const answered = { stopped: 0, confirmed: 0, help: 0 };
  for (const text of texts.sort((one, other) => one.at - other.at)) {
    const say = (/** @type {string} */ law, /** @type {string} */ says) =>
      faults.push({ law, who: story.name, at: text.at, says });
    const { at, kind } = text;
    if (kind === "unknown") say("words", "a text of no kind that is known");
    if (!story.wasGiven(at)) say("consent", "a text to a number that nobody gave beside a ticked box");
    if (kind in answered) {
      const word = { stopped: "stop", confirmed: "yes", help: "asks_help" }[kind];
      const said = story.said(word).filter((each) => each.from <= at && at - each.at < ANSWERED_MS);
      answered[kind] += 1;
      if (said.length === 0 || answered[kind] > story.said(word).length)
        say("answer", `an answer (${kind}) that nobody asked for`);
      continue;
    }
    const why = outsideHours(at, story.where);
    if (why) say("hours", `${kind}: ${why}`);
    const permission = permissionOf(story, at);
    if (!permission.ticked) say("consent", `${kind} without a tick that stands`);
    if (permission.mayMeanStop) say("consent", `${kind} while an answer that may mean stop was not read`);
    const bought = ordersOf(story, at).find(
      (order) => at - order.at < AFTER_PURCHASE && !story.isForgotten(order.at, at),
    );
    if (bought) say("purchase", `${kind} ${Math.round((at - bought.at) / 60_000)} minutes after a purchase`);
    if (kind === "ask") {
      const since = Math.max(0, ...asks.map((each) => each.at));
      if (permission.stoppedAt && !(permission.tickedAt > permission.stoppedAt))
        say("opt-out", "a question after STOP");
      if (asks.length > 0 && !(permission.tickedAt > since))
        say("twice", "a second question without a tick since the first");
      asks.push(text);
      continue;
    }
    if (permission.stoppedAt)
      say("opt-out", `a reminder ${Math.round((at - permission.stoppedAt) / 60_000)} minutes after STOP`);
    if (CONFIRMED_FIRST.has(story.where.market) && !permission.confirmed)
      say("consent", "a reminder before the number's owner said yes");
    if (!hasWayOut(text, story.where.market)) say("way out", "a reminder without the sender or way out of its market");
    for (const { most, span } of CAPS) {
      const before = reminders.filter((each) => each.at > at - span).length;
      if (before >= most) say("cap", `reminder ${before + 1} within ${span / DAY} days`);
    }
    const about = story.abandonedBefore(at, SOONEST - BREATH_MS);
    if (about.carts.length === 0) say(about.law, about.says);
    else {
      const cart = about.carts[0];
      const age = at - cart.at;
      const limit = story.where.market === "US" ? LATEST_US : LATEST;
      if (age > limit && !story.wasHindered(cart.at, at))
        say("stale", `a reminder ${Math.round(age / HOUR)} hours after the cart was left`);
      story.use(cart, at);
    }
    reminders.push(text);
  }
  return faults;
}

export function referenceOf(/** @type {{ statusCallback: string | null }} */ { statusCallback }) {
  return statusCallback ? new URL(statusCallback).searchParams.get("ref") : null;
}

export function nameOf(/** @type {any} */ { people }, /** @type {string} */ phone) {
  return people?.find((/** @type {any} */ person) => person.phone === phone)?.id ?? "somebody";
}

function keyName(evidence, recipient) {
  const phone = Object.entries(evidence.recipients).find(([, key]) => key === recipient)?.[0];
  return phone ? nameOf(evidence, phone) : "somebody";
}
