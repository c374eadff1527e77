// Owns where stores live on this machine, and which programs run them.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findFpm, findPhp } from "../../js/tools/php.mjs";
import { findProgram, firstProgram } from "../../js/tools/toolchain.mjs";

export const here = dirname(fileURLToPath(import.meta.url));
export const repository = resolve(here, "../..");
export const pluginTree = join(repository, "plugin-wordpress");

// The path of a Unix socket has 108 bytes on Linux and 104 on macOS, with the zero behind it.
const SOCKET_PATH = 100;

/** Returns the folder of all stores: CARTSIGNAL_STORE_DIR, or one in the system's folder for what may vanish. */
export function storesFolder() {
  return resolve(process.env.CARTSIGNAL_STORE_DIR ?? join(tmpdir(), "cartsignal-store"));
}

/**
 * Returns the folder of one store by its name.
 * @param {string} name
 */
export function storeFolder(name) {
  if (!/^[a-z0-9][a-z0-9_-]{0,40}$/.test(name))
    throw new Error(`\`${name}\` is no name of a store: expected a-z, 0-9, - and _, 41 letters at most`);
  const folder = join(storesFolder(), name);
  if (join(folder, "database.sock").length > SOCKET_PATH)
    throw new Error("the folder of stores is too deep for a socket: set CARTSIGNAL_STORE_DIR to a short path");
  return folder;
}

/** Returns the programs a store needs: paths, undefined where one is not here. */
export function programs() {
  return {
    php: findPhp(),
    fpm: findFpm(),
    nginx: firstProgram([findProgram("nginx"), "/usr/sbin/nginx", "/usr/local/sbin/nginx"]),
    mariadbd: firstProgram([findProgram("mariadbd"), "/usr/sbin/mariadbd", "/usr/local/sbin/mariadbd"]),
    installDatabase: findProgram("mariadb-install-db"),
    dump: findProgram("mariadb-dump"),
    client: findProgram("mariadb"),
  };
}

/** Returns the library that gives programs another clock, or undefined. FAKETIME_LIBRARY wins. */
export function findFaketime() {
  const named = process.env.FAKETIME_LIBRARY;
  const folders = ["/usr/lib/faketime", "/usr/local/lib/faketime", "/usr/lib64/faketime", ...multiarch()];
  // The other one, libfaketime.so.1, is not for programs with threads.
  return [named, ...folders.map((folder) => join(folder, "libfaketimeMT.so.1"))].find(
    (path) => path && existsSync(path),
  );
}

/** Returns what this machine lacks for a store, each as words; empty when all is there. */
export function lackingPrograms() {
  const found = programs();
  return Object.entries({ php: "PHP", fpm: "php-fpm", nginx: "nginx", mariadbd: "MariaDB's server" })
    .filter(([name]) => !found[name])
    .map(([, words]) => words);
}

/**
 * Returns a short hash of files and words: a change of one is another name.
 * @param {string[]} files paths, hashed by content
 * @param {string[]} words
 */
export function hashOf(files, words) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(file));
  for (const word of words) hash.update(`\0${word}`);
  return hash.digest("hex").slice(0, 12);
}

function multiarch() {
  if (!existsSync("/usr/lib")) return [];
  return readdirSync("/usr/lib")
    .filter((name) => name.endsWith("-linux-gnu"))
    .map((name) => join("/usr/lib", name, "faketime"));
}
