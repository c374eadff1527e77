// Owns the programs of one store while it is up: a process of its own that starts them, does what its parent asks,
// and ends them when it is told to, or when its parent is gone, however that died.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clockEnvironment } from "./clock.mjs";
import { CronLoop } from "./cron.mjs";
import { databaseService, fpmService, freePort, nginxService } from "./services.mjs";

const PORT_TRIES = 5;

const folder = process.argv[2];
const plan = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8"));
const environment = clockEnvironment(folder, plan.clock === "fake");
const services = { database: databaseService({ folder, environment }) };
let cron;
let staysAlone = false;
let isEnding = false;

const orders = {
  start: ({ service }) => services[service].start(),
  stop: ({ service, signal }) => services[service].stop(signal),
  cron: ({ origin, isFake }) => {
    cron?.stop();
    cron = new CronLoop({ folder, origin, isFake });
    cron.start();
  },
  "cron-off": () => cron?.stop(),
  // From here on only a signal ends it.
  detach: () => {
    staysAlone = true;
  },
  end: ({ signal }) => end(signal),
};

process.on("message", async ({ id, order, ...rest }) => {
  try {
    const answer = await orders[order](rest);
    tell({ id, answer, pids: pids() });
  } catch (error) {
    tell({ id, error: error.message });
  }
  if (order === "end") process.exit(0);
});
process.on("disconnect", () => staysAlone || end("SIGKILL").then(leave));
process.on("SIGTERM", () => end().then(() => process.exit(0)));
process.on("SIGINT", () => {});

try {
  await services.database.start();
  const port = plan.web ? await startWeb() : undefined;
  tell({ ready: { port, pids: pids() } });
} catch (error) {
  tell({ failed: error.message });
  await end("SIGKILL");
  process.exit(1);
}
// What ends unasked is seen in its log and by its visitors; the keeper does not hide that by starting it again.
setInterval(() => {}, 60_000);

async function startWeb() {
  services.fpm = fpmService({ folder, environment, workers: plan.workers });
  await services.fpm.start();
  for (let attempt = 1; ; attempt += 1) {
    const port = plan.port ?? (await freePort());
    services.nginx = nginxService({ folder, port });
    try {
      await services.nginx.start();
      return port;
    } catch (error) {
      if (plan.port || attempt === PORT_TRIES) throw error;
    }
  }
}

async function end(signal) {
  if (isEnding) return;
  isEnding = true;
  cron?.stop();
  await services.nginx?.stop(signal);
  await services.fpm?.stop(signal);
  await services.database.stop(signal);
  if (existsSync(folder)) writeFileSync(join(folder, "pids.json"), "{}\n");
}

/** Nobody comes back for a store without a name of its own. */
function leave() {
  if (plan.isNameless) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.exit(0);
}

function pids() {
  const found = Object.fromEntries(Object.entries(services).map(([name, service]) => [name, service.pid]));
  const all = { keeper: process.pid, ...found };
  writeFileSync(join(folder, "pids.json"), `${JSON.stringify(all)}\n`);
  return all;
}

function tell(message) {
  if (process.connected) process.send(message, () => {});
}
