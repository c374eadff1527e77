// Owns the port to the C ABI module (src/abi.rs), as PHP and any other host would write it.

/** The version of the C ABI that this port speaks. */
const ABI_VERSION = 1;

/**
 * Instantiates the module and returns its port.
 * @param {WebAssembly.Module} module
 * @returns {import("./frames.mjs").Port}
 */
export function abiPort(module) {
  return abiPortOf(new WebAssembly.Instance(module, {}).exports);
}

/**
 * Returns the port of an instance.
 * @param {any} exports
 * @returns {import("./frames.mjs").Port}
 */
export function abiPortOf(exports) {
  const version = exports.cartsignal_abi_version();
  if (version !== ABI_VERSION) throw new Error(`the core speaks ABI ${version}, this package ${ABI_VERSION}`);
  let address = 0;
  let room = 0;
  return {
    memory: exports.memory,
    reserve(length) {
      exports.cartsignal_free(address, room);
      address = exports.cartsignal_alloc(length) >>> 0;
      room = address === 0 ? 0 : length;
      if (address === 0 && length > 0) throw new Error(`the core has no room for ${length} bytes`);
      return address;
    },
    run: (op, length) => exports.cartsignal_call(op, address, length) >>> 0,
  };
}
