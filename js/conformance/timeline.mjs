// Owns how one vector is told: compiles its program, makes its calls in order, compares every answer. For any host.
import { check, stepped } from "./expect.mjs";
import { joined, merge, only, unhex } from "./json.mjs";
import { Shelf } from "./shelf.mjs";
import { operations } from "../load/operations.mjs";

const VECTOR = "title why program patch contacts warnings always steps";
const STEP =
  "a aggregate as ask b budget call config contact counters does expect facts facts_of hex id input moment " +
  "occurred_at of op origin parts previous progress recipient request says shopper text times trust under";
const EMPTY = new TextEncoder().encode("{}");
const encoder = new TextEncoder();

/**
 * A host: a fresh instance of the core.
 * @typedef {object} Host
 * @property {(op: number, parts: Uint8Array[]) => Uint8Array[]} call
 * @property {(op: number, frame: Uint8Array) => Uint8Array[]} frame Makes a call whose frame is given as it is.
 */

/**
 * Runs all vectors and returns {vectors, failures, sha256}.
 * @param {{vectors: [string, string][], programs: object, contacts: object}} library Vectors by path, in its order.
 * @param {() => Host} open
 */
export async function runAll(library, open) {
  const failures = [];
  const spoken = [];
  for (const [path, text] of library.vectors) {
    spoken.push(encoder.encode(`${path}\n`));
    try {
      runOne(JSON.parse(text), library, open(), (part) => spoken.push(word(part.length), part));
    } catch (error) {
      failures.push(`FAIL ${path}: ${error.message}`);
    }
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", joined(spoken)));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { vectors: library.vectors.length, failures, sha256 };
}

/**
 * Runs one vector; throws where an expectation fails.
 * @param {object} vector
 * @param {{programs: object, contacts: object}} library
 * @param {Host} host
 * @param {(part: Uint8Array) => void} answered Gets every part of every answer.
 * @param {(step: object, name: string, answer: object) => void} [seen] Gets every answer, before it is compared.
 */
export function runOne(vector, library, host, answered, seen = () => {}) {
  only(vector, VECTOR, "the vector");
  for (const field of ["title", "why"])
    if (typeof vector[field] !== "string") throw new Error(`needs the text \`${field}\``);
  const shelf = new Shelf(library, merge(library.contacts, vector.contacts ?? {}));
  const told = { shelf, host, answered, seen };
  const warnings = (vector.warnings ?? []).map((code) => ({ code }));
  const config = { program: vector.program, patch: vector.patch };
  tell(told, { call: "compile", as: "given", config, expect: { warnings } }, "0");
  for (const [place, own] of vector.steps.entries()) {
    const step = { ...vector.always, ...own };
    for (let time = 1; time <= (step.times ?? 1); time += 1) {
      shelf.decisions.length = place;
      shelf.facts.length = place;
      tell(told, step, time === 1 ? `${place + 1}` : `${place + 1}-${time}`);
    }
  }
}

function tell({ shelf, host, answered, seen }, step, name) {
  try {
    only(step, STEP, "the step");
    const call = step.call ?? "step";
    const earlier = shelf.decisions.flat();
    let answer = { ok: {} };
    let parts = [];
    if (call === "state") shelf.change(step);
    else {
      const answers =
        call === "frame" ? host.frame(op(step), unhex(step.hex)) : host.call(op(step), shelf.parts(call, step, name));
      answers.forEach(answered);
      parts = answers.slice(1);
      answer = JSON.parse(new TextDecoder().decode(answers[0]));
      if (answer.ok !== undefined) keep(shelf, host, call, step, answer.ok, answers);
    }
    seen(step, name, answer);
    const found = answer.ok === undefined ? undefined : stepped(call, answer.ok);
    if (name !== "0") {
      shelf.decisions.push((found?.decisions ?? []).map((decision) => decision.id));
      shelf.facts.push(found?.facts ?? []);
    }
    check(shelf.resolve(step.expect ?? {}), call, answer, earlier, (of) => shelf.state(of), parts);
  } catch (error) {
    throw new Error(name === "0" ? `its program, ${error.message}` : `step ${name}, ${error.message}`, {
      cause: error,
    });
  }
}

/** Keeps what a call answered in bytes under the names of its step. */
function keep(shelf, host, call, step, ok, answers) {
  if (call === "compile" && step.as !== undefined) {
    const [loaded] = host.call(operations.load, [EMPTY, answers[1]]);
    const { ok: program, error } = JSON.parse(new TextDecoder().decode(loaded));
    if (!program) throw new Error(`not loaded: ${error.message}`);
    shelf.programs.set(step.as, { bytes: answers[1], handle: program.program });
  } else if (call === "step") {
    shelf.keep(step.shopper, answers[1]);
    shelf.keep(step.recipient, answers[2]);
  } else if (call === "merge") {
    shelf.keep(ok.alias);
    shelf.keep(ok.survivor, answers[1]);
    shelf.keep(step.recipient, answers[2]);
  } else if (call === "admit" || call === "charge") shelf.keep(step.counters, answers[1]);
  else if (call === "observe") shelf.keep(step.aggregate, answers[1]);
  else if (call === "learn") shelf.keep(step.progress, answers[1]);
}

function op(step) {
  const name = step.op ?? step.call ?? "step";
  const number = typeof name === "number" ? name : operations[name];
  if (number === undefined) throw new Error(`there is no operation \`${name}\``);
  return number;
}

function word(value) {
  return new Uint8Array(new Uint32Array([value]).buffer);
}
