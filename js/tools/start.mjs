// Owns `npm start`: builds, then runs the command-line tool, whose main job without arguments is the demo day.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "./build.mjs";
import { root, toolEnv } from "./toolchain.mjs";

try {
  await build({ without: ["php"] });
} catch (error) {
  console.error(`start: ${error.message}`);
  process.exit(1);
}
// Paths on the command line are the caller's, so the folder is too: npm changes to the root but keeps INIT_CWD.
const cwd = process.env.INIT_CWD ?? process.cwd();
const args = [join(root, "js", "cli", "main.mjs"), ...process.argv.slice(2)];
const tool = spawn(process.execPath, args, { cwd, env: toolEnv(), stdio: "inherit" });
// Ctrl+C reaches the tool by itself; this waits until it has put its things away.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => tool.kill("SIGTERM"));
tool.on("close", (code) => process.exit(code ?? 1));
