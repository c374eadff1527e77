// Generated from the core's types by `npm run generate`. Do not edit.
import { Engine as FramedEngine } from "./load/engine.mjs";
export { CartsignalError } from "./load/engine.mjs";
/**
 * Loads the core, once; a failed attempt may be repeated.
 * @param {URL | string | Response | WebAssembly.Module | BufferSource} [source] By default the file beside the package.
 * @returns {Promise<void>}
 */
export declare function init(source?: URL | string | Response | WebAssembly.Module | BufferSource): Promise<void>;
export declare class Engine extends FramedEngine {
    constructor();
}
