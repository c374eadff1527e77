// Owns the proof that the C ABI module's own heap serves an instance that lives long: what is given back is used again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { abiPortOf } from "../../js/load/abi.mjs";
import { Engine } from "../../js/load/engine.mjs";
import { nodeCodec } from "../../js/load/node_codec.mjs";
import { demoDays } from "../../js/tools/demo_day.mjs";

const MODULE = new URL("../../dist/core/cartsignal.wasm", import.meta.url);

test("days on end take no more memory than the first two", async () => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(MODULE)), {});
  const tell = demoDays(new Engine(abiPortOf(exports), nodeCodec));
  const bytes = [];
  for (let day = 0; day < 6; day += 1) {
    await tell(1 + (day % 2));
    bytes.push(/** @type {any} */ (exports.memory).buffer.byteLength);
  }
  assert.deepEqual(bytes.slice(2), Array(4).fill(bytes[1]), `${bytes}`);
});
