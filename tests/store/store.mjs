// Owns a real store as tests use it: WordPress with WooCommerce on MariaDB, php-fpm and nginx, in a time of its own.
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { momentOf, openClock, writeOffset } from "./clock.mjs";
import { dumpDatabase, loadDatabase } from "./database_file.mjs";
import { endLeftovers, keep } from "./kept.mjs";
import { programs, storeFolder } from "./places.mjs";
import { placePlugins } from "./plugin.mjs";
import { openProvider, setUpCartsignal } from "./provider.mjs";
import { forgetErrors, readErrors } from "./php_errors.mjs";
import { runPhp, storeScript } from "./php_run.mjs";
import { configureWordpress, copyTemplate, NO_ORIGIN, prepareTemplate } from "./template.mjs";

const MINUTE_MS = 60_000;
const WORKERS = 8;

/**
 * Opens a new store; one of the same name is ended and replaced. It ends with this process, however that ends.
 *
 * `plugin`: "tree" (a copy of this checkout's), "linked" (edits are live; WordPress may not install or delete plugins),
 * "zip" (dist/cartsignal.zip through WordPress' own installer) or "none"; `pluginPath` names another folder or zip.
 * `otherPlugins`: folders, copied and activated before it. `woocommerce: false`: WordPress alone. `clock`: "fake" from now
 * on, "real" (nothing preloaded: what a benchmark wants), or the moment to begin at (ms, Date, ISO text).
 * `provider`: true or options of the fake provider: one stands beside the store, and Cartsignal sends through it in four
 * live markets; `settings`: more of Cartsignal's settings.
 * `locale`: the site's language; without its language pack WordPress and WooCommerce go on in English, plugins see it.
 * `cron`: "page" (WordPress' own, by visits), "system" (wp-cron.php each minute of the store's time) or "none".
 * @param {{ name?: string, plugin?: "tree" | "linked" | "zip" | "none", pluginPath?: string, otherPlugins?: string[],
 *   woocommerce?: boolean, checkout?: "block" | "classic", orders?: "hpos" | "legacy", cron?: "page" | "system" | "none",
 *   clock?: "fake" | "real" | number | string | Date, port?: number, workers?: number, locale?: string,
 *   provider?: boolean | Record<string, any>, settings?: Record<string, any>,
 *   say?: (line: string) => void }} [options]
 */
export async function openStore(options = {}) {
  const { name = `test-${process.pid}-${randomBytes(3).toString("hex")}`, plugin = "tree", cron = "none" } = options;
  const {
    checkout = "block",
    orders = "hpos",
    clock = "fake",
    workers = WORKERS,
    locale = "en_US",
    port,
    say,
  } = options;
  const folder = storeFolder(name);
  const isFake = clock !== "real";
  const template = await prepareTemplate({ woocommerce: options.woocommerce !== false, say });
  await endLeftovers(folder);
  rmSync(folder, { recursive: true, force: true });
  const { password } = copyTemplate(template.folder, folder);
  configureWordpress({ folder, password, cron, fileChanges: plugin !== "linked" });
  const placed = placePlugins({ folder, plugin, path: options.pluginPath, others: options.otherPlugins });
  writeOffset(folder, isFake && clock !== "fake" ? momentOf(clock) - Date.now() : 0);
  const kept = await keep(folder, {
    web: true,
    clock: isFake ? "fake" : "real",
    workers,
    port,
    isNameless: !options.name,
  });
  const beforeClose = new Set();
  try {
    const origin = `http://127.0.0.1:${kept.port}`;
    const passwords = { admin: randomBytes(9).toString("base64url"), ada: randomBytes(9).toString("base64url") };
    const woocommerce = template.woocommerce;
    const input = JSON.stringify({
      folder,
      origin,
      template_origin: NO_ORIGIN,
      passwords,
      woocommerce: woocommerce !== undefined,
      checkout,
      orders,
      locale,
      ...placed,
    });
    await runPhp({ folder, isFake, script: storeScript("open_store.php"), input });
    const state = { name, folder, origin, passwords, woocommerce, missing: template.missing, cron, isFake, plugin };
    writeFileSync(join(folder, "store.json"), `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
    const store = { ...joinStore(name), ...partsOf(kept, beforeClose, state), provider: undefined };
    if (options.provider && woocommerce) {
      store.provider = await openProvider(store, options.provider === true ? {} : options.provider);
      await setUpCartsignal(store, store.provider, options.settings);
    }
    if (cron === "system") await kept.ask("cron", { origin, isFake });
    return store;
  } catch (error) {
    for (const close of beforeClose) await close();
    await kept.end("SIGKILL");
    throw error;
  }
}

/**
 * Returns a store that another process keeps (`node tests/store/main.mjs --name NAME`): all but its starting and ending.
 * @param {string} name
 */
export function joinStore(name) {
  const folder = storeFolder(name);
  if (!existsSync(join(folder, "store.json"))) throw new Error(`there is no store \`${name}\``);
  const state = JSON.parse(readFileSync(join(folder, "store.json"), "utf8"));
  const { origin, passwords, isFake } = state;
  const clock = openClock(folder, isFake);
  const user = (login) => ({ user: login, password: passwords[login] });

  /** Runs PHP with WordPress loaded; answers what it printed. Args come as $args; `admin`: as the administrator. */
  async function run(code, { args = [], admin = false, ...rest } = {}) {
    const input = JSON.stringify({ folder, origin, code, args, admin });
    return runPhp({ folder, isFake, script: storeScript("run.php"), input, origin, ...rest });
  }

  async function sql(query, parameters = [], { database = "wordpress" } = {}) {
    const input = JSON.stringify({ socket: join(folder, "database.sock"), database, query, parameters });
    const script = storeScript("query.php");
    return (await runPhp({ folder, isFake: false, script, input })).result;
  }

  /** Runs wp-cron.php to its end, as a crontab with the php command does. */
  async function runCron() {
    await runPhp({ folder, isFake, script: join(folder, "site", "wp-cron.php") });
  }

  return {
    ...state,
    state,
    /** The folder of WordPress' files. */
    site: join(folder, "site"),
    /** PHP's log. */
    log: join(folder, "log", "php-errors.log"),
    admin: user("admin"),
    ada: user("ada"),
    clock,
    sql,
    /** What PHP code printed. */
    php: async (code, runOptions) => (await run(code, runOptions)).stdout,
    /** What PHP code returned, through JSON; its arguments are in $args. */
    call: async (code, args = [], runOptions = {}) => (await run(code, { args, ...runOptions })).result,
    /** The whole of a run: { stdout, stderr, result, code, signal }; never throws for how PHP ended. */
    run: (code, runOptions = {}) => run(code, { mayFail: true, ...runOptions }),
    runCron,
    /**
     * Lets time pass in steps, with wp-cron.php run to its end after each: a store with a crontab, quickly.
     * @param {number} ms
     * @param {number} [stepMs]
     */
    async pass(ms, stepMs = MINUTE_MS) {
      for (let left = ms; left > 0; left -= stepMs) {
        await clock.jump(`+${Math.min(stepMs, left)}`);
        await runCron();
      }
    },
    errors: () => readErrors(folder),
    forgetErrors: () => forgetErrors(folder),
    /** Mails the store sent, oldest first: { to, subject, message }. */
    mails() {
      const mail = join(folder, "mail");
      return readdirSync(mail)
        .sort()
        .map((file) => JSON.parse(readFileSync(join(mail, file), "utf8")));
    },
    /** How the test card ends from now on: paid, on-hold, pending, declined, failed. */
    payment: (outcome) => run("update_option('cartsignal_store_payment', $args[0]);", { args: [outcome] }),
    /** Writes the whole database into a file; `restore` puts it back. */
    backup: (file = join(folder, "backup.sql")) => dumpDatabase({ folder, file, program: programs().dump }),
    restore: (file = join(folder, "backup.sql")) => loadDatabase({ folder, file, program: programs().client }),
  };
}

function partsOf(kept, beforeClose, { folder }) {
  const service = (name) => ({
    start: () => kept.ask("start", { service: name }),
    /** `signal`: SIGTERM (orderly) unless named; SIGKILL takes its workers along. */
    stop: (signal) => kept.ask("stop", { service: name, signal }),
  });
  return {
    database: service("database"),
    fpm: service("fpm"),
    web: service("nginx"),
    pids: kept.pids,
    /** Closed first, in any order: browsers, a provider. */
    beforeClose,
    /** Leaves it running when this process ends; `node tests/store/main.mjs --stop NAME` ends it. */
    detach: () => kept.detach(),
    /** Ends it and deletes its folder, unless `keepFiles`. */
    async close({ keepFiles = false } = {}) {
      for (const close of [...beforeClose]) await close();
      await kept.end(keepFiles ? "SIGTERM" : "SIGKILL");
      if (!keepFiles) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
