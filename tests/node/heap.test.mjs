// Owns the proof that the C ABI module's own heap serves an instance that lives long: what is given back is used again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { abiPortOf } from "../../js/load/abi.mjs";
import { Engine } from "../../js/load/engine.mjs";
import { nodeCodec } from "../../js/load/node_codec.mjs";
import { demoConfiguration } from "../../js/replay/configuration.mjs";
import { Core } from "../../js/replay/core.mjs";
import { Host, run } from "../../js/replay/host.mjs";
import { Simulator } from "../../js/simulator/simulator.mjs";

const MODULE = new URL("../../dist/core/cartsignal.wasm", import.meta.url);
const RUN_OUT_MS = 5 * 86_400_000;

test("days on end take no more memory than the first two", async () => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(MODULE)), {});
  const core = new Core(new Engine(abiPortOf(exports), nodeCodec), demoConfiguration());
  const bytes = [];
  for (let day = 0; day < 6; day += 1) {
    const { arrivals } = new Simulator({ seed: 1 + (day % 2), days: 1, shoppers: 140 });
    await run(new Host(core, {}), arrivals, { runOutMs: RUN_OUT_MS, bad: fail, onArrival: () => {} });
    bytes.push(/** @type {any} */ (exports.memory).buffer.byteLength);
  }
  assert.deepEqual(bytes.slice(2), Array(4).fill(bytes[1]), `${bytes}`);
});

function fail(_, error) {
  throw error;
}
