// Owns where WordPress and WooCommerce come from: an environment variable, a pinned npm package, the official download.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { programs, storesFolder } from "./places.mjs";

const BUILDS = "@wp-playground/wordpress-builds";
const BUILD = "6.5";
const WOOCOMMERCE_VERSION = "9.4.3";
const WOOCOMMERCE_ZIP = `https://downloads.wordpress.org/plugin/woocommerce.${WOOCOMMERCE_VERSION}.zip`;
const CONNECT_MS = 8_000;
const DOWNLOAD_MS = 120_000;

/**
 * Returns WordPress as a store copies it: the folders laid over each other, and the version they make.
 * @returns {{ version: string, layers: { zip?: string, folder?: string }[] }}
 */
export function wordpressSource() {
  const named = process.env.WORDPRESS_DIR;
  if (named) {
    const folder = resolve(named);
    return { version: wordpressVersion(folder), layers: [{ folder }] };
  }
  const builds = packageFolder();
  if (!builds) throw new Error(`WordPress is not here: run npm ci (it brings ${BUILDS}), or set WORDPRESS_DIR`);
  const release = readFileSync(join(builds, "package.json"), "utf8");
  return {
    version: `${BUILD} of ${JSON.parse(release).version}`,
    layers: [
      { zip: join(builds, "src", "wordpress", `wp-${BUILD}.zip`) },
      { folder: join(builds, "public", `wp-${BUILD}`) },
    ],
  };
}

/**
 * Returns the WooCommerce plugin's folder and version, or in `missing` the sentence why it can't be had.
 * @returns {Promise<{ folder: string, version: string } | { missing: string }>}
 */
export async function woocommerceSource() {
  const named = process.env.WOOCOMMERCE_DIR;
  if (named) {
    const folder = resolve(named);
    const version = woocommerceVersion(folder);
    return version ? { folder, version } : { missing: `WOOCOMMERCE_DIR=${named} holds no woocommerce.php` };
  }
  const folder = join(storesFolder(), "downloads", `woocommerce-${WOOCOMMERCE_VERSION}`, "woocommerce");
  if (!woocommerceVersion(folder)) {
    const failed = await download(dirname(folder));
    if (failed) return { missing: `WOOCOMMERCE_DIR is not set and ${WOOCOMMERCE_ZIP} can't be had (${failed})` };
  }
  return { folder, version: woocommerceVersion(folder) };
}

/**
 * Copies WordPress into a new folder, without what only its npm package needs.
 * @param {string} target
 */
export function copyWordpress(target) {
  mkdirSync(target, { recursive: true });
  for (const { zip, folder } of wordpressSource().layers) {
    if (zip) unpack(zip, target);
    else cpSync(folder, target, { recursive: true, dereference: true });
  }
  for (const name of ["wp-config.php", ".default_theme", "wordpress-remote-asset-paths", "wp-content/database"])
    rmSync(join(target, name), { recursive: true, force: true });
}

/**
 * Unpacks a zip with PHP's own reader: a machine that runs a store has it.
 * @param {string} zip
 * @param {string} target
 */
export function unpack(zip, target) {
  const code = "$z = new ZipArchive(); exit($z->open($argv[1]) === true && $z->extractTo($argv[2]) ? 0 : 1);";
  const ended = spawnSync(programs().php, ["-r", code, "--", zip, target], { encoding: "utf8" });
  if (ended.status !== 0) throw new Error(`${zip} could not be unpacked: ${ended.stderr}${ended.stdout}`);
}

async function download(target) {
  const part = `${target}.${process.pid}`;
  const gaveUp = new AbortController();
  const connecting = setTimeout(() => gaveUp.abort(new Error("no answer in time")), CONNECT_MS);
  try {
    const answer = await fetch(WOOCOMMERCE_ZIP, {
      signal: AbortSignal.any([gaveUp.signal, AbortSignal.timeout(DOWNLOAD_MS)]),
    });
    clearTimeout(connecting);
    if (!answer.ok) return `status ${answer.status}`;
    mkdirSync(part, { recursive: true });
    writeFileSync(join(part, "woocommerce.zip"), Buffer.from(await answer.arrayBuffer()));
    unpack(join(part, "woocommerce.zip"), part);
    rmSync(join(part, "woocommerce.zip"));
    rmSync(target, { recursive: true, force: true });
    renameSync(part, target);
    return undefined;
  } catch (error) {
    return error.cause?.code ?? error.message;
  } finally {
    clearTimeout(connecting);
    rmSync(part, { recursive: true, force: true });
  }
}

function packageFolder() {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${BUILDS}/package.json`));
  } catch {
    return undefined;
  }
}

function wordpressVersion(folder) {
  const file = join(folder, "wp-includes", "version.php");
  const found = existsSync(file) && /\$wp_version\s*=\s*'([^']+)'/.exec(readFileSync(file, "utf8"));
  if (!found) throw new Error(`WORDPRESS_DIR=${folder} holds no WordPress: expected wp-includes/version.php`);
  return found[1];
}

function woocommerceVersion(folder) {
  const file = join(folder, "woocommerce.php");
  return existsSync(file) ? /^ \* Version: (\S+)/m.exec(readFileSync(file, "utf8"))?.[1] : undefined;
}
