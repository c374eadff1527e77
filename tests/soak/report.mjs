// Owns the report at the end of a soak: counts by outcome, lateness, and what is wrong with its timeline.
import { kindOf } from "./texts.mjs";
import { nameOf, referenceOf } from "./judge.mjs";
import { DAY } from "./law.mjs";

const MOST_TIMELINES = 6;
const MOST_LINES = 45;

/**
 * @param {any} evidence
 * @param {ReturnType<typeof import("./judge.mjs").judge>} verdict
 */
export function reportOf(evidence, { faults, counts }) {
  const lines = ["", "counts:"];
  for (const [name, times] of Object.entries(counts).sort()) lines.push(`  ${String(times).padStart(5)}  ${name}`);
  const states = countBy(evidence.after.outbox, ({ act, state, why }) => `${act} ${state}${why ? ` (${why})` : ""}`);
  lines.push("what became of what was to be done (of the database as it is at the end):");
  for (const [name, times] of Object.entries(states).sort()) lines.push(`  ${String(times).padStart(5)}  ${name}`);
  const failed = countBy(
    evidence.diary.filter(({ act }) => act === "failed"),
    ({ tried, error }) => `${tried}: ${error.split("\n")[0].slice(0, 100)}`,
  );
  for (const [name, times] of Object.entries(failed))
    lines.push(`  ${String(times).padStart(5)}  acts that failed, ${name}`);
  const written = countBy(evidence.errors, ({ text }) => text.split("\n")[0].slice(0, 120));
  for (const [name, times] of Object.entries(written)) lines.push(`  ${String(times).padStart(5)}  PHP: ${name}`);
  lines.push(`lateness of what was due while the crontab ran: ${spread(evidence.late)}`);
  for (const [law, those] of Object.entries(Object.groupBy(faults, ({ law }) => law)))
    lines.push(`FAULTS ${law}: ${those.length}`);
  for (const fault of faults.slice(0, MOST_TIMELINES)) lines.push(...timelineOf(evidence, fault));
  const sent = evidence.messages.length;
  const of = (/** @type {string} */ law) => faults.filter((fault) => fault.law === law).length;
  const unlawful = faults.length - of("twice") - of("lost") - of("unwritten") - of("error") - of("release");
  const left = Object.entries(counts).reduce(
    (sum, [name, times]) => sum + (name.startsWith("abandonments") ? times : 0),
    0,
  );
  const errors = of("error") + of("release");
  const end = faults.length === 0 ? "all well" : `${faults.length} FAULTS`;
  lines.push(
    `soak: ${sent} texts about ${left} abandoned carts: ${of("twice")} twice, ${unlawful} unlawful,` +
      ` ${of("lost")} lost without a line, ${of("unwritten")} not as written, ${errors} errors; ${end}`,
  );
  return lines.join("\n");
}

/** Everything around a fault that somebody did, got, or can read. */
function timelineOf(evidence, { law, who, at, says }) {
  const lines = [`\nFAULT ${law} · ${who} · ${stamp(at)} · ${says}`];
  const person = evidence.people.find(({ id }) => id === who);
  const recipient = person && evidence.recipients[person.phone];
  const near = (moment) => Math.abs(moment - at) < 3 * DAY;
  const told = [
    ...evidence.diary
      .filter((entry) => (entry.who === who || entry.who === undefined) && near(entry.at))
      .map(({ from, act, who: _who, phone: _phone, body: _body, at: _at, ...rest }) => ({
        at: from,
        line: `did   ${act} ${JSON.stringify(rest).slice(0, 160)}`,
      })),
    ...evidence.messages
      .filter((text) => nameOf(evidence, text.to) === who && near(text.createdAt))
      .map((text) => ({
        at: text.createdAt,
        line: `TEXT  ${kindOf(text)} ${referenceOf(text)?.slice(0, 8)} ${text.status}`,
      })),
    ...[...(evidence.before?.decisions ?? []).map((row) => ({ ...row, place: "before" })), ...evidence.after.decisions]
      .filter((row) => recipient && row.recipient === recipient && near(row.at))
      .map((row) => ({
        at: row.at,
        line: [
          `read  ${row.decision.slice(0, 6)} ${row.act} ${row.reason}`,
          row.entry,
          fateIn(evidence, row),
          row.place,
        ]
          .filter(Boolean)
          .join(" "),
      })),
  ];
  for (const [place, { outcomes, decisions }] of Object.entries({
    before: evidence.before ?? {},
    after: evidence.after,
  }))
    for (const row of outcomes ?? []) {
      const decision = decisions.find((each) => each.decision === row.decision);
      if (decision?.recipient !== recipient || recipient === undefined || !near(row.at)) continue;
      const what = `${row.what} ${row.why ?? ""} ${row.code ?? ""}`;
      told.push({
        at: row.at,
        line: `noted ${what} of ${row.decision.slice(0, 6)} ${place === "before" ? place : ""}`,
      });
    }
  const sorted = told.sort((one, other) => one.at - other.at);
  for (const { at: moment, line } of sorted.slice(0, MOST_LINES)) lines.push(`  ${stamp(moment)} ${line}`);
  return lines;
}

function fateIn({ before, after }, { decision, place }) {
  const row = (place === "before" ? before : after).outbox.find((each) => each.decision === decision);
  return row ? `→ ${row.state} ${row.why ?? ""} ${row.reference?.slice(0, 8) ?? ""}` : "";
}

function countBy(items, name) {
  const found = /** @type {Record<string, number>} */ ({});
  for (const item of items) found[name(item)] = (found[name(item)] ?? 0) + 1;
  return found;
}

function spread(/** @type {number[]} */ late) {
  if (late.length === 0) return "nothing was due";
  const sorted = [...late].sort((one, other) => one - other);
  const at = (/** @type {number} */ part) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] / 1000);
  return `${late.length} times, median ${at(0.5)} s, p95 ${at(0.95)} s, most ${at(1)} s`;
}

function stamp(/** @type {number} */ at) {
  return new Date(at).toISOString().slice(5, 19).replace("T", " ");
}
