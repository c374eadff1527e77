// Owns whether anything was lost: each cart that somebody left whom the store could reach has a text, or a line that says
// why there was none.
import { DAY, HOUR, MINUTE } from "./law.mjs";
import { hindrances, isEnd, isSignOfLife, permissionOf } from "./story.mjs";

/** The longest delay of any kind of abandonment, and the minute of the crontab. */
const LONGEST = 2 * HOUR;
const SLACK = 10 * MINUTE;

/** What the owner reads in these words without a page that says them. */
const WORDS = new Set(
  `due ask quiet_hours quiet_hours_too_long awaiting_confirmation not_confirmed asked_before unread_reply clock_jumped
   try_again no_rule no_number not_mobile no_sender sender_unregistered opted_out no_consent bought bought_recently too_late
   already_texted cap_reached holdout watching cart_emptied cart_gone exit_condition completed journey_changed journey_paused
   went_live no_text refused outcome_unknown contact_cleared coupon_due unreachable`.split(/\s+/),
);

/**
 * @param {any} evidence
 * @param {(phone: string) => import("./story.mjs").Story} storyOf
 */
export function lost(evidence, storyOf) {
  const faults = [];
  const counts = /** @type {Record<string, number>} */ ({});
  const lines = [...(evidence.before?.decisions ?? []), ...evidence.after.decisions];
  const linesOf = Map.groupBy(lines, ({ recipient }) => recipient);
  const outbox = new Map(
    [...(evidence.before?.outbox ?? []), ...evidence.after.outbox].map((row) => [row.decision, row]),
  );
  const stops = hindrances(evidence.diary);
  const restored = evidence.diary.find(({ act }) => act === "restored");
  const backup = evidence.diary.find(({ act }) => act === "backed_up");
  for (const { phone, id: who } of evidence.people) {
    const story = storyOf(phone);
    const own = linesOf.get(evidence.recipients[phone]) ?? [];
    for (const left of abandonments(story)) {
      const until = ripeAt(left.at, stops);
      if (until > evidence.end) continue;
      // Lines of this very cart, from when it was begun; a journey that was under way may end later than a new one would.
      const same = new Set(
        own.filter(({ at, entry }) => entry && at >= left.since && at <= left.at).map(({ entry }) => entry),
      );
      const line =
        own.find(({ at, act }) => at >= left.at && at <= until && act !== "cancel") ??
        own.find(({ at, entry }) => at > left.at && same.has(entry));
      const before = own.findLast(({ at, entry }) => at >= left.since && at <= left.at && same.has(entry));
      let fate;
      if (line) fate = fateOf(line, own, outbox);
      else if (before) fate = `decided of before (${before.act} ${before.reason}), and left again`;
      else if (restored && backup && until >= backup.at && left.at <= restored.at)
        fate = "gone with the database: sending was paused as restored";
      if (!fate) {
        faults.push({
          law: "lost",
          who,
          at: left.at,
          says: `cart ${left.cart} was left, and no line says why there was no text`,
        });
        fate = "LOST";
      } else if (line && !isReadable(line.reason, evidence.sentences))
        faults.push({
          law: "lost",
          who,
          at: line.at,
          says: `the reason \`${line.reason}\` is no sentence that a person can read`,
        });
      counts[fate] = (counts[fate] ?? 0) + 1;
    }
  }
  return { faults: [...faults, ...unfinished(evidence)], counts };
}

/** The last line of a cart says what became of it: not that something was refused or held, and no more. */
function unfinished({ after, people, recipients, end }) {
  const faults = [];
  const outbox = new Map(after.outbox.map((row) => [row.decision, row]));
  for (const { id: who, phone } of people) {
    const own = after.decisions.filter(({ recipient, entry }) => recipient === recipients[phone] && entry !== null);
    for (const [entry, lines] of Map.groupBy(own, ({ entry }) => entry)) {
      const { act, at, decision } = lines.at(-1);
      const row = outbox.get(decision);
      const say = (/** @type {string} */ says) => faults.push({ law: "lost", who, at, says: `cart ${entry}: ${says}` });
      if (act === "send" && row?.state === "refused")
        say(`a text was refused (${row.why}), and nothing was decided since`);
      if (act === "hold_until" && end - at > 2 * DAY + LONGEST) say("a text was held, and nothing was decided since");
    }
  }
  return faults;
}

/** Returns when somebody left a cart, was known by a tick, and did nothing more with it until a text was due. */
function abandonments(/** @type {import("./story.mjs").Story} */ story) {
  const found = [];
  for (const [cart, deeds] of Map.groupBy(story.deeds, ({ cart }) => cart)) {
    for (const [nth, deed] of deeds.entries()) {
      if (!isSignOfLife(deed)) continue;
      const next = deeds.slice(nth + 1).find((each) => isSignOfLife(each) || isEnd(each) || each.act === "unticked");
      if (next && next.from < deed.at + LONGEST + SLACK) continue;
      // Only a session that told of a tick is known: in another one the same person is a stranger.
      const isSame = (/** @type {any} */ each) => each.device === deed.device && each.session === deed.session;
      const ticked = story.about.some(
        (each) => each.act === "ticked" && isSame(each) && each.from <= deed.at && !story.isForgotten(each.at, deed.at),
      );
      const bought = story.deeds.some(
        (each) => isEnd(each) && each.act === "ordered" && each.from >= deed.at && each.from < deed.at + LONGEST,
      );
      if (ticked && !bought && permissionOf(story, deed.at).ticked)
        found.push({ cart, at: deed.at, since: deeds[0].from });
    }
  }
  return found;
}

/** Returns by when a line must be there: later where the store could not work. */
function ripeAt(at, stops) {
  let until = at + LONGEST + SLACK;
  for (const { from, to } of [...stops].sort((one, other) => one.from - other.from))
    if (from < until && to > at) until = Math.max(until, to + LONGEST + SLACK);
  return until;
}

function fateOf(line, own, outbox) {
  // What was said last of the same cart is what became of it.
  const same = own.filter(({ entry, at }) => entry !== null && entry === line.entry && at >= line.at);
  const last = same.at(-1) ?? line;
  if (last.act !== "send") return `${last.act}: ${last.reason}`;
  const row = outbox.get(last.decision);
  if (!row) return undefined;
  const why = row.state === "accepted" ? "" : ` (${row.why ?? row.code ?? "no answer"})`;
  return `${last.reason === "ask" ? "question" : "text"} ${row.state}${why}`;
}

function isReadable(reason, sentences) {
  if (sentences) return (sentences[reason] ?? "").includes(" ");
  return WORDS.has(reason);
}
