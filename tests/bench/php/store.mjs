// Owns a store as the benchmark sets it up: its program, the rows that PHP reads, and the states of one shopper in it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Engine } from "../../../js/abi.mjs";
import { findPhp } from "../../../js/tools/php.mjs";
import { must } from "../../../js/tools/run.mjs";
import { byHandRows } from "./by_hand.mjs";
import { fullSize, smallConfiguration } from "./full_size.mjs";
import { past } from "./scenario.mjs";

const script = (name) => new URL(name, import.meta.url);
export const decideScript = script("decide.php");
export const byHandScript = script("by_hand.php");

/**
 * Sets a store up in a folder.
 * @param {string} folder
 * @param {"small" | "full"} size
 */
export async function setUp(folder, size) {
  mkdirSync(folder, { recursive: true });
  const engine = new Engine();
  const program = size === "small" ? engine.compile(smallConfiguration).program : fullSize(engine);
  const { program: handle, hash, head } = engine.load(program);
  const file = join(folder, "program");
  writeFileSync(file, program);
  const row = join(folder, "row");
  const written = await must(findPhp(), [fileURLToPath(script("row.php")), file, hash, String(head.length), row], {
    quiet: true,
  });
  if (written.text !== "") throw new Error(written.text);
  const step = (request, { shopper, recipient }) => engine.step({ ...request, program: handle }, shopper, recipient);
  let states = { shopper: undefined, recipient: undefined };
  for (const request of past) states = step(request, states);
  return {
    size,
    program,
    headBytes: head.length,
    row,
    byHand: byHandRows(join(folder, "by_hand"), size),
    states: { shopper: states.shopper, recipient: states.recipient },
    /** What the core decides in Node. */
    step: (request) => step(request, states),
  };
}

/**
 * Returns what decide.php is asked with.
 * @param {Awaited<ReturnType<typeof setUp>>} store
 * @param {object} request
 */
export function asCore({ row, states }, request) {
  const base64 = (bytes) => Buffer.from(bytes).toString("base64");
  return { row, request, shopper: base64(states.shopper), recipient: base64(states.recipient) };
}

/**
 * Throws unless PHP's core decided what Node's did, byte for byte.
 * @param {Awaited<ReturnType<typeof setUp>>} store
 * @param {object} request
 * @param {any} found
 */
export function checkCore(store, request, found) {
  const { shopper, recipient, ...answer } = store.step(request);
  const states = [shopper, recipient].map((state) => Buffer.from(state).toString("base64"));
  const same = JSON.stringify(answer) === JSON.stringify(found.answer);
  if (!same || states[0] !== found.shopper || states[1] !== found.recipient)
    throw new Error(`PHP decided otherwise than Node: ${JSON.stringify(request)}`);
}

/**
 * Throws unless the decision by hand is the core's, but for ids and for what chance deals: arms and buckets of holdouts.
 * @param {Awaited<ReturnType<typeof setUp>>} store
 * @param {object} request
 * @param {any} found
 */
export function checkByHand(store, request, found) {
  const [expected, answered] = [outline(store.step(request)), outline(found.answer)];
  if (expected !== answered) throw new Error(`by hand it came out otherwise:\n${answered}\nthe core:\n${expected}`);
}

function outline({ decisions, wakes }) {
  const acts = decisions.map(({ does, reason, trace }) => {
    const [[word, act]] = Object.entries(does);
    const { segment, journey, entry } = { ...act, ...act.place };
    const rules = trace.filter(({ rule }) => rule !== "holdout").map(({ rule, holds }) => `${rule} ${holds}`);
    return [word, segment, journey, entry, act.text, act.not_after, reason, ...rules].join(" ");
  });
  return [...acts, JSON.stringify(wakes.shopper)].join("\n");
}
