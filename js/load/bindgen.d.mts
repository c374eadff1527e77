// Generated from the core's types by `npm run generate`. Do not edit.
/**
 * Returns a port over the raw `Engine` of dist/pkg/web and the memory its loader returned.
 * @param {{reserve(length: number): number, run(op: number, length: number): number}} raw
 * @param {WebAssembly.Memory} memory
 * @returns {import("./frames.mjs").Port}
 */
export declare function bindgenPort(raw: {
    reserve(length: number): number;
    run(op: number, length: number): number;
}, memory: WebAssembly.Memory): import("./frames.mjs").Port;
