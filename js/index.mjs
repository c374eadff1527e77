// Owns the package's entry in browsers and bundlers: `await init()` once, then `new Engine()`.
import { Engine as RawEngine, default as load } from "../dist/pkg/web/cartsignal.js";
import { bindgenPort } from "./load/bindgen.mjs";
import { Engine as FramedEngine } from "./load/engine.mjs";
import { plainCodec } from "./load/frames.mjs";

export { CartsignalError } from "./load/engine.mjs";

/** @type {Promise<void> | undefined} */
let loading;
/** @type {WebAssembly.Memory | undefined} */
let memory;

/**
 * Loads the core, once; a failed attempt may be repeated.
 * @param {URL | string | Response | WebAssembly.Module | BufferSource} [source] By default the file beside the package.
 * @returns {Promise<void>}
 */
export function init(source) {
  loading ??= start(source).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

export class Engine extends FramedEngine {
  constructor() {
    if (!memory) throw new Error("cartsignal is not loaded yet: call `await init()` before `new Engine()`");
    super(bindgenPort(new RawEngine(), memory), plainCodec);
  }
}

async function start(source) {
  const loaded = await (source === undefined ? load() : load({ module_or_path: source }));
  memory = loaded.memory;
}
