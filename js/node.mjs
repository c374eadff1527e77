// Owns the package's entry in Node: the core is read from disk when first needed, so there is nothing to wait for.
import { readFileSync } from "node:fs";
import { initSync, Engine as RawEngine } from "../dist/pkg/web/cartsignal.js";
import { bindgenPort } from "./load/bindgen.mjs";
import { Engine as FramedEngine } from "./load/engine.mjs";
import { nodeCodec } from "./load/node_codec.mjs";

export { CartsignalError } from "./load/engine.mjs";

const FILE = new URL("../dist/pkg/web/cartsignal_bg.wasm", import.meta.url);

/** @type {WebAssembly.Memory | undefined} */
let memory;

/** Loads the core. Nothing needs to wait for it here; it exists so that one program runs in browsers and Node. */
export async function init() {
  start();
}

export class Engine extends FramedEngine {
  constructor() {
    const loaded = start();
    super(bindgenPort(new RawEngine(), loaded), nodeCodec);
  }
}

/** @returns {WebAssembly.Memory} */
function start() {
  memory ??= initSync({ module: read() }).memory;
  return memory;
}

function read() {
  try {
    return readFileSync(FILE);
  } catch (cause) {
    throw new Error("the core is not built: run `npm run build`", { cause });
  }
}
