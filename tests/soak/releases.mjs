// Owns the two releases of an upgrade: the plugin as it lies here, and one of later with a migration more, both as zips.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { unzipSync } from "fflate";
import { packagePlugin } from "../../js/tools/package.mjs";
import { repository } from "../store/places.mjs";

const NOT_SHIPPED = /^(tests|wasm2php|phpunit\.xml\.dist|README\.md)(\/|$)/;
const LATER = "99.0.0";

/** What the release of later adds to the tables: something that the one before does not read. */
const MIGRATION = "['ALTER TABLE {counters} ADD COLUMN of_later INT NULL']";
const LIST = "$list ?? self::ofThisRelease()";

/**
 * Makes both zips of one copy of the tree: nobody changes it meanwhile.
 * @param {string} folder
 * @param {string} [zip] a release to begin with instead of the tree
 * @returns {Promise<{ current: string, later: string }>}
 */
export async function packReleases(folder, zip) {
  const copy = join(folder, "tree");
  mkdirSync(copy, { recursive: true });
  for (const file of ["package.json", "Cargo.toml", "LICENSE"]) cpSync(join(repository, file), join(copy, file));
  if (zip) unpack(zip, join(copy, "plugin-wordpress"));
  else {
    const plugin = join(repository, "plugin-wordpress");
    const filter = (/** @type {string} */ source) => !NOT_SHIPPED.test(relative(plugin, source));
    cpSync(plugin, join(copy, "plugin-wordpress"), { recursive: true, filter });
  }
  const [current, later] = [join(folder, "current.zip"), join(folder, "later.zip")];
  await packagePlugin({ from: copy, to: current, checkPhp: false });

  const { version } = JSON.parse(readFileSync(join(copy, "package.json"), "utf8"));
  const edit = (/** @type {string} */ path, /** @type {(text: string) => string} */ change) => {
    const file = join(copy, path);
    const before = readFileSync(file, "utf8");
    const after = change(before);
    if (after === before) throw new Error(`the soak does not know its way in ${path} any more: nothing was changed`);
    writeFileSync(file, after);
  };
  for (const file of ["package.json", "Cargo.toml", "plugin-wordpress/cartsignal.php", "plugin-wordpress/readme.txt"])
    edit(file, (text) => text.replaceAll(version, LATER));
  edit("plugin-wordpress/src/Host/Migrations.php", (text) =>
    text.replace(LIST, `$list ?? [...self::ofThisRelease(), ${MIGRATION}]`),
  );
  await packagePlugin({ from: copy, to: later, checkPhp: false });
  return { current, later };
}

function unpack(/** @type {string} */ zip, /** @type {string} */ to) {
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    const file = join(to, name.replace(/^cartsignal\//, ""));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

/** What an owner does who uploads a zip and presses *Replace current with uploaded*. */
export const REPLACE = `require_once ABSPATH . 'wp-admin/includes/class-wp-upgrader.php';
$skin = new WP_Ajax_Upgrader_Skin();
$done = (new Plugin_Upgrader($skin))->install($args[0], ['overwrite_package' => true]);
$errors = is_wp_error($done) ? $done : $skin->get_errors();
return ['done' => $done === true, 'errors' => $errors->get_error_messages(),
    'active' => is_plugin_active('cartsignal/cartsignal.php')];`;

/** Which release the store has set up, and what troubles it. */
export const STANDING = `$settings = $services->settings();
return ['version' => $settings->version(), 'trouble' => $settings->trouble()];`;
