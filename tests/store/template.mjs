// Owns the prepared store that every other is a copy of: made once per versions and content, then copied in seconds.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { wordpressConfiguration } from "./configuration.mjs";
import { keep } from "./kept.mjs";
import { hashOf, here, lackingPrograms, programs, storesFolder } from "./places.mjs";
import { runPhp, storeScript } from "./php_run.mjs";
import { pause } from "./services.mjs";
import { copyWordpress, woocommerceSource, wordpressSource } from "./sources.mjs";

/** Stands for a store's address until it has one. */
export const NO_ORIGIN = "http://127.0.0.1:9";

const KEPT_MS = 3 * 86_400_000;
const WAIT_MS = 300_000;
const LINKED = new Set(["wp-admin", "wp-includes", "woocommerce"]);

/**
 * Returns the folder of a template and makes it when there is none yet. Processes that ask at once wait for one.
 * @param {{ woocommerce: boolean, say?: (line: string) => void }} options
 * @returns {Promise<{ folder: string, woocommerce?: string, missing?: string }>} the version, or why there is none
 */
export async function prepareTemplate({ woocommerce, say = () => {} }) {
  const lacking = lackingPrograms();
  if (lacking.length > 0) throw new Error(`a store needs ${lacking.join(", ")}: run npm run setup`);
  const source = woocommerce ? await woocommerceSource() : { missing: "not asked for" };
  const files = filesUnder(join(here, "php"));
  const folder = join(
    storesFolder(),
    "templates",
    hashOf(files, [wordpressSource().version, source.version ?? "none"]),
  );
  const answer = { folder, woocommerce: source.version, missing: source.missing };
  const lock = `${folder}.lock`;
  mkdirSync(join(storesFolder(), "templates"), { recursive: true });
  for (const deadline = Date.now() + WAIT_MS; ; await pause(200)) {
    if (existsSync(folder)) {
      utimesSync(folder, new Date(), new Date());
      return answer;
    }
    if (takeLock(lock)) break;
    if (Date.now() > deadline) throw new Error(`another process makes the template for too long: ${lock}`);
  }
  try {
    say(`preparing WordPress ${wordpressSource().version}, WooCommerce ${source.version ?? "without"} (once)`);
    await make(`${folder}.part`, source.folder);
    renameSync(`${folder}.part`, folder);
    forgetOld(dirname(folder));
  } finally {
    rmSync(lock, { force: true });
  }
  return answer;
}

/**
 * Copies a template into a new store's folder. Code of others is linked: it is replaced as a whole or never changed.
 * @param {string} template
 * @param {string} folder
 */
export function copyTemplate(template, folder) {
  mkdirSync(folder, { recursive: true });
  cpSync(join(template, "database"), join(folder, "database"), { recursive: true });
  copyTree(join(template, "site"), join(folder, "site"));
  for (const own of ["log", "tmp", "mail"]) mkdirSync(join(folder, own));
  const { password } = JSON.parse(readFileSync(join(template, "template.json"), "utf8"));
  return { password };
}

/**
 * Writes the store's wp-config.php with keys of its own.
 * @param {{ folder: string, password: string, cron: string, fileChanges: boolean }} options
 */
export function configureWordpress({ folder, password, cron, fileChanges }) {
  const salts = Array.from({ length: 8 }, () => randomBytes(48).toString("base64"));
  const text = wordpressConfiguration({ folder, database: { password }, salts, cron, fileChanges });
  const file = join(folder, "site", "wp-config.php");
  rmSync(file, { force: true });
  writeFileSync(file, text, { mode: 0o600 });
}

async function make(folder, woocommerce) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "tmp"), { recursive: true });
  const site = join(folder, "site");
  copyWordpress(site);
  if (woocommerce) cpSync(woocommerce, join(site, "wp-content", "plugins", "woocommerce"), { recursive: true });
  cpSync(storeScript("mu"), join(site, "wp-content", "mu-plugins"), { recursive: true });
  installDatabase(folder);
  const kept = await keep(folder, { web: false, clock: "real" });
  try {
    const password = randomBytes(18).toString("hex");
    configureWordpress({ folder, password, cron: "none", fileChanges: true });
    const step = (name, order) =>
      runPhp({ folder, isFake: false, script: storeScript(name), input: JSON.stringify({ folder, ...order }) });
    await step("create_database.php", { socket: join(folder, "database.sock"), password });
    await step("install_wordpress.php", { origin: NO_ORIGIN });
    if (woocommerce) {
      await step("install_woocommerce.php", { origin: NO_ORIGIN });
      await step("fill_shop.php", { origin: NO_ORIGIN });
    }
    writeFileSync(join(folder, "template.json"), `${JSON.stringify({ password })}\n`);
  } finally {
    // Cleanly: what is copied later must not need a recovery.
    await kept.end();
  }
  for (const name of ["log", "tmp", "plan.json", "pids.json", "mariadb.pid"])
    rmSync(join(folder, name), { recursive: true, force: true });
}

function installDatabase(folder) {
  const { installDatabase: program } = programs();
  if (!program) throw new Error("mariadb-install-db is not here: run npm run setup");
  const asRoot = process.getuid?.() === 0 ? ["--user=root"] : [];
  const args = ["--no-defaults", `--datadir=${join(folder, "database")}`, "--skip-test-db", ...asRoot];
  const ended = spawnSync(program, [...args, "--auth-root-authentication-method=normal"], { encoding: "utf8" });
  if (ended.status !== 0) throw new Error(`mariadb-install-db failed: ${ended.stderr}${ended.stdout}`);
}

/** Deletes templates that nothing was copied from for long: those of earlier content. Stores keep what they link. */
function forgetOld(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).mtimeMs < Date.now() - KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** Takes a lock, also one whose holder died. */
function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
  } catch (error) {
    if (error.code === "ESRCH") rmSync(lock, { force: true });
  }
  return false;
}

/** `isLinked`: whether the folders here are WordPress' and WooCommerce's own. What else there is, a test may write into. */
function copyTree(from, to, isLinked = false) {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target, isLinked || LINKED.has(entry.name));
    else if (isLinked) linkSync(source, target);
    else copyFileSync(source, target);
  }
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
