// Owns the timeline of decisions: one entry each, as data and as lines for people.
import { CLASSES, KINDS, inWords, REFUSALS, why } from "../replay/words.mjs";
import { day, near, time, weekdayTime } from "./clock.mjs";
import { bold, columns, cyan, dim, green, red, yellow } from "./paint.mjs";

/**
 * @typedef {import("../replay/host.mjs").Scene} Scene
 * @typedef {object} Entry
 * @property {number} at
 * @property {string} act `sent` | `held` | `dropped` | `refused` | `coupon` | `credited` | `cancelled` | `entered` | `left`
 * @property {string} [shopper]
 * @property {string} [recipient]
 * @property {string} [country]
 * @property {string} [zone] Of the shopper.
 * @property {string} [journey]
 * @property {string} [kind] Of text, or of abandonment.
 * @property {string} [text]
 * @property {number} [parts]
 * @property {number} [until]
 * @property {string} reason
 * @property {string} why
 */

/**
 * Returns the entry of a decision, or undefined for one that says nothing by itself (a send, until it is sent).
 * @param {any} decision
 * @param {Scene} scene
 * @param {{segments: boolean, zone: string}} how
 * @returns {Entry | undefined}
 */
export function entryOf(decision, scene, { segments, zone }) {
  const { does, reason } = decision;
  const base = entryBase(decision, scene, zone);
  if (does.hold_until)
    return { ...base, act: "held", journey: does.hold_until.place.journey, until: does.hold_until.until };
  if (does.drop) return { ...base, act: "dropped", journey: does.drop.journey };
  if (does.issue_coupon) return { ...base, act: "coupon", journey: does.issue_coupon.place.journey };
  if (does.credit_order)
    return { ...base, act: "credited", why: `order ${does.credit_order.order}: ${inWords(reason)}` };
  if (does.cancel) return { ...base, act: "cancelled" };
  if (segments && does.enter_segment) return { ...base, act: "entered", journey: does.enter_segment.segment };
  if (segments && does.leave_segment) return { ...base, act: "left", journey: does.leave_segment.segment };
  return undefined;
}

/**
 * Returns the entry of a text that was sent, or refused at the last moment.
 * @param {any} decision
 * @param {Scene} scene
 * @param {string | undefined} refusal
 * @param {{zone: string}} how
 * @returns {Entry}
 */
export function entryOfSend(decision, scene, refusal, { zone }) {
  const { place, class: kind, kind: abandonment, text, parts } = decision.does.send;
  const base = entryBase(decision, scene, zone);
  const causes = /** @type {Record<string, string>} */ (REFUSALS);
  const reason = refusal
    ? (causes[refusal] ?? refusal)
    : kind === "marketing" && abandonment
      ? kindOf(abandonment)
      : inWords(decision.reason);
  return {
    ...base,
    act: refusal ? "refused" : "sent",
    ...(place && { journey: place.journey }),
    kind,
    text,
    parts,
    reason: refusal ?? decision.reason,
    why: reason,
  };
}

/** Writes entries for people, a heading per day. */
export class TimelineWriter {
  #day = "";
  #zone;
  #print;

  /**
   * @param {string} zone The store's.
   * @param {(line: string) => void} print
   */
  constructor(zone, print) {
    this.#zone = zone;
    this.#print = print;
  }

  /** @param {Entry} entry */
  write(entry) {
    const today = day(entry.at, this.#zone);
    if (today !== this.#day) this.#print(`${this.#day === "" ? "" : "\n"}${bold(today)} ${dim(this.#zone)}`);
    this.#day = today;
    const here = time(entry.at, this.#zone);
    const there = entry.zone && entry.zone !== this.#zone ? time(entry.at, entry.zone) : here;
    const who = `${(entry.shopper ?? entry.recipient ?? "").padEnd(18)} ${entry.country ?? "??"}`;
    const [sign, word, colour] = LOOKS[entry.act];
    const local = there === here ? "" : dim(` (${there} there)`);
    const head = `  ${here}  ${colour(`${sign} ${word.padEnd(9)}`)} ${who}  `;
    this.#print(`${head}${this.#what(entry)}${local}`);
    if (entry.text) this.#text(entry);
  }

  /** @param {Entry} entry */
  #what(entry) {
    if (entry.act === "held") return `until ${weekdayTime(entry.until ?? 0, entry.zone ?? this.#zone)}: ${entry.why}`;
    if (entry.act === "sent") return `${words(CLASSES, entry.kind)}: ${entry.why}`;
    if (entry.act === "entered" || entry.act === "left") return `segment ${entry.journey}`;
    return entry.why;
  }

  /** @param {Entry} entry */
  #text({ text = "", parts = 1 }) {
    const count = `${parts} part${parts === 1 ? "" : "s"}`;
    const lines = wrap(`“${text}”`, columns() - 12);
    lines.forEach((each, place) => {
      const tail = place === lines.length - 1 ? dim(`  ${count}`) : "";
      this.#print(`           ${cyan(each)}${tail}`);
    });
  }
}

/** @type {Record<string, [string, string, (text: string) => string]>} */
const LOOKS = {
  sent: ["→", "sent", green],
  held: ["◦", "held", yellow],
  dropped: ["×", "not sent", red],
  refused: ["×", "refused", red],
  coupon: ["%", "coupon", green],
  credited: ["+", "credited", green],
  cancelled: ["×", "cancelled", red],
  entered: [">", "entered", dim],
  left: ["<", "left", dim],
};

/**
 * @param {any} decision
 * @param {Scene} scene
 * @param {string} zone
 */
function entryBase(decision, { moment, shopper, recipient, contact }, zone) {
  const local = contact.browser_zone ?? zone;
  return {
    at: moment,
    act: "",
    ...(shopper !== undefined && { shopper }),
    ...(recipient !== undefined && { recipient }),
    ...((contact.number?.country ?? contact.country) && { country: contact.number?.country ?? contact.country }),
    ...(contact.browser_zone && { zone: contact.browser_zone }),
    reason: decision.reason,
    why: why(decision, (at) => near(at, moment, local)),
  };
}

/** @param {string} kind */
function kindOf(kind) {
  return words(KINDS, kind);
}

/**
 * @param {Record<string, string>} table
 * @param {string | undefined} word
 */
function words(table, word = "") {
  return table[word] ?? word.replaceAll("_", " ");
}

/**
 * @param {string} text
 * @param {number} width
 */
function wrap(text, width) {
  /** @type {string[]} */
  const lines = [];
  let current = "";
  for (const word of text.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
