// Owns one run from arrivals to the result: host, sums, timeline, hash, pace. Shared by `replay` and `demo`.
import { createHash } from "node:crypto";
import { canonical } from "../replay/canonical.mjs";
import { prices } from "../replay/configuration.mjs";
import { Host, run } from "../replay/host.mjs";
import { Tally } from "../replay/tally.mjs";
import { openCore } from "./engine.mjs";
import { entryOf, entryOfSend } from "./timeline.mjs";

/** After the last arrival waits run out for so long: a hold of 48 hours, a question open as long, and a day. */
export const RUN_OUT_MS = 5 * 86_400_000;

/**
 * @typedef {import("../replay/host.mjs").Arrival} Arrival
 * @typedef {object} Wanted
 * @property {object} configuration
 * @property {AsyncIterable<Arrival> | Iterable<Arrival>} arrivals
 * @property {string} zone The store's.
 * @property {boolean} [segments] Whether segments entered and left are told too.
 * @property {(entry: import("./timeline.mjs").Entry) => void} onEntry
 * @property {(arrival: Arrival, error: Error) => void} bad
 * @property {() => void} [onOpen] The core is there and has taken the configuration.
 * @property {() => void} [onArrival]
 * @property {(decision: any, scene: import("../replay/host.mjs").Scene) => Arrival[]} [react]
 * @property {(line: string) => void} [record] Told every call of the core as canonical JSON.
 */

/**
 * Runs arrivals to their end and returns all sums.
 * @param {Wanted} wanted
 */
export async function runSession({
  configuration,
  arrivals,
  zone,
  segments = false,
  onEntry,
  bad,
  onOpen,
  onArrival,
  react,
  record,
}) {
  const core = await openCore(configuration);
  onOpen?.();
  record?.(canonical({ configuration: typeof configuration === "string" ? JSON.parse(configuration) : configuration }));
  const hash = createHash("sha256");
  const tally = new Tally(hash, prices(configuration));
  const watcher = {
    decided: (/** @type {any} */ decision, /** @type {import("../replay/host.mjs").Scene} */ scene) => {
      tally.decided(decision, scene);
      const entry = entryOf(decision, scene, { segments, zone });
      if (entry) onEntry(entry);
    },
    sent: (/** @type {any} */ decision, /** @type {import("../replay/host.mjs").Scene} */ scene) => {
      tally.delivered(decision, scene);
      onEntry(entryOfSend(decision, scene, undefined, { zone }));
      return react?.(decision, scene);
    },
    refused: (
      /** @type {any} */ decision,
      /** @type {import("../replay/host.mjs").Scene} */ scene,
      /** @type {string} */ why,
    ) => {
      tally.turnedBack(why);
      onEntry(entryOfSend(decision, scene, why, { zone }));
    },
    stepped: (/** @type {any} */ answer, /** @type {any} */ call) => {
      tally.stepped(answer);
      record?.(canonical(call));
    },
  };
  const host = new Host(core, watcher);
  const began = performance.now();
  await run(host, counted(arrivals, tally), { runOutMs: RUN_OUT_MS, bad, onArrival });
  const seconds = (performance.now() - began) / 1_000;
  const states = createHash("sha256");
  for (const { side, key, bytes } of host.states()) states.update(`${side} ${key}\n`).update(bytes ?? "");
  return {
    sums: tally.summary(),
    decisionsSha256: hash.digest("hex"),
    statesSha256: states.digest("hex"),
    programHash: core.programHash,
    warnings: core.warnings,
    kept: host.kept,
    pace: { steps: host.steps, seconds, steps_per_second: host.steps / Math.max(seconds, 1e-9) },
    peakBytes: process.resourceUsage().maxRSS * 1_024,
  };
}

/**
 * @param {AsyncIterable<Arrival> | Iterable<Arrival>} arrivals
 * @param {Tally} tally
 */
async function* counted(arrivals, tally) {
  for await (const arrival of arrivals) {
    tally.arrived(arrival);
    yield arrival;
  }
}
