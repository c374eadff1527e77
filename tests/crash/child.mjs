// Owns the process that is killed: a host on a file, driven in virtual time over stdin, that says on stdout how far it is.
import { writeSync } from "node:fs";
import http from "node:http";
import { createInterface } from "node:readline";
import { Engine } from "../../js/abi.mjs";
import { NoProgram } from "../../js/host/core.mjs";
import { createHost } from "../../js/host/host.mjs";
import { configuration, keys, ORIGIN, script, twilio } from "./shop.mjs";

const { path, base, port, seed, people, now: begun, known, kill } = JSON.parse(process.argv[2]);
const acknowledged = new Set(known);
let now = begun;
let points = 0;

// Written at once: what was said is said, whatever happens next.
const say = (/** @type {any} */ line) => writeSync(1, `${JSON.stringify(line)}\n`);

const options = {
  path,
  engine: new Engine(),
  keys,
  provider: twilio(base),
  publicOrigin: ORIGIN,
  clock: () => now,
  onPoint: die,
};
const host = open();

const server = http.createServer(async (request, response) => {
  if (!(await host.handler(request, response))) response.writeHead(404).end();
});
server.listen(port, "127.0.0.1", () => say({ ready: true }));

const todo = script(seed, people).filter(({ key }) => !acknowledged.has(key));
for await (const line of createInterface({ input: process.stdin })) {
  const { until, end } = JSON.parse(line);
  if (end) break;
  now = until;
  while (todo[0]?.at <= now) {
    const { key, typed, arrival } = /** @type {any} */ (todo.shift());
    host.append(arrival(host.contact(typed).recipient));
    say({ appended: key });
  }
  await host.drain();
  say({ idle: Math.min(host.nextAt(), todo[0]?.at ?? Number.POSITIVE_INFINITY) });
}
await host.close();
server.close();
server.closeAllConnections();
process.stdin.destroy();

/** A process that comes after another finds the program in force; compiling it anew would only take time. */
function open() {
  try {
    return createHost(options);
  } catch (error) {
    if (!(error instanceof NoProgram)) throw error;
    return createHost({ ...options, configuration: configuration() });
  }
}

/** @param {string} name */
function die(name) {
  points += 1;
  const here = kill && (kill.point === undefined ? points === kill.nth : kill.point === name && (kill.nth -= 1) === 0);
  if (!here) return;
  say({ killed: name });
  process.kill(process.pid, "SIGKILL");
}
