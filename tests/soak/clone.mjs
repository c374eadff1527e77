// Owns a clone of the store as hosts and staging plugins make it: database and files copied, at another address.
import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";

const ADDRESS = `UPDATE wp_options SET option_value = ? WHERE option_name IN ('siteurl', 'home')`;

/**
 * Copies a store, with its keys and its mark; the clone has a time of its own that begins with the original's.
 * @param {Awaited<ReturnType<typeof openStore>>} store
 */
export async function cloneOf(store) {
  const file = await store.backup(join(store.folder, "clone.sql"));
  const clone = await openStore({ plugin: "none", clock: store.clock.now(), cron: "none", workers: 2 });
  const content = (/** @type {string} */ site) => join(site, "wp-content");
  const plugin = join("plugins", "cartsignal");
  cpSync(join(content(store.site), plugin), join(content(clone.site), plugin), { recursive: true });
  for (const name of readdirSync(content(store.site)).filter((each) => each.startsWith("cartsignal")))
    cpSync(join(content(store.site), name), join(content(clone.site), name), { recursive: true });
  await clone.restore(file);
  rmSync(file);
  await clone.sql(ADDRESS, [clone.origin]);
  return clone;
}

/** Whether a store may send, and what waits there. */
export const sendingOf = (/** @type {Awaited<ReturnType<typeof openStore>>} */ store) =>
  store.call(`${SERVICES} $host = $services->host();
    return $host->permission()->sending() + ['next' => $host->nextAt()];`);
