// Owns the runner in Node: `node js/conformance/node.mjs [--abi] [part of a path]`.
import { readFileSync } from "node:fs";
import { abiPort } from "../load/abi.mjs";
import { bindgenPort } from "../load/bindgen.mjs";
import { nodeCodec } from "../load/node_codec.mjs";
import { hostOf } from "./hosts.mjs";
import { readLibrary } from "./library.mjs";
import { runAll } from "./timeline.mjs";

const DIST = new URL("../../dist/", import.meta.url);

/** Returns a function that opens a fresh instance of the module: `abi` for the plain one, else wasm-bindgen's. */
export async function opener(abi) {
  if (abi) {
    const module = new WebAssembly.Module(readFileSync(new URL("core/cartsignal.wasm", DIST)));
    return () => hostOf(abiPort(module), nodeCodec);
  }
  const { Engine, initSync } = await import(new URL("pkg/web/cartsignal.js", DIST).href);
  const { memory } = initSync({ module: readFileSync(new URL("pkg/web/cartsignal_bg.wasm", DIST)) });
  return () => hostOf(bindgenPort(new Engine(), memory), nodeCodec);
}

if (process.argv[1] === import.meta.filename) {
  const words = process.argv.slice(2);
  const open = await opener(words.includes("--abi"));
  const { vectors, failures, sha256 } = await runAll(readLibrary(words.find((word) => !word.startsWith("--"))), open);
  failures.forEach((failure) => console.log(failure));
  console.log(`${vectors} vectors, sha256 ${sha256}`);
  process.exit(failures.length > 0 ? 1 : 0);
}
