// Owns how the tools run a command: streamed to the terminal, kept as text, timed, stopped when it hangs.
import { spawn } from "node:child_process";
import { root, toolEnv } from "./toolchain.mjs";

const LIMIT_MINUTES = 20; // chosen: the whole of `npm test` must end within it

const MANNERS_MS = 5_000; // chosen: from the asking to the killing

/** What runs now. What ends us ends it, and so on downwards: a tool among them has this handler too. */
const running = new Set();

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
])
  process.on(signal, () => {
    running.forEach((child) => stop(child, "SIGTERM"));
    process.exit(code);
  });

/** Runs one command; returns {code, text, seconds}. `quiet` keeps its output off the terminal unless it fails. */
export function run(program, args, { env = {}, cwd = root, quiet = false, limitMinutes = LIMIT_MINUTES } = {}) {
  const began = Date.now();
  return new Promise((settle) => {
    const child = spawn(program, args, {
      cwd,
      env: toolEnv(env),
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    const kept = [];
    let hung = false;
    let last;
    const limit = setTimeout(() => {
      hung = true;
      stop(child, "SIGTERM");
      last = setTimeout(() => stop(child, "SIGKILL"), MANNERS_MS);
    }, limitMinutes * 60_000);
    const forward = (stream) => (chunk) => {
      kept.push(chunk);
      if (!quiet) stream.write(chunk);
    };
    running.add(child);
    child.stdout.on("data", forward(process.stdout));
    child.stderr.on("data", forward(process.stderr));
    const finish = (code, note = "") => {
      clearTimeout(limit);
      clearTimeout(last);
      running.delete(child);
      const text = Buffer.concat(kept).toString("utf8") + note;
      if (quiet && code !== 0) process.stderr.write(text);
      else if (note) process.stderr.write(note);
      settle({ code, text, seconds: (Date.now() - began) / 1000 });
    };
    child.on("error", (error) => finish(127, `cannot run \`${program}\`: ${error.message}\n`));
    child.on("close", (code) =>
      finish(hung ? 124 : (code ?? 1), hung ? `\`${program}\` stopped after ${limitMinutes} minutes\n` : ""),
    );
  });
}

/** Runs one command and throws with its name when it fails. */
export async function must(program, args, options) {
  const answer = await run(program, args, options);
  if (answer.code !== 0) throw new Error(`\`${program} ${args.join(" ")}\` failed with ${answer.code}`);
  return answer;
}

function stop(child, signal) {
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
  } catch {
    child.kill(signal);
  }
}
