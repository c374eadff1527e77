// Owns how plugins get into a store: this checkout's, copied or linked or from its zip, and others by their folder.
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { pluginTree, repository } from "./places.mjs";

const ZIP = join(repository, "dist", "cartsignal.zip");
// What `npm run package` leaves out too.
const NOT_SHIPPED = /^(tests|wasm2php|phpunit\.xml\.dist|node_modules|\.[^/]+)(\/|$)/;

/**
 * Puts the plugins into a store's files. Answers what `open_store.php` does next.
 * @param {{ folder: string, plugin: "tree" | "linked" | "zip" | "none", path?: string, others?: string[] }} options
 */
export function placePlugins({ folder, plugin, path, others = [] }) {
  const plugins = join(folder, "site", "wp-content", "plugins");
  const activate = others.map((other) => {
    cpSync(other, join(plugins, basename(resolve(other))), { recursive: true, dereference: true });
    return entryOf(resolve(other));
  });
  if (plugin === "none") return { zip: null, activate };
  if (plugin === "zip") {
    const zip = resolve(path ?? ZIP);
    if (!existsSync(zip))
      throw new Error(`${zip} is not here: run npm run package, or open the store with plugin tree`);
    return { zip, activate: [...activate, "cartsignal/cartsignal.php"] };
  }
  const tree = resolve(path ?? pluginTree);
  const target = join(plugins, "cartsignal");
  if (plugin === "linked") symlinkSync(tree, target);
  else cpSync(tree, target, { recursive: true, filter: (source) => !NOT_SHIPPED.test(relative(tree, source)) });
  return { zip: null, activate: [...activate, entryOf(tree, "cartsignal")] };
}

/** Returns the plugin's main file as WordPress names it. */
function entryOf(tree, name = basename(tree)) {
  const isEntry = (file) => /^[ \t/*#@]*Plugin Name:/m.test(readFileSync(join(tree, file), "utf8").slice(0, 8192));
  const entry = readdirSync(tree).find((file) => file.endsWith(".php") && isEntry(file));
  if (!entry) throw new Error(`${tree} holds no plugin: expected a PHP file with a Plugin Name`);
  return `${name}/${entry}`;
}
