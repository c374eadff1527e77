// Owns the proof of setting up: keys are made once, outside the database, and nothing goes on without them.
import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";
import { test as testInShop } from "./with_woocommerce.mjs";

const SET_UP = `${SERVICES} (new Cartsignal\\Settings\\Setup($services))->run();`;
const TROUBLE = "return (new Cartsignal\\Settings\\Settings(fn () => null))->trouble();";

const keysOf = (store) => join(store.site, "wp-content", "cartsignal-keys.php");

let shared;
before(async () => {
  shared = await openStore();
});
after(() => shared?.close());

testInShop("activation makes tables, a program, events and keys, and sets nothing live", async () => {
  const store = shared;
  const row = await store.sql("SELECT option_value, autoload FROM wp_options WHERE option_name = 'cartsignal'");
  assert.equal(row.length, 1);
  assert.ok(["yes", "on", "auto"].includes(row[0].autoload));
  assert.equal(await store.call(TROUBLE), null);
  assert.equal((await store.sql("SELECT 1 FROM wp_cartsignal_programs WHERE in_force = 1")).length, 1);
  const events = await store.call("return array_map('wp_next_scheduled', ['cartsignal_tick', 'cartsignal_daily']);");
  assert.ok(events.every(Number.isInteger));
  const settings = await store.call(
    `${SERVICES} $s = $services->settings();
     return [array_column($s->markets(), 'live'), $s->offers('cart'), $s->offers('offers'), $s->provider(), $s->shop()['name']];`,
  );
  assert.deepEqual(settings, [[false, false, false, false], true, false, null, "Kaffeehaus"]);
  assert.deepEqual(store.errors(), []);

  assert.equal(statSync(keysOf(store)).mode & 0o777, 0o600);
  const before = readFileSync(keysOf(store), "utf8");
  await store.call("deactivate_plugins('cartsignal/cartsignal.php'); activate_plugin('cartsignal/cartsignal.php');");
  assert.equal(readFileSync(keysOf(store), "utf8"), before, "a second activation keeps the keys");
});

testInShop("the web gets nothing of the files of keys and mark", async () => {
  const store = shared;
  await store.call("(new Cartsignal\\Settings\\MarkFile())->write('attempt-1');");
  for (const name of ["cartsignal-keys.php", "cartsignal-mark.php"]) {
    const file = join(store.site, "wp-content", name);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const secret = /"([\w+/=-]{9,})"/.exec(readFileSync(file, "utf8"))[1];
    const answer = await fetch(`${store.origin}/wp-content/${name}`);
    const text = await answer.text();
    assert.equal(text, "");
    assert.ok(!text.includes(secret));
  }
  assert.equal(await store.call("return (new Cartsignal\\Settings\\MarkFile())->read();"), "attempt-1");
});

testInShop("a lost file of keys stops everything loudly, and is never made anew", async (t) => {
  const store = await openStore();
  t.after(() => store.close());
  const kept = `${keysOf(store)}.kept`;
  renameSync(keysOf(store), kept);
  await store.runCron();
  await store.call(SET_UP);
  assert.match(await store.call(TROUBLE), /key .* is neither in .* everything stops/);
  await store.call("deactivate_plugins('cartsignal/cartsignal.php'); activate_plugin('cartsignal/cartsignal.php');");
  assert.equal(existsSync(keysOf(store)), false);
  const finding = await store.call(
    `${SERVICES} $found = (new Cartsignal\\Wake\\Findings($services))->of('keys'); return [$found->status, $found->sentence];`,
  );
  assert.equal(finding[0], "critical");
  assert.match(finding[1], /Put back the file .*cartsignal-keys\.php/);
  assert.equal((await fetch(`${store.origin}/shop/`)).status, 200, "the shop goes on");

  writeFileSync(keysOf(store), readFileSync(kept, "utf8").replace(/"store":"[^"]*"/, `"store":"${"A".repeat(43)}="`));
  await store.call(SET_UP);
  assert.match(await store.call(TROUBLE), /not the one this database was begun with/);

  rmSync(keysOf(store));
  renameSync(kept, keysOf(store));
  await store.call(SET_UP);
  assert.equal(await store.call(TROUBLE), null, "the same keys come back, and it goes on");
});

test("constants in wp-config.php win over the file", async () => {
  const store = shared;
  const [recipients, source] = await store.call(
    `define('CARTSIGNAL_RECIPIENT_KEY', base64_encode(str_repeat("\\1", 32)));
     define('CARTSIGNAL_STORE_KEY', base64_encode(str_repeat("\\2", 32)));
     return [bin2hex(Cartsignal\\Settings\\KeyFile::secrets()['recipients']), Cartsignal\\Settings\\KeyFile::source()];`,
  );
  assert.equal(recipients, "01".repeat(32));
  assert.equal(source, "constants");
  const short = await store.call(
    `define('CARTSIGNAL_STORE_KEY', base64_encode('too short'));
     try { Cartsignal\\Settings\\KeyFile::secrets(); } catch (Cartsignal\\Host\\KeyFault $fault) { return $fault->reason; }`,
  );
  assert.equal(short, "keys_missing");
});

test("SQLite is refused in one sentence, and the shop goes on", async () => {
  const store = shared;
  const trouble = await store.call(`define('DB_ENGINE', 'sqlite'); ${SET_UP} ${TROUBLE}`);
  assert.match(trouble, /This site keeps its data in SQLite: Cartsignal needs MySQL or MariaDB with InnoDB\./);
});

test("the database is reached by socket, by port and by IPv6 as WordPress reads DB_HOST", async () => {
  const store = shared;
  const read = (host) =>
    store.call(
      `$address = new ReflectionMethod(Cartsignal\\Settings\\Connection::class, 'addressOf');
       $address->setAccessible(true);
       return $address->invoke(null, $GLOBALS['wpdb'], $args[0]);`,
      [host],
    );
  assert.deepEqual(await read("localhost"), ["localhost", null, null]);
  assert.deepEqual(await read("db.example:3307"), ["db.example", 3307, null]);
  assert.deepEqual(await read("localhost:/run/mysqld.sock"), ["localhost", null, "/run/mysqld.sock"]);
  assert.deepEqual(await read("[::1]:3307"), ["[::1]", 3307, null]);
  assert.deepEqual(await read("::1"), ["[::1]", null, null]);
  assert.equal(await store.call(`${SERVICES} return $services->database()->get('SELECT 1 AS one')['one'];`), 1);
});

test("without WooCommerce the plugin does nothing and says why", async (t) => {
  const store = await openStore();
  t.after(() => store.close());
  if (!store.woocommerce) return t.skip(`WooCommerce is not here: ${store.missing}`);
  await store.call("deactivate_plugins('woocommerce/woocommerce.php');");
  assert.equal((await fetch(store.origin)).status, 200);
  const notices = await store.php("do_action('admin_notices');", { admin: true });
  assert.match(notices, /Cartsignal needs WooCommerce/);
  await store.runCron();
  const refused = await store.call(
    `require_once ABSPATH . 'wp-admin/includes/plugin.php';
     deactivate_plugins('cartsignal/cartsignal.php'); $answer = activate_plugin('cartsignal/cartsignal.php');
     return is_wp_error($answer) ? $answer->get_error_code() : 'activated';`,
  );
  assert.equal(refused, "plugin_missing_dependencies");
  assert.deepEqual(
    store.errors().filter(({ text }) => /cartsignal/i.test(text)),
    [],
  );
});

testInShop("deactivation takes the events along", async (t) => {
  const store = await openStore();
  t.after(() => store.close());
  const left = await store.call(
    "deactivate_plugins('cartsignal/cartsignal.php'); return preg_grep('/cartsignal/', array_merge(...array_map('array_keys', array_filter(_get_cron_array(), 'is_array'))));",
  );
  assert.deepEqual(Object.values(left), []);
});

testInShop("an update is carried out by cron and by the admin, never in a shopper's request", async (t) => {
  const store = await openStore();
  t.after(() => store.close());
  const version = "return (get_option('cartsignal')['version'] ?? null);";
  const age = "update_option('cartsignal', ['version' => '0.0.1'] + get_option('cartsignal'));";
  const now = await store.call(version);
  await store.call(age);
  for (const path of ["/", "/shop/", "/?wc-ajax=get_refreshed_fragments", "/wp-json/wc/store/v1/cart"])
    await fetch(store.origin + path);
  assert.equal(await store.call(version), "0.0.1");
  await store.clock.jump("+90000");
  await store.runCron();
  assert.equal(await store.call(version), now);
});
