// Owns `node js/conformance/record.mjs FILE`: prints what the core answers to a vector, for review. It writes nothing.
import { readFileSync } from "node:fs";
import { flat } from "./expect.mjs";
import { readLibrary } from "./library.mjs";
import { opener } from "./node.mjs";
import { runOne } from "./timeline.mjs";

const file = process.argv[2];
if (!file) {
  console.error("record: expected the path of a vector");
  process.exit(1);
}
const open = await opener(false);
try {
  runOne(JSON.parse(readFileSync(file, "utf8")), readLibrary("no vector"), open(), () => {}, show);
} catch (error) {
  console.log(error.message);
}

function show(step, name, { ok, ...refused }) {
  console.log(`step ${name}  ${step.moment ?? ""}  ${JSON.stringify(step.input ?? step.call)}`);
  if (!ok) {
    console.log(`  ${JSON.stringify(refused)}`);
    return;
  }
  const { decisions, wakes, ...rest } = ok.stepped ?? ok;
  for (const decision of (decisions ?? []).map(flat)) console.log(`  ${written({ ...decision, trace: undefined })}`);
  console.log(`  ${written(wakes ? { wakes, ...rest } : ok)}`);
}

/** Returns JSON with milliseconds of our years as moments. */
function written(value) {
  return JSON.stringify(value).replaceAll(/\b1[5-9]\d{11}\b/g, (ms) => `"${new Date(Number(ms)).toISOString()}"`);
}
