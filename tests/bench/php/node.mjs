// Owns the same decisions in Node, through the same C ABI: on a fresh instance each time, as PHP does it, and warm.
import { readFileSync } from "node:fs";
import { Engine } from "../../../js/abi.mjs";
import { operations } from "../../../js/load/operations.mjs";

const hot = new WebAssembly.Module(readFileSync(new URL("../../../dist/core/cartsignal-hot.wasm", import.meta.url)));

/** A fresh instance of the hot module. */
export const freshEngine = () => new Engine(hot);

/**
 * Decides on a fresh instance, by the calls that plugin-wordpress/src/Core/LoadedProgram.php makes.
 * @param {{program: Uint8Array, headBytes: number}} store
 * @param {object} request
 * @param {{shopper: Uint8Array, recipient: Uint8Array}} states
 */
export function decideFresh({ program, headBytes }, request, { shopper, recipient }) {
  const engine = freshEngine();
  let handle;
  for (let missing = { offset: 0, length: headBytes }; ;) {
    handle = added(engine, handle, program, missing);
    try {
      return engine.step({ ...request, program: handle }, shopper, recipient);
    } catch (refused) {
      if (!refused.range) throw refused;
      missing = refused.range;
    }
  }
}

/** Adds a piece to the program under `handle`, if there is one, and returns its handle. */
function added(engine, handle, program, { offset, length }) {
  const request = JSON.stringify({ program: handle, pieces: [offset] });
  const { json } = engine.call(operations.load, request, program.subarray(offset, offset + length));
  return JSON.parse(json).ok.program;
}

/**
 * Returns milliseconds of so many decisions, each on a fresh instance or all on one.
 * @param {{program: Uint8Array, headBytes: number}} store
 * @param {(n: number) => object} request
 * @param {{shopper: Uint8Array, recipient: Uint8Array}} states
 * @param {{count: number, fresh: boolean}} how
 */
export function nodeTimes(store, request, states, { count, fresh }) {
  const warm = freshEngine();
  const handle = warm.load(store.program).program;
  const decide = fresh
    ? (asked) => decideFresh(store, asked, states)
    : (asked) => warm.step({ ...asked, program: handle }, states.shopper, states.recipient);
  const times = [];
  for (let n = 0; n < count * 2; n += 1) {
    const began = process.hrtime.bigint();
    decide(request(n % count));
    times.push(Number(process.hrtime.bigint() - began) / 1e6);
  }
  // The first half warms the code up.
  return times.slice(count);
}
