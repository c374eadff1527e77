// Owns a PHP-FPM of one's own: one worker on a socket in a folder of its own, started for a benchmark and stopped after it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFpm, installPhp } from "../../../js/tools/php.mjs";
import { post } from "./fastcgi.mjs";

const START_LIMIT_MS = 10_000;
const SIGNALS = ["SIGINT", "SIGTERM"];

/** What a store's PHP has by default, said aloud: these are the settings that a benchmark hangs on. */
const usual = {
  "opcache.enable": 1,
  "opcache.validate_timestamps": 1,
  "opcache.revalidate_freq": 2,
  "opcache.memory_consumption": 128,
  "opcache.interned_strings_buffer": 8,
  "opcache.file_cache": "",
  "opcache.preload": "",
  "opcache.jit": "off",
  "opcache.jit_buffer_size": 0,
  "zend.assertions": -1,
  display_errors: 0,
  log_errors: 1,
  memory_limit: "256M",
};

/**
 * Starts a PHP-FPM, hands it to `use`, and stops it whatever happens.
 * @template T
 * @param {Record<string, string | number>} settings Over the usual ones.
 * @param {(fpm: Fpm) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withFpm(settings, use) {
  const program = findFpm();
  if (!program) throw new Error(`there is no \`php-fpm\`: ${installPhp()}`);
  const fpm = new Fpm(program, { ...usual, ...settings });
  try {
    await fpm.ready();
    return await use(fpm);
  } finally {
    await fpm.stop();
  }
}

export class Fpm {
  #folder = mkdtempSync(join(tmpdir(), "cartsignal-fpm-"));
  #socket = join(this.#folder, "fpm.sock");
  #child;
  #said = "";
  #ended;

  /**
   * @param {string} program
   * @param {Record<string, string | number>} settings
   */
  constructor(program, settings) {
    const file = join(this.#folder, "fpm.conf");
    writeFileSync(file, configuration(this.#socket));
    const chosen = Object.entries(settings).flatMap(([name, value]) => ["-d", `${name}=${value}`]);
    // Root has to say that the worker is to run as root too.
    const asRoot = process.getuid?.() === 0 ? ["-R"] : [];
    const args = ["--nodaemonize", "--force-stderr", "--fpm-config", file, ...asRoot, ...chosen];
    this.#child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    this.#ended = new Promise((settle) => this.#child.once("close", settle));
    process.once("exit", this.#kill);
    for (const signal of SIGNALS) process.once(signal, interrupted);
  }

  /** Waits until it takes requests. */
  ready() {
    return new Promise((settle, refuse) => {
      const fail = (why) => refuse(new Error(`php-fpm ${why}: ${this.#said}`));
      const limit = setTimeout(() => fail("does not start"), START_LIMIT_MS);
      this.#child.once("error", (error) => fail(error.message));
      this.#child.once("close", () => fail("ended"));
      this.#child.stderr.on("data", (chunk) => {
        this.#said += chunk;
        if (!this.#said.includes("ready to handle connections")) return;
        clearTimeout(limit);
        settle(undefined);
      });
    });
  }

  /**
   * Posts an object to a script and returns the object it answers, with the time that took as seen from here.
   * @param {URL} script
   * @param {object} body
   * @returns {Promise<{answer: any, milliseconds: number}>}
   */
  async ask(script, body) {
    const file = fileURLToPath(script);
    const { body: text, errors, milliseconds } = await post(this.#socket, file, JSON.stringify(body));
    try {
      return { answer: JSON.parse(text), milliseconds };
    } catch {
      throw new Error(`\`${file}\` failed: ${errors}${text}${this.#said}`);
    }
  }

  async stop() {
    this.#kill();
    await this.#ended;
    process.removeListener("exit", this.#kill);
    for (const signal of SIGNALS) process.removeListener(signal, interrupted);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  // The master ends its worker with itself when it is asked, and only then.
  #kill = () => this.#child.kill("SIGTERM");
}

/** By default a signal ends Node without its `exit`, and PHP-FPM would stay behind. */
function interrupted() {
  process.exit(130);
}

function configuration(socket) {
  return [
    "[global]",
    "daemonize = no",
    "[benchmark]",
    `listen = ${socket}`,
    "pm = static",
    "pm.max_children = 1",
    "catch_workers_output = yes",
    "",
  ].join("\n");
}
