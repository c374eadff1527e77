// Owns the programs behind one store: MariaDB, php-fpm and nginx, each with a private folder, socket and log.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { fpmConfiguration, nginxConfiguration, phpSettings } from "./configuration.mjs";
import { programs } from "./places.mjs";

const START_MS = 60_000;
const STOP_MS = 20_000;
const isRoot = process.getuid?.() === 0;

/** One program that runs until told otherwise. */
export class Service {
  #child;
  #ended;

  constructor({ name, folder, environment, command, probe, stopSignal = "SIGTERM" }) {
    Object.assign(this, { name, folder, environment, command, probe, stopSignal });
  }

  get pid() {
    return this.#child?.pid;
  }

  get isRunning() {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it and answers once it can be talked to. */
  async start() {
    if (this.isRunning) return;
    const log = openSync(join(this.folder, "log", `${this.name}.log`), "a");
    const [program, ...args] = this.command();
    const child = spawn(program, args, {
      cwd: this.folder,
      env: { ...process.env, ...this.environment },
      stdio: ["ignore", log, log],
      // Its own group: Ctrl+C reaches the keeper only, which stops things in order.
      detached: true,
    });
    closeSync(log);
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once("error", resolve);
      child.once("exit", resolve);
    });
    const deadline = Date.now() + START_MS;
    while (!(await this.probe())) {
      if (!this.isRunning || child.pid === undefined)
        throw new Error(`${this.name} ended at once: ${this.#lastWords()}`);
      if (Date.now() > deadline) throw new Error(`${this.name} did not answer: ${this.#lastWords()}`);
      await pause(25);
    }
  }

  /** Ends it, with a signal of the caller's choice, and answers once it is gone. */
  async stop(signal = this.stopSignal) {
    if (!this.isRunning) return;
    this.#signal(signal);
    const timer = setTimeout(() => this.#signal("SIGKILL"), STOP_MS);
    await this.#ended;
    clearTimeout(timer);
    // Workers of a killed master are in its group.
    this.#signal("SIGKILL");
  }

  #signal(signal) {
    try {
      process.kill(signal === "SIGKILL" ? -this.#child.pid : this.#child.pid, signal);
    } catch {
      // Gone already.
    }
  }

  #lastWords() {
    const text = readFileSync(join(this.folder, "log", `${this.name}.log`), "utf8");
    return text.trim().split("\n").slice(-5).join(" | ");
  }
}

/**
 * Returns MariaDB on a socket of the store's folder; nothing listens on a port.
 * @param {{ folder: string, environment: Record<string, string> }} options
 */
export function databaseService({ folder, environment }) {
  const socket = join(folder, "database.sock");
  return new Service({
    name: "mariadb",
    folder,
    environment,
    probe: () => greets(socket),
    command: () => [
      programs().mariadbd,
      "--no-defaults",
      ...(isRoot ? ["--user=root"] : []),
      `--datadir=${join(folder, "database")}`,
      `--socket=${socket}`,
      `--pid-file=${join(folder, "mariadb.pid")}`,
      `--tmpdir=${fresh(join(folder, "tmp"))}`,
      "--skip-networking",
      "--character-set-server=utf8mb4",
      "--collation-server=utf8mb4_unicode_ci",
      // A killed server keeps every commit; only a machine without power loses some.
      "--innodb-flush-log-at-trx-commit=2",
      "--innodb-log-file-size=32M",
      "--max-connections=300",
    ],
  });
}

/** Returns the pool of PHP workers. */
export function fpmService({ folder, environment, workers }) {
  return new Service({
    name: "php-fpm",
    folder,
    environment,
    probe: () => accepts({ path: join(folder, "fpm.sock") }),
    command: () => {
      writeFileSync(join(folder, "fpm.conf"), fpmConfiguration({ folder, workers }));
      rmSync(join(folder, "fpm.sock"), { force: true });
      const settings = Object.entries(phpSettings(folder)).flatMap(([name, value]) => ["-d", `${name}=${value}`]);
      const asRoot = isRoot ? ["--allow-to-run-as-root"] : [];
      return [programs().fpm, "-F", "-y", join(folder, "fpm.conf"), ...asRoot, ...settings];
    },
  });
}

/** Returns the web server on a loopback port. */
export function nginxService({ folder, port }) {
  return new Service({
    name: "nginx",
    folder,
    environment: {},
    probe: () => accepts({ host: "127.0.0.1", port }),
    command: () => {
      writeFileSync(join(folder, "nginx.conf"), nginxConfiguration({ folder, port, isRoot }));
      const log = join(folder, "log", "nginx-errors.log");
      return [programs().nginx, "-p", folder, "-e", log, "-c", join(folder, "nginx.conf")];
    },
  });
}

/** Returns a loopback port nobody listens on. Another may take it in between: whoever uses it tries again. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Whether a MariaDB says hello: its socket is there before it can be asked. */
function greets(path) {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const end = (answer) => (socket.destroy(), resolve(answer));
    socket.setTimeout(1000, () => end(false));
    socket.once("error", () => end(false));
    socket.once("data", (bytes) => end(bytes[4] !== 0xff));
    socket.once("end", () => end(false));
  });
}

function accepts(where) {
  return new Promise((resolve) => {
    const socket = connect(where);
    const end = (answer) => (socket.destroy(), resolve(answer));
    socket.once("error", () => end(false));
    socket.once("connect", () => end(true));
  });
}

function fresh(folder) {
  mkdirSync(folder, { recursive: true });
  return folder;
}
