// Owns running PHP in a store's world: its settings, its clock, its WordPress; and talking to its database.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { clockEnvironment } from "./clock.mjs";
import { phpSettings } from "./configuration.mjs";
import { here, programs } from "./places.mjs";

/**
 * Runs a PHP script and answers its output and its result, the JSON it wrote to file descriptor 3.
 * @param {{ folder: string, isFake: boolean, script: string, args?: string[], input?: string, origin?: string,
 *   environment?: Record<string, string>, settings?: Record<string, string | number>, timeoutMs?: number,
 *   mayFail?: boolean }} options
 * @returns {Promise<{ stdout: string, stderr: string, result: any, code: number | null, signal: string | null }>}
 */
export async function runPhp({ folder, isFake, script, args = [], input = "", ...rest }) {
  const { environment = {}, settings = {}, timeoutMs = 180_000, mayFail = false } = rest;
  const lines = Object.entries({ ...phpSettings(folder), max_execution_time: 0, ...settings });
  const flags = lines.flatMap(([name, value]) => ["-d", `${name}=${value}`]);
  const child = spawn(programs().php, [...flags, script, ...args], {
    cwd: folder,
    env: { ...process.env, ...clockEnvironment(folder, isFake), ...environment },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [stdout, stderr, written, [code, signal]] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    textOf(child.stdio[3]),
    new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (...ended) => resolve(ended));
    }),
  ]);
  if ((code !== 0 || signal) && !mayFail)
    throw new Error(`PHP ended with ${signal ?? code}: ${stderr}${stdout}`.trim());
  return { stdout, stderr, result: written === "" ? undefined : JSON.parse(written), code, signal };
}

/** Returns the path of one of the store's own PHP scripts. */
export function storeScript(name) {
  return join(here, "php", name);
}

async function textOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
