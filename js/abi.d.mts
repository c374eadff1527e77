// Generated from the core's types by `npm run generate`. Do not edit.
import { Engine as FramedEngine } from "./load/engine.mjs";
export { CartsignalError } from "./load/engine.mjs";
/** Each engine is an instance of its own, with its own memory. */
export declare class Engine extends FramedEngine {
    /** @param {WebAssembly.Module} [module] By default the one in dist/core. */
    constructor(module?: WebAssembly.Module);
}
