// Generated from the core's types by `npm run generate`. Do not edit.
import { Engine as FramedEngine } from "./load/engine.mjs";
export { CartsignalError } from "./load/engine.mjs";
/** Loads the core. Nothing needs to wait for it here; it exists so that one program runs in browsers and Node. */
export declare function init(): Promise<void>;
export declare class Engine extends FramedEngine {
    constructor();
}
