// Owns what is measured under PHP-FPM and how: warm decisions, the first request after a deploy, PHP without opcache.
import { fileURLToPath } from "node:url";
import { withFpm } from "./fpm.mjs";
import { nodeTimes } from "./node.mjs";
import { headline, measures, past } from "./scenario.mjs";
import { asCore, byHandScript, checkByHand, checkCore, decideScript } from "./store.mjs";
import { smallConfiguration } from "./full_size.mjs";

const WARM_UP = 20;
const DEPLOYS = 5;
const cacheScript = new URL("cache.php", import.meta.url);
const compileScript = new URL("compile.php", import.meta.url);
const plugin = fileURLToPath(new URL("../../../plugin-wordpress/", import.meta.url));
const headlineRequest = measures.find(({ name }) => name === headline).request;

/**
 * @typedef {Awaited<ReturnType<import("./store.mjs").setUp>>} Store
 * @typedef {{median: number, p95: number}} Spread
 */

/**
 * Measures warm decisions of one store, by the core and by hand, and the same in Node; in milliseconds.
 * @param {Store} store
 * @param {number} count Requests of each kind.
 */
export async function decisions(store, count) {
  const core = await withFpm({}, async (fpm) => {
    const rows = await each(
      (request) => run(fpm, decideScript, request, asCore(store, request), checkCore, store),
      count,
    );
    const { answer: cache } = await fpm.ask(cacheScript, { folder: plugin });
    return { rows, cache };
  });
  const byHand = await withFpm({}, async (fpm) => {
    const states = await pastByHand(fpm, store);
    const ask = (request) => ({ ...store.byHand, request, ...states });
    return each((request) => run(fpm, byHandScript, request, ask(request), checkByHand, store), count);
  });
  const node = (fresh) =>
    measures.map(({ request }) => spread(nodeTimes(store, request, store.states, { count, fresh })));
  const [fresh, warm] = [node(true), node(false)];
  const rows = measures.map(({ name }, place) => ({
    measure: name,
    program: store.size,
    core: core.rows[place],
    byHand: byHand[place],
    nodeFresh: fresh[place],
    nodeWarm: warm[place],
  }));
  return { rows, cache: core.cache };
}

/**
 * Measures the first request of a PHP-FPM that has just started: everything is compiled in it.
 * @param {Store} store
 */
export async function deploy(store) {
  const firsts = [];
  for (let nth = 0; nth < DEPLOYS; nth += 1) {
    firsts.push(await withFpm({}, (fpm) => fpm.ask(decideScript, asCore(store, headlineRequest(nth)))));
  }
  return {
    total: spread(firsts.map(({ answer }) => answer.total)),
    wall: spread(firsts.map(({ milliseconds }) => milliseconds)),
    peak: Math.max(...firsts.map(({ answer }) => answer.memory.peak_real)),
  };
}

/** Measures saving the settings of a small store: the first time, when the whole module is compiled, and warm. */
export function settings() {
  return withFpm({}, async (fpm) => {
    const first = await fpm.ask(compileScript, smallConfiguration);
    const again = await fpm.ask(compileScript, smallConfiguration);
    return { first: first.answer.total, again: again.answer.total, peak: first.answer.memory.peak_real };
  });
}

/**
 * Measures decisions without opcache: every request compiles what it uses.
 * @param {Store} store
 * @param {number} count
 */
export function withoutCache(store, count) {
  return withFpm({ "opcache.enable": 0 }, async (fpm) => {
    const found = [];
    for (let n = 0; n < count; n += 1) found.push(await fpm.ask(decideScript, asCore(store, headlineRequest(n))));
    return {
      total: spread(found.map(({ answer }) => answer.total)),
      peak: Math.max(...found.map(({ answer }) => answer.memory.peak_real)),
    };
  });
}

/** Runs every kind of request so often, after some that only warm up; one kind after the other. */
async function each(ask, count) {
  const rows = [];
  for (const { request } of measures) {
    const found = [];
    for (let n = 0; n < WARM_UP + count; n += 1) found.push(await ask(request(n)));
    rows.push(summary(found.slice(WARM_UP)));
  }
  return rows;
}

async function run(fpm, script, request, body, check, store) {
  const { answer, milliseconds } = await fpm.ask(script, body);
  check(store, request, answer);
  const { total, cpu, phases, memory } = answer;
  return { total, cpu, wall: milliseconds, phases, peak: memory.peak_real };
}

function summary(found) {
  const phases = Object.keys(found[0].phases);
  return {
    ...spread(found.map(({ total }) => total)),
    cpu: spread(found.map(({ cpu }) => cpu)),
    wall: spread(found.map(({ wall }) => wall)),
    phases: Object.fromEntries(phases.map((name) => [name, spread(found.map((each) => each.phases[name])).median])),
    peak: Math.max(...found.map(({ peak }) => peak)),
  };
}

/** Gives the shopper their past by hand too: those states are JSON of their own. */
async function pastByHand(fpm, store) {
  let states = { shopper: "", recipient: "" };
  for (const request of past) {
    const { answer } = await fpm.ask(byHandScript, { ...store.byHand, request, ...states });
    states = { shopper: answer.shopper, recipient: answer.recipient };
  }
  return states;
}

/**
 * @param {number[]} times
 * @returns {Spread}
 */
function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { median: at(0.5), p95: at(0.95) };
}
