// Owns the list of functions that an ordinary day needs: the simulated store's day, run on a marked copy of a module.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Engine } from "../abi.mjs";
import { abiPortOf } from "../load/abi.mjs";
import { Engine as FramedEngine } from "../load/engine.mjs";
import { nodeCodec } from "../load/node_codec.mjs";
import { demoDays } from "./demo_day.mjs";
import { root } from "./toolchain.mjs";
import { marked, ran } from "./wasm_trace.mjs";

/** Returns the indexes of the functions of `wasm` (a file of the repository) that a day of the demo's store runs. */
export async function functionsOfADay(wasm) {
  const module = new WebAssembly.Module(marked(readFileSync(join(root, wasm))));
  const { exports } = new WebAssembly.Instance(module, {});
  const day = new FramedEngine(abiPortOf(exports), nodeCodec);
  const whole = new Engine();
  const engine = {
    compile: (configuration) => whole.compile(configuration),
    // In pieces, as a host with dear memory does: the whole at once is hashed first, which is the work of another part.
    load: (program) => day.loadPieces([{ offset: 0, bytes: program }]),
    step: (...call) => day.step(...call),
    admit: (...call) => day.admit(...call),
    measure: (...call) => day.measure(...call),
  };
  await demoDays(engine)(1);
  return ran(exports);
}
