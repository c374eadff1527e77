// Owns real calls to draw from: programs, each with the calls that a simulated day or the vectors make under it.
import { readFileSync } from "node:fs";
import { Engine } from "../../../js/abi.mjs";
import { canonical, isObject, merge } from "../../../js/conformance/json.mjs";
import { readLibrary } from "../../../js/conformance/library.mjs";
import { opener } from "../../../js/conformance/node.mjs";
import { STATELESS } from "../../../js/conformance/shelf.mjs";
import { runOne } from "../../../js/conformance/timeline.mjs";
import { operations } from "../../../js/load/operations.mjs";
import { demoConfiguration } from "../../../js/replay/configuration.mjs";
import { Core } from "../../../js/replay/core.mjs";
import { Host, run } from "../../../js/replay/host.mjs";
import { Simulator } from "../../../js/simulator/simulator.mjs";

/**
 * @typedef {{op: number, parts: Uint8Array[]} | {op: number, frame: Uint8Array}} Call
 * @typedef {object} Store
 * @property {string} configuration As JSON.
 * @property {Uint8Array} program
 * @property {Call[]} calls All of them. Those of vectors speak of further programs and states by handles of their own.
 * @property {Record<string, Call[]>} steps Those with states handed in, under the program with handle 1, by kind of input.
 * @property {Call[]} admits Of the same program.
 * @property {Call[][]} stateless Calls of vectors about no program and no state, by operation; every store has all.
 * @property {object[]} facts What steps answered.
 * @property {Uint8Array[]} aggregates Of ever more of the facts.
 */

const RUN_OUT_MS = 5 * 86_400_000; // holds and questions that are open end within it
const FACTS_PER_AGGREGATE = 200;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const presets = JSON.parse(readFileSync(new URL("../../../src/preset/segments.json", import.meta.url), "utf8"));

/**
 * Returns the stores: the demo's without and with every preset segment, and that of the vectors with its variants.
 * @param {number} seed Of the simulated days.
 * @param {number} variants How many of the vectors' own programs, those with most vectors first.
 * @returns {Promise<Store[]>}
 */
export async function stores(seed, variants) {
  const demo = demoConfiguration();
  const known = new Set((demo.segments ?? []).map(({ name }) => name));
  const added = presets.map(({ segment }) => segment).filter(({ name }) => !known.has(name));
  const days = [demo, { ...demo, segments: [...(demo.segments ?? []), ...added] }];
  const told = await Promise.all(days.map((configuration, nth) => day(configuration, seed + nth)));
  const { own, stateless } = await vectors(variants);
  return [...told, ...own].map((store) => ({ ...store, stateless }));
}

async function day(configuration, seed) {
  const calls = [];
  const facts = [];
  const engine = new Engine();
  const recorder = {
    compile: (text) => engine.compile(text),
    load: (program) => engine.load(program),
    measure: (text) => engine.measure(text),
    admit: (request, counters) => {
      calls.push(call("admit", request, counters));
      return engine.admit(request, counters);
    },
    step: (request, ...states) => {
      calls.push(call("step", request, ...states));
      const answer = engine.step(request, ...states);
      facts.push(...answer.facts);
      return answer;
    },
  };
  const simulator = new Simulator({ seed });
  const host = new Host(new Core(recorder, configuration), { sent: (...told) => simulator.react(...told) });
  await run(host, simulator.arrivals, { runOutMs: RUN_OUT_MS, bad: fail });
  return store(JSON.stringify(configuration), calls, facts);
}

async function vectors(most) {
  const library = readLibrary();
  const open = await opener(true);
  const byConfiguration = new Map();
  for (const [, text] of library.vectors) {
    const vector = JSON.parse(text);
    const configuration = canonical(merge(library.programs[vector.program], vector.patch ?? {}));
    const { calls, facts } = byConfiguration.get(configuration) ?? { calls: [], facts: [] };
    byConfiguration.set(configuration, { calls, facts });
    runOne(vector, library, recording(open(), calls, facts), () => {});
  }
  const stateless = STATELESS.map((name) => operations[name]);
  const all = [...byConfiguration.values()].flatMap(({ calls }) => calls);
  const stepped = ({ calls }) => calls.filter(({ op }) => op === operations.step).length;
  const own = [...byConfiguration]
    .sort(([, a], [, b]) => stepped(b) - stepped(a))
    .slice(0, most)
    .map(([configuration, { calls, facts }]) => store(configuration, calls, facts));
  return { own, stateless: stateless.map((wanted) => all.filter(({ op }) => op === wanted)) };
}

/** Returns a host of the vectors that keeps what it was asked. */
function recording(host, calls, facts) {
  return {
    call(op, parts) {
      calls.push({ op, parts });
      const answers = host.call(op, parts);
      facts.push(...(JSON.parse(decoder.decode(answers[0])).ok?.facts ?? []));
      return answers;
    },
    frame(op, frame) {
      calls.push({ op, frame });
      return host.frame(op, frame);
    },
  };
}

function store(configuration, calls, facts) {
  const engine = new Engine();
  const { program } = engine.compile(configuration);
  const aggregates = [];
  for (let from = 0; from < facts.length; from += FACTS_PER_AGGREGATE)
    aggregates.push(engine.observe(facts.slice(from, from + FACTS_PER_AGGREGATE), aggregates.at(-1)));
  const plain = calls
    .map((made) => ({ made, request: requestOf(made) }))
    .filter(({ request }) => request?.program === 1);
  const of = (name) => plain.filter(({ made }) => made.op === operations[name]);
  const steps = of("step").filter(({ request: { input, moment } }) => isInput(input) && Number.isSafeInteger(moment));
  const byKind = Object.groupBy(steps, ({ request }) => Object.keys(request.input.what)[0]);
  return {
    ...{ configuration, program, calls, facts, aggregates },
    steps: Object.fromEntries(Object.entries(byKind).map(([kind, found]) => [kind, found.map(({ made }) => made)])),
    admits: of("admit").map(({ made }) => made),
  };
}

/** Returns what a call asks, or undefined where that is no JSON. */
function requestOf({ parts }) {
  try {
    return parts && JSON.parse(decoder.decode(parts[0]));
  } catch {
    return undefined;
  }
}

function isInput(input) {
  return isObject(input) && isObject(input.what);
}

function call(name, request, ...parts) {
  const json = encoder.encode(JSON.stringify(request));
  return { op: operations[name], parts: [json, ...parts.map((part) => part ?? new Uint8Array(0))] };
}

function fail(_, error) {
  throw error;
}
