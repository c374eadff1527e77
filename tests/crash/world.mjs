// Owns one story that is interrupted: a fake provider, a host's process that dies and is begun again, until all is quiet.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createFakeProvider } from "../../js/fake_provider/index.mjs";
import { account, LEFT_MS, ORIGIN, START } from "./shop.mjs";

const CHILD = fileURLToPath(new URL("child.mjs", import.meta.url));
const MINUTE = 60_000;

/** When a story is over: everything that could be retried, looked up or confirmed was. */
const END = START + LEFT_MS + 48 * 60 * MINUTE;

/** Turns of one process after which it is clear that it never comes to rest. */
const RESTLESS = 2_000;

/**
 * @typedef {{point?: string, nth?: number, afterMs?: number}} Kill At the nth time of a point, at the nth point of any
 *   name, or at a time of the real clock after the process was ready.
 *
 * @typedef {object} Plot
 * @property {string} path Of the database.
 * @property {number} seed
 * @property {number} people
 * @property {() => Kill | undefined} nextKill Asked at each start of the process; undefined: it may live.
 * @property {(to: string, nth: number) => any} [fault] The provider's.
 * @property {(to: string, nth: number) => any} [receipts]
 * @property {(to: string) => boolean} [stops] Whether somebody answers a first text with STOP.
 */

/**
 * Plays a story and returns what there is to judge.
 * @param {Plot} plot
 */
export async function play({ path, seed, people, nextKill, fault, receipts, stops = () => false }) {
  const clock = { now: START };
  const port = await freePort();
  const provider = createFakeProvider({
    ...account,
    clock: () => clock.now,
    callbackBase: `http://127.0.0.1:${port}`,
    smsUrl: `${ORIGIN}/hooks/twilio/inbound`,
    ...(fault && { faults: ({ to }, nth) => fault(to, nth) }),
    ...(receipts && { receipts: ({ to }, nth) => receipts(to, nth) }),
  });
  const base = await provider.listen(0);
  const agenda = answers(provider, clock, stops);
  const known = new Set();
  /** @type {string[]} */
  const kills = [];
  try {
    for (;;) {
      const kill = nextKill();
      const child = spawn(process.execPath, [
        CHILD,
        JSON.stringify({ path, base, port, seed, people, now: clock.now, known: [...known], kill }),
      ]);
      const ended = await drive(child, kill, { clock, provider, agenda, known, kills });
      if (ended) break;
    }
    return {
      created: provider.messages.filter(({ direction }) => direction === "outbound-api"),
      kills,
      known: [...known],
      stopped: agenda.stopped,
    };
  } finally {
    agenda.off();
    await provider.close();
  }
}

/**
 * Leads one process through time; returns whether it came to the end.
 * @param {import("node:child_process").ChildProcessWithoutNullStreams} child
 * @param {Kill | undefined} kill
 * @param {any} world
 */
async function drive(child, kill, { clock, provider, agenda, known, kills }) {
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += chunk));
  child.stdin.on("error", () => {});
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const exited = once(child, "exit");
  const go = (/** @type {any} */ line) => child.stdin.write(`${JSON.stringify(line)}\n`);
  let point = "moment";
  let done = false;
  let turns = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line);
    if (said.killed) point = said.killed;
    if (said.appended) known.add(said.appended);
    if (said.ready) {
      if (kill?.afterMs !== undefined) timer = setTimeout(() => child.kill("SIGKILL"), kill.afterMs);
      go({ until: clock.now });
    }
    if (!("idle" in said)) continue;
    if ((turns += 1) > RESTLESS) throw new Error(`the host does not come to rest at ${clock.now}`);
    const posted = (await provider.tick()) + (await agenda.run());
    const next = Math.min(said.idle ?? END, provider.nextAt() ?? END, agenda.nextAt());
    if (posted === 0 && next >= END) {
      done = true;
      go({ end: true });
    } else {
      if (posted === 0) clock.now = Math.max(clock.now, next);
      go({ until: clock.now });
    }
  }
  const [code, signal] = await exited;
  clearTimeout(timer);
  if (signal === "SIGKILL") {
    kills.push(point);
    return false;
  }
  if (code !== 0 || !done) throw new Error(`the host ended by itself (${code}): ${errors}`);
  return true;
}

/**
 * Lets some people answer STOP ten minutes after their first text.
 * @param {any} provider
 * @param {{now: number}} clock
 * @param {(to: string) => boolean} stops
 */
function answers(provider, clock, stops) {
  const seen = new Set();
  /** @type {{at: number, from: string}[]} */
  const due = [];
  /** When the host took a person's STOP, by number. @type {Map<string, number>} */
  const stopped = new Map();
  const off = provider.on((/** @type {any} */ event) => {
    if (event.kind !== "created") return;
    const { to } = provider.messages.find((/** @type {any} */ each) => each.sid === event.sid);
    if (seen.has(to)) return;
    seen.add(to);
    if (stops(to)) due.push({ at: clock.now + 10 * MINUTE, from: to });
  });
  return {
    off,
    stopped,
    nextAt: () => Math.min(...due.map(({ at }) => at), Number.POSITIVE_INFINITY),
    async run() {
      const place = due.findIndex(({ at }) => at <= clock.now);
      if (place < 0) return 0;
      const { from } = due[place];
      const { status } = await provider.inbound({ from, to: "+447400999999", body: "STOP" });
      // Not taken: the provider tries again by itself, as this does with the person.
      if (status >= 200 && status < 300) {
        due.splice(place, 1);
        stopped.set(from, clock.now);
      } else due[place].at = clock.now + MINUTE;
      return 1;
    },
  };
}

/** Returns a port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}
