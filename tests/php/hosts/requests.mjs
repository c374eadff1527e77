// Owns random requests: real calls, calls made up from them, and a part of both mangled. The same for the same seed.
import { operations } from "../../../js/load/operations.mjs";
import { Random } from "../../../js/simulator/random.mjs";
import { framed } from "./frames.mjs";
import { mangledFrame, mangledJson, mangledState } from "./mangled.mjs";

/**
 * @typedef {object} Asked
 * @property {number} store Under whose program, by place.
 * @property {number} op
 * @property {Uint8Array} frame
 * @property {boolean} lasting Whether the answer hangs on earlier calls, or later ones on it.
 * @property {boolean} plain Whether the JSON is what a host writes, so that it can be handed in as objects.
 */

const DAY = 86_400_000;
/** Letters of the default alphabet, of its extension, of neither, and of more than one unit. */
const LETTERS = ["a", "Z", "7", " ", "é", "ß", "@", "\n", "€", "[", "~", "ő", "中", "😀", "👨‍👩‍👧", "🇩🇪", "’"];
/** Inputs that neither a simulated day nor a vector tells of. */
const UNTOLD = {
  "coupon.applied": { "coupon.applied": { cart: "cart-1", decision: null } },
  "topic.fired": { "topic.fired": { name: "product:123:restock" } },
  "program.changed": { "program.changed": {} },
};
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const LASTING = ["load", "unload", "hold", "flush", "release"].map((name) => operations[name]);

/** How to make a call, by weight. */
const MAKERS = /** @type {const} */ ([
  [asMade, 16],
  [stepAsMade, 20],
  [strangersInput, 18],
  [touches, 6],
  [explain, 10],
  [mergeOfTwo, 9],
  [admit, 8],
  [charge, 2],
  [spending, 2],
  [stateless, 12],
  [measure, 6],
  [observe, 4],
  [erase, 2],
  [combine, 2],
  [learn, 2],
  [versions, 1],
  [compile, 2],
  [lint, 1],
  [load, 1],
  [unload, 1],
  [hold, 2],
  [resident, 3],
]);

/**
 * Returns so many requests.
 * @param {number} seed
 * @param {number} count
 * @param {import("./material.mjs").Store[]} stores
 * @returns {Asked[]}
 */
export function randomRequests(seed, count, stores) {
  const random = new Random(seed, "requests");
  const requests = [];
  while (requests.length < count) {
    const place = random.whole(0, stores.length - 1);
    const made = random.weighted(MAKERS)(random, stores[place], stores);
    requests.push(asked(random, place, made));
    // The core remembers what it read for `touches`: the step behind it may be the same one, or not quite.
    if (made.op === operations.touches)
      requests.push(asked(random, place, { ...made, op: operations.step, plain: true }));
  }
  return requests.slice(0, count);
}

function asked(random, store, made) {
  const { op } = made;
  const lasting = LASTING.includes(op) || made.lasting === true;
  const plain = made.parts !== undefined && made.plain === true;
  // Nothing may unload the program that all later requests are about.
  const mangle = op === operations.unload ? "as it is" : random.weighted(MANGLED);
  if (made.frame || mangle === "frame")
    return { store, op, frame: mangledFrame(random, made.frame ?? framed(made.parts)), lasting, plain: false };
  if (mangle === "json") return { store, op, frame: framed(mangledJson(random, made.parts)), lasting, plain: false };
  if (mangle === "operation")
    return {
      store,
      op: random.pick([99, 100, 255, 65_536, 0xffff_ffff]),
      frame: framed(made.parts),
      lasting,
      plain: false,
    };
  if (mangle === "state") return { store, op, frame: framed(mangledState(random, made.parts)), lasting, plain };
  return { store, op, frame: framed(made.parts), lasting, plain };
}

const MANGLED = /** @type {const} */ ([
  ["as it is", 76],
  ["json", 10],
  ["state", 8],
  ["frame", 5],
  ["operation", 1],
]);

function asMade(random, { calls }) {
  const made = random.pick(calls);
  // Handles that a vector got for further programs and states are its own.
  return { ...made, lasting: made.parts === undefined || /"resident"/.test(decoder.decode(made.parts[0])) };
}

function stepAsMade(random, store) {
  return { ...pickStep(random, store), plain: true };
}

/** Somebody's input reaches somebody else, sooner or later: each kind as often as any other. */
function strangersInput(random, store, stores) {
  const { op, parts } = pickStep(random, store);
  const request = read(parts[0]);
  const moment = request.moment + random.whole(0, 40) * DAY + random.whole(0, DAY);
  const kinds = new Set([...Object.keys(UNTOLD), ...stores.flatMap(({ steps }) => Object.keys(steps))]);
  const kind = random.pick([...kinds].sort());
  const told = stores.flatMap(({ steps }) => steps[kind] ?? []);
  const what = UNTOLD[kind] ?? read(random.pick(told).parts[0]).input.what;
  const input = { id: `strange-${moment}`, occurred_at: moment, trust: "server", what };
  return { op, parts: [written({ ...request, moment, input }), ...parts.slice(1)], plain: true };
}

function touches(random, store) {
  return { op: operations.touches, parts: pickStep(random, store).parts };
}

function explain(random, store) {
  const [json, ...states] = pickStep(random, store).parts;
  const { program, shopper, recipient, contact, moment } = read(json);
  const request = { program, shopper, recipient, contact, moment: moment + random.whole(0, 30 * DAY) };
  return { op: operations.explain, parts: [written(request), ...states], plain: true };
}

function mergeOfTwo(random, store) {
  const [a, b] = [pickStep(random, store), pickStep(random, store)].map(({ parts: [json, shopper, recipient] }) => ({
    request: read(json),
    shopper,
    recipient,
  }));
  const { program, recipient, contact } = b.request;
  const moment = Math.max(a.request.moment, b.request.moment);
  const request = { program, a: a.request.shopper, b: b.request.shopper, recipient, contact, moment };
  return { op: operations.merge, parts: [written(request), a.shopper, b.shopper, b.recipient], plain: true };
}

function admit(random, store) {
  return store.admits.length === 0 ? stepAsMade(random, store) : { ...random.pick(store.admits), plain: true };
}

function charge(random, store) {
  const counters = store.admits.length === 0 ? new Uint8Array(0) : random.pick(store.admits).parts[1];
  const { moment } = read(pickStep(random, store).parts[0]);
  const price = { micros: random.whole(0, 500_000), currency: random.pick(["EUR", "USD"]) };
  const request = { program: 1, moment, country: random.pick(["DE", "US", "XX"]), parts: random.whole(0, 9), price };
  return { op: operations.charge, parts: [written(request), counters], plain: true };
}

function spending(random, store) {
  const counters = store.admits.length === 0 ? new Uint8Array(0) : random.pick(store.admits).parts[1];
  const { moment } = read(pickStep(random, store).parts[0]);
  return { op: operations.spending, parts: [written({ program: 1, moment }), counters], plain: true };
}

function stateless(random, store) {
  return random.pick(random.pick(store.stateless));
}

function measure(random) {
  const text = Array.from({ length: random.whole(0, 330) }, () => random.pick(LETTERS)).join("");
  return { op: operations.measure, parts: [written({ text })] };
}

function observe(random, store) {
  return { op: operations.observe, parts: [written({ facts: someFacts(random, store) }), anAggregate(random, store)] };
}

function erase(random, store) {
  return { op: operations.erase, parts: [written({ facts: someFacts(random, store) }), anAggregate(random, store)] };
}

function combine(random, store) {
  return { op: operations.combine, parts: [written({}), anAggregate(random, store), anAggregate(random, store)] };
}

function learn(random, store) {
  return { op: operations.learn, parts: [written({ budget: random.whole(1, 5_000) }), anAggregate(random, store)] };
}

function versions() {
  return { op: operations.versions, parts: [written({})] };
}

function compile(random, { configuration, program }) {
  const previous = random.chance(50) ? [program] : [];
  return { op: operations.compile, parts: [encoder.encode(configuration), ...previous] };
}

function lint(random, { configuration }) {
  return { op: operations.lint, parts: [encoder.encode(configuration)] };
}

function load(random, { program }) {
  const length = random.chance(50) ? program.length : random.whole(0, program.length);
  const request = random.chance(50) ? {} : { pieces: [0] };
  return { op: operations.load, parts: [written(request), program.subarray(0, length)] };
}

function unload(random) {
  return { op: operations.unload, parts: [written({ program: random.whole(2, 6) })] };
}

function hold(random, store) {
  const [json, ...states] = pickStep(random, store).parts;
  const { program, shopper, recipient, contact } = read(json);
  return { op: operations.hold, parts: [written({ program, shopper, recipient, contact }), ...states] };
}

/** A call about states that an earlier one may hold. */
function resident(random, store) {
  const handle = random.whole(1, 4);
  const { moment, input } = read(pickStep(random, store).parts[0]);
  return random.pick([
    { op: operations.flush, parts: [written({ resident: handle })] },
    { op: operations.release, parts: [written({ resident: handle })] },
    { op: operations.step, parts: [written({ resident: handle, moment, input })], lasting: true },
  ]);
}

/** Returns a real step with states of its own, of each kind of input as often as of another. */
function pickStep(random, { steps }) {
  return random.pick(random.pick(Object.values(steps)));
}

function someFacts(random, { facts }) {
  return Array.from({ length: random.whole(0, Math.min(5, facts.length)) }, () => random.pick(facts));
}

function anAggregate(random, { aggregates }) {
  return aggregates.length === 0 || random.chance(20) ? new Uint8Array(0) : random.pick(aggregates);
}

function read(json) {
  return JSON.parse(decoder.decode(json));
}

function written(request) {
  return encoder.encode(JSON.stringify(request));
}
