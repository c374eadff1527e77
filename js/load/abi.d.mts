// Generated from the core's types by `npm run generate`. Do not edit.
/**
 * Instantiates the module and returns its port.
 * @param {WebAssembly.Module} module
 * @returns {import("./frames.mjs").Port}
 */
export declare function abiPort(module: WebAssembly.Module): import("./frames.mjs").Port;
/**
 * Returns the port of an instance.
 * @param {any} exports
 * @returns {import("./frames.mjs").Port}
 */
export declare function abiPortOf(exports: any): import("./frames.mjs").Port;
