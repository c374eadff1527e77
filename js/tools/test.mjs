// Owns `npm test`: every test of every language, ended by one line `N passed, N failed`. `-- --only=rust,node` runs some.
import { runSteps } from "./step_runner.mjs";
import { testSteps } from "./steps.mjs";

await runSteps(testSteps, process.argv.slice(2));
