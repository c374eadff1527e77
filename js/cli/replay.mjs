// Owns `cartsignal replay`: its options, its timeline and summary, and its one JSON object.
import { closeSync, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { Assume, assumptionsInWords, readAssumptions } from "../replay/assume.mjs";
import { Complaint, exitCodes } from "../replay/complaint.mjs";
import { replayConfiguration } from "../replay/configuration.mjs";
import { readMoment } from "../replay/moments.mjs";
import { readMap } from "../replay/order_columns.mjs";
import { Source } from "../replay/source.mjs";
import { line, write } from "./out.mjs";
import { bold, dim, yellow } from "./paint.mjs";
import { Progress } from "./progress.mjs";
import { runSession } from "./session.mjs";
import { count, printSummary } from "./summary.mjs";
import { TimelineWriter } from "./timeline.mjs";

/** Entries shown unless told otherwise: a screen for people, a bounded object for machines. */
const SHOWN = 40;
const SHOWN_JSON = 1_000;

const OPTIONS = /** @type {const} */ ({
  map: { type: "string" },
  currency: { type: "string" },
  zone: { type: "string" },
  dates: { type: "string" },
  assume: { type: "string", multiple: true },
  config: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  limit: { type: "string" },
  all: { type: "boolean" },
  segments: { type: "boolean" },
  record: { type: "string" },
  json: { type: "boolean" },
  quiet: { type: "boolean" },
});

/** @param {string[]} args */
export async function replay(args) {
  const { values, positionals } = options(args);
  if (positionals.length !== 1) throw new Complaint("say which file: cartsignal replay FILE", exitCodes.usage);
  const zone = values.zone ?? "UTC";
  const assumptions = readAssumptions(values.assume ?? []);
  const map = values.map === undefined ? undefined : readMap(values.map);
  const edge = (/** @type {"from" | "to"} */ name) =>
    values[name] === undefined ? undefined : edgeOf(name, values[name], zone);
  const { currency, dates } = values;
  const source = new Source(positionals[0], {
    map,
    currency,
    zone: values.zone,
    dates,
    from: edge("from"),
    to: edge("to"),
  });
  const configuration = replayConfiguration(values.config, { currency, assumptions });
  const progress = new Progress(Boolean(values.quiet));
  const shown = limitOf(values);
  const printer = values.json ? jsonEntries(shown) : textEntries(shown, zone, Boolean(values.quiet));
  const recorder = values.record === undefined ? undefined : openSync(values.record, "w");
  try {
    await source.read(() => progress.show("reading", source.file.bytesRead, source.file.size));
    progress.clear();
    let done = 0;
    const result = await runSession({
      configuration,
      arrivals: new Assume(assumptions).around(source.arrivals()),
      zone,
      segments: values.segments,
      onOpen: () => {
        if (values.json) write(`{"file":${JSON.stringify(source.file.path)},"timeline":[`);
        else printHead(source, assumptions, Boolean(values.config), line);
      },
      onEntry: printer.entry,
      bad: (arrival, error) => source.bad(arrival.line ?? 0, error),
      onArrival: () => {
        done += 1;
        if (done % 512 === 0) progress.show("deciding", done, source.sorted.count);
      },
      ...(recorder !== undefined && { record: (text) => void writeSync(recorder, `${text}\n`) }),
    });
    progress.clear();
    if (values.json) write(`],${JSON.stringify(report(source, assumptions, result, printer.left())).slice(1)}\n`);
    else {
      printer.end();
      printTail(source, result, configuration.shop?.currency ?? "EUR", Boolean(values.quiet));
    }
  } finally {
    progress.clear();
    source.close();
    if (recorder !== undefined) closeSync(recorder);
  }
}

/** @param {string[]} args */
function options(args) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Complaint(`${error instanceof Error ? error.message : error} (cartsignal help replay)`, exitCodes.usage);
  }
}

/** @param {{limit?: string, all?: boolean, json?: boolean}} values */
function limitOf({ limit, all, json }) {
  if (all) return Number.POSITIVE_INFINITY;
  if (limit === undefined) return json ? SHOWN_JSON : SHOWN;
  if (!/^\d{1,9}$/.test(limit)) throw new Complaint(`--limit ${limit} is no number of entries`, exitCodes.usage);
  return Number(limit);
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} zone
 */
function edgeOf(name, text, zone) {
  try {
    return readMoment(text, "iso", zone);
  } catch (error) {
    throw new Complaint(
      `--${name}: ${error instanceof Error ? error.message : error}; say YYYY-MM-DD`,
      exitCodes.usage,
    );
  }
}

/**
 * @param {number} limit
 * @param {string} zone
 * @param {boolean} quiet
 */
export function textEntries(limit, zone, quiet) {
  const writer = new TimelineWriter(zone, line);
  let seen = 0;
  return {
    entry: (/** @type {import("./timeline.mjs").Entry} */ entry) => {
      seen += 1;
      if (seen <= limit && !quiet) writer.write(entry);
    },
    left: () => Math.max(0, seen - limit),
    end: () => {
      if (seen > limit && !quiet) line(dim(`\n  … ${count(seen - limit)} more; --all shows them`));
      if (seen === 0 && !quiet) line(dim("\n  no decision about a text"));
    },
  };
}

/** @param {number} limit */
export function jsonEntries(limit) {
  let seen = 0;
  return {
    entry: (/** @type {import("./timeline.mjs").Entry} */ entry) => {
      seen += 1;
      if (seen <= limit) write(`${seen > 1 ? "," : ""}${JSON.stringify(entry)}`);
    },
    left: () => Math.max(0, seen - limit),
    end: () => {},
  };
}

/**
 * @param {Source} source
 * @param {import("../replay/assume.mjs").Assumptions} assumptions
 * @param {boolean} ownConfiguration
 * @param {(line: string) => void} print
 */
function printHead(source, assumptions, ownConfiguration, print) {
  const kinds = {
    events: "event JSONL",
    shopify: "Shopify order export",
    woocommerce: "WooCommerce order export",
    mapped: "CSV by --map",
  };
  print(
    `${bold(source.file.path)}: ${/** @type {Record<string, string>} */ (kinds)[source.kind]}, ${count(source.rows)} rows`,
  );
  for (const stated of source.stated) print(dim(`  ${stated}`));
  print(
    dim(
      `  configuration: ${ownConfiguration ? "your own" : "the demo's with all preset segments; markets watch unless --assume live"}`,
    ),
  );
  for (const sentence of assumptionsInWords(assumptions)) print(`  ${yellow("assumed:")} ${sentence}`);
  print("");
}

/**
 * @param {Source} source
 * @param {Awaited<ReturnType<typeof runSession>>} result
 * @param {string} currency
 * @param {boolean} quiet
 */
function printTail(source, result, currency, quiet) {
  for (const { pointer, message } of quiet ? [] : result.warnings) line(yellow(`configuration ${pointer}: ${message}`));
  printSummary(result.sums, { currency, pace: result.pace, peakBytes: result.peakBytes, kept: result.kept }, line);
  if (source.credits.matched + source.credits.unmatched > 0) {
    const { matched, unmatched } = source.credits;
    line(
      `\nCredit notes: ${count(matched)} matched to the order they take back, ${count(unmatched)} to none that is in the file`,
    );
  }
  if (source.unknownCountries.size > 0) {
    const names = [...source.unknownCountries]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 5)
      .map(([name, orders]) => `${name} (${orders})`);
    line(`\nNames of no single country, orders of which count as of an unknown one: ${names.join(", ")}`);
  }
  if (source.badRows > 0) {
    line(`\n${yellow(`${count(source.badRows)} of ${count(source.rows)} rows could not be read and were left out`)}`);
    for (const { line: place, why } of source.named.slice(0, 10)) line(`  line ${place}: ${why}`);
    if (source.badRows > 10) line(dim(`  … ${count(source.badRows - 10)} more; --json names twenty`));
  }
  line(`\ndecisions_sha256 ${result.decisionsSha256}\nstates_sha256    ${result.statesSha256}`);
}

/**
 * @param {Source} source
 * @param {import("../replay/assume.mjs").Assumptions} assumptions
 * @param {Awaited<ReturnType<typeof runSession>>} result
 * @param {number} left
 */
function report(source, assumptions, result, left) {
  return {
    timeline_left_out: left,
    kind: source.kind,
    rows: source.rows,
    bad_rows: { count: source.badRows, named: source.named },
    detected: source.stated,
    assumed: assumptionsInWords(assumptions),
    credit_notes: { matched: source.credits.matched, unmatched: source.credits.unmatched },
    unknown_countries: Object.fromEntries(source.unknownCountries),
    sorted_runs_on_disk: source.sorted.runs,
    summary: result.sums,
    throughput: result.pace,
    peak_memory_bytes: result.peakBytes,
    states: result.kept,
    warnings: result.warnings,
    program_hash: result.programHash,
    states_sha256: result.statesSha256,
    decisions_sha256: result.decisionsSha256,
  };
}
