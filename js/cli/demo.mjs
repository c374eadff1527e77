// Owns `cartsignal demo`: a day of one store, made by the simulator, decided by the core, told to the reader.
import { parseArgs } from "node:util";
import { Complaint, exitCodes } from "../replay/complaint.mjs";
import { demoConfiguration } from "../replay/configuration.mjs";
import { Simulator, STORE_ZONE } from "../simulator/simulator.mjs";
import { lacking, MOST_SHOPPERS, runLoop, tellLoop } from "./loop.mjs";
import { line, write } from "./out.mjs";
import { bold, cyan, dim } from "./paint.mjs";
import { jsonEntries, textEntries } from "./replay.mjs";
import { runSession } from "./session.mjs";
import { count, printSummary } from "./summary.mjs";

const SHOWN = 40;

/** The demo's store has not pressed *Go live* for this country yet. */
const WATCHING = "GB";

const OPTIONS = /** @type {const} */ ({
  seed: { type: "string" },
  days: { type: "string" },
  shoppers: { type: "string" },
  limit: { type: "string" },
  all: { type: "boolean" },
  json: { type: "boolean" },
  quiet: { type: "boolean" },
  "no-loop": { type: "boolean" },
  serve: { type: "boolean" },
  port: { type: "string" },
});

/** Returns the configuration of the simulated store. */
export function storeConfiguration() {
  const configuration = demoConfiguration();
  if (configuration.markets[WATCHING]) configuration.markets[WATCHING].live = false;
  return configuration;
}

/** @param {string[]} args */
export async function demo(args) {
  const { values } = options(args);
  const [seed, days, shoppers] = [
    whole("seed", values.seed, 1),
    whole("days", values.days, 1),
    whole("shoppers", values.shoppers, 140),
  ];
  const port = values.port === undefined ? undefined : whole("port", values.port, 0);
  if (port !== undefined && port > 65_535) throw new Complaint(`--port ${port} is no port`, exitCodes.usage);
  const loops = !values["no-loop"] && days * shoppers <= MOST_SHOPPERS;
  const configuration = storeConfiguration();
  const simulator = new Simulator({ seed, days, shoppers });
  const limit = values.all
    ? Number.POSITIVE_INFINITY
    : values.limit === undefined
      ? values.json
        ? 1_000
        : SHOWN
      : whole("limit", values.limit, SHOWN);
  const printer = values.json ? jsonEntries(limit) : textEntries(limit, STORE_ZONE, Boolean(values.quiet));
  const open = () => {
    if (values.json)
      return write(`{"demo":${JSON.stringify({ seed, days, shoppers, stories: simulator.stories })},"timeline":[`);
    line(
      `${bold("Cartsignal")}: ${days === 1 ? "a day" : `${days} days`} at ${configuration.shop.name}, a store in Munich that sells to Germany, France, Britain and the US`,
    );
    line(
      dim(
        `${count(days * shoppers)} simulated shoppers, seed ${seed}; Britain is still in watch mode. Every text below, and every text not sent, was decided by the core.\n`,
      ),
    );
  };
  const result = await runSession({
    configuration,
    arrivals: simulator.arrivals,
    zone: STORE_ZONE,
    onOpen: open,
    onEntry: printer.entry,
    bad: (_, error) => {
      throw error;
    },
    react: (decision, scene) => simulator.react(decision, scene),
  });
  if (values.json) {
    const { sums, pace, peakBytes, kept, programHash, statesSha256, decisionsSha256, warnings } = result;
    const loop = loops && !lacking() ? await loopSums({ configuration, seed, days, shoppers }) : null;
    const rest = {
      timeline_left_out: printer.left(),
      summary: sums,
      throughput: pace,
      peak_memory_bytes: peakBytes,
      states: kept,
      warnings,
      program_hash: programHash,
      states_sha256: statesSha256,
      decisions_sha256: decisionsSha256,
      loop,
    };
    write(`],${JSON.stringify(rest).slice(1)}\n`);
    return;
  }
  printer.end();
  printSummary(
    result.sums,
    { currency: configuration.shop.currency, pace: result.pace, peakBytes: result.peakBytes, kept: result.kept },
    line,
  );
  line(`\ndecisions_sha256 ${result.decisionsSha256} ${dim("the same on every machine")}`);
  if (loops) {
    const serve = values.serve ?? Boolean(process.stdout.isTTY && !process.env.CI);
    // People answer the texts they get: those of the day that was told are answered already.
    const fresh = new Simulator({ seed, days, shoppers });
    await tellLoop({ configuration, simulator: fresh, seed, port, serve, quiet: Boolean(values.quiet), before: next });
    return;
  }
  if (!values["no-loop"]) line(dim(`\nThe real loop is left out: it takes up to ${count(MOST_SHOPPERS)} shoppers`));
  next();
}

/** Says what to do next. */
function next() {
  line(`\n${bold("Next")}`);
  line(
    `  ${cyan("npx cartsignal replay orders_export.csv")}   your own orders: Shopify, WooCommerce, or any CSV by --map`,
  );
  line(`  ${cyan("npx cartsignal demo --seed 2 --all")}         another day, every decision`);
  line(`  ${cyan("npm test")}                                   every test, in every host`);
}

/** @param {{configuration: any, seed: number, days: number, shoppers: number}} wishes */
async function loopSums({ configuration, seed, days, shoppers }) {
  const { report, world } = await runLoop({ configuration, seed, simulator: new Simulator({ seed, days, shoppers }) });
  await world.close();
  return report;
}

/**
 * Returns whether arguments name no file and nothing but the demo's own options.
 * @param {string[]} args
 */
export function asksForDemo(args) {
  try {
    parseArgs({ args, options: OPTIONS });
    return true;
  } catch {
    return false;
  }
}

/** @param {string[]} args */
function options(args) {
  try {
    return parseArgs({ args, options: OPTIONS });
  } catch (error) {
    throw new Complaint(`${error instanceof Error ? error.message : error} (cartsignal help demo)`, exitCodes.usage);
  }
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @param {number} otherwise
 */
function whole(name, value, otherwise) {
  if (value === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(value)) throw new Complaint(`--${name} ${value} is no whole number`, exitCodes.usage);
  return Number(value);
}
