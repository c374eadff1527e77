// Owns `npm run verify`: the tests, then every other build of the crate, every other PHP, the generated files and lint.
import { runSteps } from "./step_runner.mjs";
import { verifySteps } from "./steps.mjs";

await runSteps(verifySteps, process.argv.slice(2));
