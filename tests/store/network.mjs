// Owns making a network of a test store, as WordPress's own page for that does.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @param {Awaited<ReturnType<import("./store.mjs").openStore>>} store
 */
export async function makeNetwork(store) {
  const { host } = new URL(store.origin);
  await store.call(
    `require_once ABSPATH . 'wp-admin/includes/network.php';
     require_once ABSPATH . 'wp-admin/includes/upgrade.php';
     foreach ($GLOBALS['wpdb']->tables('ms_global') as $table => $name) { $GLOBALS['wpdb']->$table = $name; }
     install_network();
     populate_network(1, '127.0.0.1', 'admin@kunden.example', 'Network', '/', false);`,
    [],
    { admin: true },
  );
  const constants = {
    MULTISITE: true,
    SUBDOMAIN_INSTALL: false,
    DOMAIN_CURRENT_SITE: host,
    PATH_CURRENT_SITE: "/",
    SITE_ID_CURRENT_SITE: 1,
    BLOG_ID_CURRENT_SITE: 1,
  };
  const lines = Object.entries(constants).map(([name, value]) => `define('${name}', ${JSON.stringify(value)});`);
  const file = join(store.site, "wp-config.php");
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace("$table_prefix", () => `${lines.join("\n")}\n$table_prefix`),
  );
  for (const table of ["wp_site", "wp_blogs"]) await store.sql(`UPDATE ${table} SET domain = ?`, [host]);
}

/**
 * Adds a site to the network under a name of its own, which leads to the same server; answers its address and number.
 * @param {Awaited<ReturnType<import("./store.mjs").openStore>>} store
 * @param {string} name that this machine has for itself
 */
export async function addSite(store, name = "localhost") {
  const host = `${name}:${new URL(store.origin).port}`;
  const id = await store.call("return wpmu_create_blog($args[0], '/', 'Two', 1);", [host], { admin: true });
  if (!Number.isInteger(id)) throw new Error(`the site was not made: ${JSON.stringify(id)}`);
  // The trap: WordPress takes the colon before the port out of a new site's address.
  const origin = `http://${host}`;
  await store.sql("UPDATE wp_blogs SET domain = ? WHERE blog_id = ?", [host, id]);
  await store.sql(`UPDATE wp_${id}_options SET option_value = ? WHERE option_name IN ('home', 'siteurl')`, [origin]);
  return { origin, id };
}
