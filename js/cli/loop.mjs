// Owns the demo's second half: the same day through the real loop, what came of it, and the page that stays open.
import { isBuiltin } from "node:module";
import { Complaint, exitCodes } from "../replay/complaint.mjs";
import { openEngine } from "./engine.mjs";
import { flush, line } from "./out.mjs";
import { bold, cyan, dim, green, red, yellow } from "./paint.mjs";
import { Progress } from "./progress.mjs";
import { RUN_OUT_MS } from "./session.mjs";
import { count, total } from "./summary.mjs";

/** More shoppers take longer than anybody waits, and the numbers set apart for drama run out. */
export const MOST_SHOPPERS = 400;

/** Where the page is, if that is free: the same address every time. Chosen: no program's well-known port. */
const PORT = 4775;

/** Reasons that fit into a line. */
const MOST_REASONS = 5;

/** How often the open page's store looks for what is due. */
const PULSE_MS = 250;

/**
 * Plays the day and tells of it.
 * @param {object} wishes
 * @param {any} wishes.configuration
 * @param {import("../simulator/simulator.mjs").Simulator} wishes.simulator A fresh one.
 * @param {number} wishes.seed
 * @param {number} [wishes.port] Of the page.
 * @param {boolean} wishes.serve Whether the page stays open.
 * @param {boolean} wishes.quiet
 * @param {() => void} wishes.before What is printed between the sums and the page that stays open.
 */
export async function tellLoop({ serve, port, quiet, before, ...wishes }) {
  line(`\n${bold("The same day through the real loop")}`);
  const missing = lacking();
  if (missing) {
    line(`  left out: ${missing}`);
    return before();
  }
  line(
    dim(
      "  shoppers → host on SQLite → HTTP → a fake provider on this machine → receipts and answers back; the numbers differ",
    ),
  );
  line(dim("  from those above: the provider is away for a while, and other keys draw other people into the holdout"));
  flush();
  const progress = new Progress(quiet);
  const leave = () => process.exit(128 + 2);
  process.once("SIGINT", leave);
  const ports = port === undefined ? (serve ? [PORT, 0] : [0]) : [port];
  const day = await runLoop({ ...wishes, ports, onProgress: (share) => progress.show("", share, 1) });
  process.off("SIGINT", leave);
  progress.clear();
  try {
    printReport(day.report, wishes.configuration.shop.currency);
    before();
    if (serve) await stay(day);
    else line(`  ${cyan("npm start -- --serve")}                       the phones' page: every text, and why`);
  } finally {
    flush();
    await day.world.close();
  }
}

/**
 * Plays the day and returns what came of it; the world stays open.
 * @param {Omit<Parameters<typeof import("../loop/day.mjs").playDay>[0], "engine" | "runOutMs">} wishes
 */
export async function runLoop(wishes) {
  // Loaded here: without the loop, the demo runs on a Node without SQLite too.
  const { playDay } = await import("../loop/day.mjs");
  try {
    return await playDay({ ...wishes, engine: await openEngine(), runOutMs: RUN_OUT_MS });
  } catch (error) {
    const { code } = /** @type {{code?: string}} */ (error);
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    throw new Complaint(`--port ${wishes.ports?.[0]} is taken or not allowed; choose another one`, exitCodes.usage);
  }
}

/** Returns what this Node has not that the loop needs. */
export function lacking() {
  return isBuiltin("node:sqlite") ? undefined : "it needs Node 22.13 or later, which has SQLite built in";
}

/** @param {Awaited<ReturnType<typeof runLoop>>["report"]} report @param {string} currency */
function printReport(report, currency) {
  const {
    people,
    went_wrong: wrong,
    held_by_reason: held,
    dropped_by_reason: dropped,
    refused_by_cause: refused,
  } = report;
  const row = (/** @type {string} */ name, /** @type {string} */ text) => line(`  ${dim(name.padEnd(14))}${text}`);
  const none = (/** @type {number} */ number) => (number === 0 ? green("0") : red(count(number)));
  const price = new Intl.NumberFormat("en-GB", { style: "currency", currency }).format(report.cost_micros / 1_000_000);
  row(
    "texts",
    `${green(`${count(report.texts_at_the_provider)} taken`)} by the provider, ${count(report.delivered)} delivered`,
  );
  row(
    "sent twice",
    `${none(report.doubles)}; fate unknown ${none(report.unknown)}; without a reason ${none(report.unexplained)}`,
  );
  row("held", `${yellow(count(total(held)))} ${reasons(held)}`);
  row("not sent", `${red(count(total(dropped)))} ${reasons(dropped)}`);
  row("sent back", `${count(total(refused))} ${reasons(refused)}`);
  row(
    "confirmations",
    `${count(report.asked)} asked, ${count(people.confirmed)} given ${dim(`(${people.confirmed_by_link} by link)`)}`,
  );
  row("opt-outs", `${count(people.opted_out)} ${dim(`(${people.opted_out_by_link} by link)`)}`);
  row(
    "links",
    `${count(people.opened)} carts opened; ${count(people.previewed)} texts looked at by messengers, which counts for nothing`,
  );
  row(
    "went wrong",
    `provider away for half an hour: attempts refused ${count(wrong.refused_while_away)}, decided again`,
  );
  row("", `answers lost ${count(wrong.answers_lost)}: looked up, not sent again`);
  row(
    "",
    `receipts that came twice ${count(wrong.receipts_repeated)}: taken once; hours late ${count(wrong.receipts_late)}`,
  );
  row("cost", `${price} for ${count(report.parts)} parts`);
  row("took", `${report.seconds.toFixed(1)} s, ${count(report.posts)} receipts and answers posted back over HTTP`);
  if (report.numberless > 0)
    row("left out", `${count(report.numberless)} people: all numbers set apart for drama were given out`);
}

/** @param {Record<string, number>} counts */
function reasons(counts) {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, MOST_REASONS).map(([word, number]) => `${word.replaceAll("_", " ")} ${count(number)}`);
  const more = sorted.length - shown.length;
  return shown.length === 0 ? "" : dim(`(${shown.join(", ")}${more > 0 ? `, ${more} more` : ""})`);
}

/** Keeps the page open, and the store awake, until the reader ends it. @param {Awaited<ReturnType<typeof runLoop>>} day */
async function stay({ world, turn }) {
  world.clock.run();
  line(`\n  ${bold("The phones")}   ${cyan(world.provider.url)}`);
  line(
    dim(
      `  ${world.configuration.shop.link_origin}/… in a text is ${world.origin}/… here. Answer a text there: the store is awake.`,
    ),
  );
  line(dim("  Ctrl+C ends it and leaves nothing behind."));
  flush();
  let ended = false;
  const end = new Promise((resolve) => {
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
      process.once(signal, () => resolve((ended = true)));
  });
  while (!ended) {
    await turn();
    await Promise.race([end, new Promise((resolve) => setTimeout(resolve, PULSE_MS))]);
  }
  line();
}
