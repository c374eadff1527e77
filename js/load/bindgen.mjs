// Owns the port to the wasm-bindgen package: the module that pages and Node servers load.

/**
 * Returns a port over the raw `Engine` of dist/pkg/web and the memory its loader returned.
 * @param {{reserve(length: number): number, run(op: number, length: number): number}} raw
 * @param {WebAssembly.Memory} memory
 * @returns {import("./frames.mjs").Port}
 */
export function bindgenPort(raw, memory) {
  return { memory, reserve: (length) => raw.reserve(length), run: (op, length) => raw.run(op, length) };
}
