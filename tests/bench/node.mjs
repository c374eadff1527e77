// Owns the benchmark of the core in Node: microseconds per call, the median of runs; `--json` for `npm run bench`.
import { Engine } from "../../js/node.mjs";
import { configurations, fill, measures, past, startOf } from "./scenario.mjs";

const runs = 15;
const engine = new Engine();
const stores = Object.fromEntries(Object.entries(configurations).map(([name, text]) => [name, prepared(text)]));
const results = measures.map(({ name, store, resident, requests }) => ({
  name,
  unit: "µs",
  value: median(stores[store], resident, requests),
}));
const value = (name) => results.find((result) => result.name === name).value;
const segments = value("wake, resident, 30 segments") - value("wake, resident, no segments");
results.push({ name: "30 segments on a resident shopper", unit: "µs", value: segments });

if (process.argv.includes("--json")) console.log(JSON.stringify(results));
else for (const { name, unit, value } of results) console.log(`${name.padEnd(44)} ${value.toFixed(3)} ${unit}`);

function prepared(configuration) {
  const { program } = engine.load(engine.compile(configuration).program);
  let states = [null, null];
  for (const request of past) {
    const answer = engine.stepText(fill(request, program), ...states);
    if (!answer.json.startsWith('{"ok"')) throw new Error(answer.json);
    states = [answer.shopper, answer.recipient];
  }
  return { program, states };
}

/** Requests are filled in beforehand: what is measured is the call, text in and text out. */
function median({ program, states }, resident, requests) {
  const handle = resident ? engine.hold(startOf(program), ...states).resident : program;
  const texts = requests.map((request) => fill(request, handle));
  const [shopper, recipient] = resident ? [null, null] : states;
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const begin = process.hrtime.bigint();
    for (const text of texts) engine.stepText(text, shopper, recipient);
    times.push(Number(process.hrtime.bigint() - begin) / 1000 / texts.length);
  }
  return times.sort((a, b) => a - b)[runs >> 1];
}
