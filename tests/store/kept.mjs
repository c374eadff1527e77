// Owns a store's keeper as its parent sees it: started, asked for things, ended; and what an earlier one left behind.
import { fork, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { here } from "./places.mjs";
import { pause } from "./services.mjs";

const END_MS = 30_000;

/**
 * Starts the programs of a store and answers once all can be talked to.
 * @param {string} folder
 * @param {{ web: boolean, clock: "fake" | "real", workers?: number, port?: number, isNameless?: boolean }} plan
 */
export async function keep(folder, plan) {
  mkdirSync(join(folder, "log"), { recursive: true });
  mkdirSync(join(folder, "tmp"), { recursive: true });
  writeFileSync(join(folder, "plan.json"), `${JSON.stringify(plan)}\n`);
  const child = fork(join(here, "keeper.mjs"), [folder], { detached: true, stdio: "ignore", execArgv: [] });
  const waiting = new Map();
  let orders = 0;
  const ready = await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the store's keeper ended with ${code}`)));
    child.on("message", (message) => {
      if (message.ready) resolve(message.ready);
      else if (message.failed) reject(new Error(message.failed));
      else settle(waiting, message);
    });
  });
  child.once("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("the store's keeper is gone"));
    waiting.clear();
  });
  // A test that forgets to close must still be able to end; the keeper then ends by itself.
  child.unref();
  child.channel?.unref();
  const ask = (order, rest = {}) =>
    new Promise((resolve, reject) => {
      if (!child.connected) return reject(new Error("the store is closed"));
      const id = (orders += 1);
      child.channel.ref();
      waiting.set(id, { resolve, reject });
      child.send({ id, order, ...rest });
    }).finally(() => waiting.size === 0 && child.channel?.unref());
  return {
    port: ready.port,
    pids: ready.pids,
    ask,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.ref();
      await ask("end", { signal }).catch(() => {});
      await gone;
    },
    async detach() {
      await ask("detach");
      child.disconnect();
      return ready.pids;
    },
  };
}

/**
 * Ends what runs in a folder of a store: by its recorded ids, and only those that are still what they were.
 * Answers whether anything ran.
 * @param {string} folder
 */
export async function endLeftovers(folder) {
  const file = join(folder, "pids.json");
  if (!existsSync(file)) return false;
  const { keeper, ...others } = JSON.parse(readFileSync(file, "utf8"));
  const isOurs = (pid) => pid !== undefined && commandOf(pid).includes(folder);
  let found = false;
  if (isOurs(keeper)) {
    found = true;
    process.kill(keeper, "SIGTERM");
    for (const deadline = Date.now() + END_MS; isOurs(keeper) && Date.now() < deadline;) await pause(50);
  }
  for (const pid of Object.values(others).filter(isOurs)) {
    found = true;
    killGroup(pid);
    while (isOurs(pid)) await pause(20);
  }
  return found;
}

/** Whether the keeper of a folder runs. */
export function isKept(folder) {
  const file = join(folder, "pids.json");
  if (!existsSync(file)) return false;
  const { keeper } = JSON.parse(readFileSync(file, "utf8"));
  return keeper !== undefined && commandOf(keeper).includes(folder);
}

function settle(waiting, { id, answer, error }) {
  const waiter = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) waiter?.resolve(answer);
  else waiter?.reject(new Error(error));
}

function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Gone in between.
  }
}

/** What a process was started with; empty when there is none, or when it is dead and only not yet collected. */
function commandOf(pid) {
  const listed = spawnSync("ps", ["-o", "stat=,command=", "-ww", "-p", String(pid)], { encoding: "utf8" });
  const line = (listed.stdout ?? "").trim();
  return line.startsWith("Z") ? "" : line;
}
