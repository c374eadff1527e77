// Owns `npm run soak`: the long runs. The property tests read CARTSIGNAL_SOAK and take their big numbers.
import { runSteps } from "./step_runner.mjs";
import { soakSteps } from "./steps.mjs";

await runSteps(soakSteps, process.argv.slice(2));
