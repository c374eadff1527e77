// Owns a day of the demo's store, made by the simulator and decided by any engine; nobody looks on.
import { RUN_OUT_MS } from "../cli/session.mjs";
import { demoConfiguration } from "../replay/configuration.mjs";
import { Core } from "../replay/core.mjs";
import { Host, run } from "../replay/host.mjs";
import { Simulator } from "../simulator/simulator.mjs";

const SHOPPERS = 140;

/**
 * Returns a function that tells days to one engine, on which the demo's program is loaded once.
 * @param {any} engine
 */
export function demoDays(engine) {
  const core = new Core(engine, demoConfiguration());
  return (/** @type {number} */ seed) => {
    const { arrivals } = new Simulator({ seed, days: 1, shoppers: SHOPPERS });
    return run(new Host(core, {}), arrivals, { runOutMs: RUN_OUT_MS, bad: fail, onArrival: () => {} });
  };
}

function fail(_, error) {
  throw error;
}
