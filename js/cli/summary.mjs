// Owns the summary of a run for people: what went in, what came out, by reason, and what it cost.
import { CLASSES, inWords, REFUSALS } from "../replay/words.mjs";
import { bold, dim, green, red, yellow } from "./paint.mjs";

/**
 * @typedef {ReturnType<import("../replay/tally.mjs").Tally["summary"]>} Sums
 * @typedef {{steps: number, seconds: number, steps_per_second: number}} Pace
 */

/**
 * Prints the sums.
 * @param {Sums} sums
 * @param {{currency: string, pace: Pace, peakBytes: number, kept: {shoppers: number, recipients: number, bytes: number}}} more
 * @param {(line: string) => void} print
 */
export function printSummary(sums, { currency, pace, peakBytes, kept }, print) {
  const held = total(sums.held_by_reason);
  const dropped = total(sums.dropped_by_reason);
  print(`\n${bold("Summary")}`);
  print(row("carts", `${count(sums.carts)} filled; left ${count(sums.abandoned)} times by somebody who gave a number`));
  const { enter_segment: entered = 0, leave_segment: left = 0 } = sums.decisions;
  if (entered + left > 0) print(row("segments", `${count(entered)} entered, ${count(left)} left`));
  const { placed, cancelled, refunded, guests } = sums.orders;
  const guest = guests > 0 ? ` (${count(guests)} without a customer)` : "";
  print(row("orders", `${count(placed)} placed${guest}, ${count(cancelled)} cancelled, ${count(refunded)} refunded`));
  print(
    row(
      "texts",
      `${green(`${count(sums.texts_sent)} sent`)}, ${yellow(`${count(held)} held`)}, ${red(`${count(dropped)} not sent`)}`,
    ),
  );
  const price = new Intl.NumberFormat("en-GB", { style: "currency", currency }).format(sums.cost_micros / 1_000_000);
  print(row("cost", `${price} for ${count(sums.parts_sent)} parts`));
  if (sums.credited.orders > 0) {
    print(
      row(
        "after a click",
        `${count(sums.credited.orders)} orders ${dim("(includes people who would have bought anyway)")}`,
      ),
    );
  }
  print(
    row(
      "work",
      `${count(sums.inputs)} inputs, ${count(pace.steps)} steps in ${pace.seconds.toFixed(2)} s: ${count(Math.round(pace.steps_per_second))} steps/s`,
    ),
  );
  const average = kept.shoppers + kept.recipients > 0 ? Math.round(kept.bytes / (kept.shoppers + kept.recipients)) : 0;
  print(
    row(
      "states",
      `${count(kept.shoppers)} shoppers, ${count(kept.recipients)} recipients, ${average} bytes on average`,
    ),
  );
  print(row("peak memory", `${Math.round(peakBytes / 1_048_576)} MB`));
  table(
    "Texts sent",
    sums.sent_by_kind,
    (kind) => /** @type {Record<string, string>} */ (CLASSES)[kind] ?? kind,
    green,
    print,
  );
  table("Held", sums.held_by_reason, inWords, yellow, print);
  table("Not sent", sums.dropped_by_reason, inWords, red, print);
  table(
    "Refused at the last moment",
    sums.refused_by_cause,
    (cause) => /** @type {Record<string, string>} */ (REFUSALS)[cause] ?? cause,
    red,
    print,
  );
  byCountry(sums.by_country, print);
}

/**
 * @param {string} title
 * @param {Record<string, number>} counts
 * @param {(word: string) => string} words
 * @param {(text: string) => string} colour
 * @param {(line: string) => void} print
 */
function table(title, counts, words, colour, print) {
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return;
  print(`\n${bold(title)}`);
  for (const [word, number] of rows)
    print(`  ${colour(count(number).padStart(7))}  ${word.padEnd(22)} ${dim(words(word))}`);
}

/**
 * @param {Record<string, {sent: number, held: number, dropped: number}>} countries
 * @param {(line: string) => void} print
 */
function byCountry(countries, print) {
  const rows = Object.entries(countries)
    .sort(([, a], [, b]) => b.sent + b.dropped - a.sent - a.dropped)
    .slice(0, 12);
  if (rows.length === 0) return;
  print(`\n${bold("By country".padEnd(18))}${dim("sent    held  not sent")}`);
  for (const [country, { sent, held, dropped }] of rows) {
    print(`  ${country.padEnd(10)}${count(sent).padStart(10)}${count(held).padStart(8)}${count(dropped).padStart(10)}`);
  }
}

/**
 * @param {string} name
 * @param {string} text
 */
function row(name, text) {
  return `  ${dim(name.padEnd(14))}${text}`;
}

/** @param {number} number */
export function count(number) {
  return number.toLocaleString("en-US");
}

/** @param {Record<string, number>} counts */
export function total(counts) {
  return Object.values(counts).reduce((sum, number) => sum + number, 0);
}
