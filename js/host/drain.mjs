// Owns the order in which a host does what is due: arrivals, then wakes, then texts, which wait for the provider at once.

/** Units of work after which others get a turn: hooks come in by the same thread. Chosen. */
const TURN = 50;

/**
 * @typedef {object} Parts
 * @property {import("./core.mjs").Core} core
 * @property {import("./runner.mjs").Runner} runner
 * @property {import("./wakes.mjs").Wakes} wakes
 * @property {import("./dispatcher.mjs").Dispatcher} dispatcher
 * @property {number} parallel Attempts under way at most.
 */

/**
 * Does all that is due and returns how much of each kind was done.
 * @param {Parts} parts
 * @param {() => number} clock
 * @returns {Promise<Record<string, number>>}
 */
export async function drain({ core, runner, wakes, dispatcher, parallel }, clock) {
  /** @type {Record<string, number>} */
  const done = {};
  const count = (/** @type {string} */ word) => (done[word] = (done[word] ?? 0) + 1);
  /** @type {Set<Promise<void>>} */
  const flying = new Set();
  /** @type {unknown[]} */
  const faults = [];
  core.refresh();
  // Before wakes: after a stand-still the core would take the silence about a stale text for a text that went.
  for (let left = dispatcher.settleOver(clock); left > 0; left -= 1) count("refused");
  for (let turn = 1; faults.length === 0; turn += 1) {
    if (turn % TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    const taken = runner.one(clock());
    if (taken) {
      count(taken);
      continue;
    }
    if (wakes.fire(clock()) > 0) continue;
    const job = flying.size < parallel ? dispatcher.begin(clock) : undefined;
    if (job) {
      const flight = job().then(count, (error) => void faults.push(error));
      const landed = flight.then(() => void flying.delete(landed));
      flying.add(landed);
      continue;
    }
    if (flying.size === 0) return done;
    await Promise.race(flying);
  }
  await Promise.all(flying);
  throw faults[0];
}
