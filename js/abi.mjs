// Owns an `Engine` over the C ABI module: what tests compare with, and the model for hosts in other languages.
import { readFileSync } from "node:fs";
import { abiPort } from "./load/abi.mjs";
import { Engine as FramedEngine } from "./load/engine.mjs";
import { nodeCodec } from "./load/node_codec.mjs";

export { CartsignalError } from "./load/engine.mjs";

const FILE = new URL("../dist/core/cartsignal.wasm", import.meta.url);

/** @type {WebAssembly.Module | undefined} */
let compiled;

/** Each engine is an instance of its own, with its own memory. */
export class Engine extends FramedEngine {
  /** @param {WebAssembly.Module} [module] By default the one in dist/core. */
  constructor(module) {
    compiled ??= module ?? new WebAssembly.Module(readFileSync(FILE));
    super(abiPort(module ?? compiled), nodeCodec);
  }
}
