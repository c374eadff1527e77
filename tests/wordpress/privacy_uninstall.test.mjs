// Owns the tests of coming and going: the zip through wp-admin's upload, the proof before leaving, what deleting leaves.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { packagePlugin } from "../../js/tools/package.mjs";
import { Owner } from "./privacy/owner.mjs";
import { NO_WOOCOMMERCE, openScene } from "./privacy/scene.mjs";

const NAME = "Zerlina";
const NUMBER = "07400123456";

let folder;
let zip;
let scene;
let store;
/** @type {Owner} */
let owner;
/** What there was before the plugin. */
let bare;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "cartsignal-zip-"));
  ({ file: zip } = await packagePlugin({ to: join(folder, "cartsignal.zip"), checkPhp: false }));
  scene = await openScene({ plugin: "none" });
  store = scene.store;
  owner = await Owner.login(store, store.admin);
  bare = await traces();
});

after(async () => {
  const errors = store.errors().filter(({ isOurs }) => isOurs);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  assert.deepEqual(errors, []);
});

test("the zip is uploaded, installed and activated in wp-admin", async (t) => {
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  await owner.install(zip);
  assert.equal(await store.call("return is_plugin_active('cartsignal/cartsignal.php');", [], { admin: true }), true);
  assert.ok((await traces()).tables.length > bare.tables.length + 20);
});

test("the proof is downloaded from the plugin's row, and its cells run in no spreadsheet", async (t) => {
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  await scene.goLive();
  await scene.tick({ customer: "t_zerlina", number: NUMBER, name: NAME });
  await scene.drain();
  await store.sql("UPDATE wp_cartsignal_consents SET shown = JSON_SET(shown, '$.page', ?, '$.form', ?)", [
    '=HYPERLINK("https://evil.example","x")',
    " @SUM(A1)",
  ]);
  await store.sql(
    "INSERT INTO wp_cartsignal_opt_outs (recipient, channel, at) VALUES ('rsomebody', 'sms', 1796126400000)",
  );
  const link = /href="([^"]+)">Download consent proof</.exec(await owner.row())?.[1];
  const answer = await owner.ask(link.replaceAll("&#038;", "&").replaceAll("&amp;", "&"));
  assert.match(answer.headers.get("content-type"), /^text\/csv/);
  assert.match(
    answer.headers.get("content-disposition"),
    /^attachment; filename="cartsignal-consent-proof-[-\d]+\.csv"$/,
  );
  assert.match(answer.headers.get("cache-control"), /no-cache/);
  const lines = answer.text.trimEnd().split("\r\n");
  assert.equal(lines.length, 3);
  for (const line of lines)
    assert.equal(line.match(/"(?:[^"]|"")*"(?:,|$)/g)?.join(""), line, "13 cells, each in quotes");
  assert.deepEqual(
    lines.map((line) => line.match(/"(?:[^"]|"")*"/g).length),
    [13, 13, 13],
  );
  assert.match(lines[1], /^"granted","2026-12-01T12:/);
  assert.match(lines[1], /"'\+447400123456"/);
  assert.match(lines[1], /"Text me about my basket at Teekontor"/);
  assert.ok(lines[1].includes(`"'=HYPERLINK(""https://evil.example"",""x"")"`));
  assert.ok(lines[1].includes(`"' @SUM(A1)"`));
  assert.match(lines[2], /^"opted_out","2026-12-01T12:00:00Z",""/);
});

test("nobody but an owner gets the proof, and not by a link that somebody else made", async (t) => {
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  const address = "/wp-admin/admin-post.php?action=cartsignal_consent_proof";
  assert.equal((await owner.ask(address)).status, 403, "without a nonce");
  assert.equal((await owner.ask(`${address}&_wpnonce=0123456789`)).status, 403, "with a made-up one");
  const customer = await Owner.login(store, store.ada);
  const nonce = await store.call("wp_set_current_user(1); return wp_create_nonce('cartsignal_consent_proof');");
  for (const other of [customer, new Owner(store)]) {
    const { text } = await other.ask(`${address}&_wpnonce=${nonce}`);
    assert.doesNotMatch(text, /granted|7400123456/);
  }
  const refused = await store.call(
    `wp_set_current_user(get_user_by('login', 'ada')->ID);
     $die = fn () => function ($text, $title, $args) { throw new RuntimeException($args['response'] . $text); };
     add_filter('wp_die_handler', $die);
     $_REQUEST['_wpnonce'] = wp_create_nonce('cartsignal_consent_proof');
     try { do_action('admin_post_cartsignal_consent_proof'); } catch (RuntimeException $said) { return $said->getMessage(); }`,
  );
  assert.match(refused, /^403You are not allowed/, "with a nonce of one's own");
});

test("deleted in wp-admin, only proof, opt-outs, the checks of the keys and their file stay", async (t) => {
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  await leaveTraces();
  await owner.remove();
  assert.equal(existsSync(join(store.site, "wp-content/plugins/cartsignal")), false);
  const left = await traces();
  assert.deepEqual(added(left.tables, bare.tables), [
    "wp_cartsignal_consents",
    "wp_cartsignal_opt_outs",
    "wp_cartsignal_settings",
  ]);
  assert.deepEqual(
    (await store.sql("SELECT name FROM wp_cartsignal_settings ORDER BY name")).map(({ name }) => name),
    ["key_check_recipients", "key_check_store"],
  );
  assert.deepEqual(added(left.files, bare.files), ["cartsignal-keys.php"]);
  for (const kind of ["options", "hooks", "meta", "coupons"]) assert.deepEqual(added(left[kind], bare[kind]), [], kind);
  await store.backup(join(folder, "left.sql"));
  const dump = readFileSync(join(folder, "left.sql"), "latin1");
  for (const form of [NUMBER.slice(1), NAME]) assert.equal(dump.includes(form), false, `the dump has ${form}`);
});

test("installed again, it knows who said stop, and goes on", async (t) => {
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  await owner.install(zip);
  const state = await scene.php(
    "return [$services->people()->optOuts('rsomebody'), $services->settings()->trouble(), $services->host()->drain()];",
  );
  assert.deepEqual(state[0], [{ channel: "sms", at: 1796126400000 }]);
  assert.equal(state[1], null);
  await scene.goLive();
  await scene.tick({ customer: "t_again", number: NUMBER, name: NAME });
  assert.equal((await scene.drain()).done, 1);
});

test("deleted with everything, nothing at all is left", async (t) => {
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  await leaveTraces();
  await scene.php("$services->settings()->change(['remove_on_uninstall' => true]);");
  await owner.remove();
  assert.equal(existsSync(join(store.site, "wp-content/plugins/cartsignal")), false);
  const left = await traces();
  for (const kind of Object.keys(bare)) assert.deepEqual(added(left[kind], bare[kind]), [], kind);
});

/** Whatever the plugin writes outside its tables. */
async function leaveTraces() {
  await store.call(
    `update_user_meta(1, '_cartsignal_reachable', '1');
     update_user_meta(1, '_cartsignal_recipient', 'r1');
     $coupon = wp_insert_post(['post_type' => 'shop_coupon', 'post_title' => 'one-time', 'post_status' => 'publish']);
     update_post_meta($coupon, '_cartsignal_decision', 'd1');
     wp_schedule_single_event(time() + 900, 'cartsignal_erase', ['recipient', 'r1']);
     if (function_exists('wc_create_order')) {
       $order = wc_create_order();
       $order->update_meta_data('_cartsignal_cart', 'c1');
       $order->update_meta_data('_cartsignal_decision', 'd1');
       $order->save();
     }`,
  );
  await scene.leave();
}

/** Everything a plugin could leave behind, by name. */
async function traces() {
  const names = async (sql) => (await store.sql(sql)).map((row) => String(Object.values(row)[0]));
  const inOrders = (await names("SHOW TABLES")).includes("wp_wc_orders_meta")
    ? "UNION SELECT meta_key FROM wp_wc_orders_meta WHERE meta_key LIKE '%cartsignal%'"
    : "";
  return {
    tables: await names("SHOW TABLES"),
    options: (await names("SELECT option_name FROM wp_options")).filter((name) => /cartsignal/.test(name)),
    hooks: await store.call(
      "return array_values(preg_grep('/cartsignal/', array_merge(...array_map('array_keys', array_values(_get_cron_array())))));",
    ),
    meta: await names(
      `SELECT meta_key FROM wp_usermeta WHERE meta_key LIKE '%cartsignal%' UNION SELECT meta_key FROM wp_postmeta
       WHERE meta_key LIKE '%cartsignal%' ${inOrders}`,
    ),
    coupons: await names("SELECT ID FROM wp_posts WHERE post_type = 'shop_coupon'"),
    files: readdirSync(join(store.site, "wp-content")).filter((name) => name !== "upgrade" && name !== "uploads"),
  };
}

function added(now, before) {
  return now.filter((name) => !before.includes(name)).sort();
}
