// Owns two processes of a host that work on one database at the same moments.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createFakeProvider } from "../../js/fake_provider/index.mjs";
import { account, LEFT_MS, ORIGIN, script, START } from "./shop.mjs";
import { freePort } from "./world.mjs";

const CHILD = fileURLToPath(new URL("child.mjs", import.meta.url));

/**
 * Plays a story by two processes: both are told of each moment at once. What people do comes in by the first one.
 * @param {import("node:test").TestContext} test
 * @param {{people: number, seed: number}} plot
 */
export async function playTogether(test, { people, seed }) {
  const folder = mkdtempSync(join(tmpdir(), "cartsignal-two-"));
  const path = join(folder, "shop.db");
  const clock = { now: START };
  const ports = [await freePort(), await freePort()];
  const provider = createFakeProvider({
    ...account,
    clock: () => clock.now,
    callbackBase: `http://127.0.0.1:${ports[0]}`,
    smsUrl: `${ORIGIN}/hooks/twilio`,
    faults: () => ({ fault: "slow", ms: 10 }),
  });
  const base = await provider.listen(0);
  const all = script(seed, people).map(({ key }) => key);
  const known = new Set();
  /** @type {Worker[]} */
  const workers = [];
  test.after(async () => {
    for (const worker of workers) worker.kill();
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [place, port] of ports.entries()) {
    const told = { path, base, port, seed, people, now: START, known: place === 0 ? [] : all };
    const worker = new Worker(told, known);
    workers.push(worker);
    // One after the other, so that the first one makes the tables and puts the program in force.
    await worker.ready;
  }
  const end = START + LEFT_MS + 60 * 60_000;
  while (clock.now < end) {
    const idle = await Promise.all(workers.map((worker) => worker.until(clock.now)));
    if ((await provider.tick()) > 0) continue;
    const next = Math.min(...idle, provider.nextAt() ?? end, end);
    clock.now = Math.max(clock.now + 1, next);
  }
  await Promise.all(workers.map((worker) => worker.end()));
  const created = provider.messages.filter(({ direction }) => direction === "outbound-api");
  return { path, created, known: [...known] };
}

class Worker {
  #child;
  #lines;

  /** @param {any} told @param {Set<string>} known */
  constructor(told, known) {
    this.#child = spawn(process.execPath, [CHILD, JSON.stringify(told)], { stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.known = known;
    this.ready = this.#next("ready");
  }

  /** Lets the process do what is due; returns when it wants to go on. @param {number} now */
  async until(now) {
    this.#child.stdin.write(`${JSON.stringify({ until: now })}\n`);
    const { idle } = await this.#next("idle");
    return idle ?? Number.POSITIVE_INFINITY;
  }

  async end() {
    this.#child.stdin.write(`${JSON.stringify({ end: true })}\n`);
    await once(this.#child, "exit");
  }

  kill() {
    this.#child.kill("SIGKILL");
  }

  /** @param {string} word */
  async #next(word) {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error("a process ended by itself");
      const said = JSON.parse(value);
      if (said.appended) this.known.add(said.appended);
      if (word in said) return said;
    }
  }
}
