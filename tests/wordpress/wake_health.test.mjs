// Owns the proof of Site Health: each thing that keeps texts from going out is named, with the way out.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { AdminClient } from "./admin_client.mjs";
import { SERVICES } from "../store/plugin_php.mjs";
import { finding, heartbeat, leave, MINUTE, nextAt, openLiveStore, testsOf } from "./wake_scene.mjs";

let store;
before(async () => {
  store = await openLiveStore();
});
after(() => store?.close());
const wakeTest = testsOf(() => store);

wakeTest("a runner that nothing wakes is said to be late, with the line for the crontab", async () => {
  await leave(store, 1);
  await store.runCron();
  assert.equal((await finding(store, "runner")).status, "good", "a crontab calls wp-cron.php");
  await store.clock.jump(`+${(await nextAt(store)) - store.clock.now() + 11 * MINUTE}`);
  const late = await finding(store, "runner");
  assert.equal(late.status, "critical");
  assert.match(late.sentence, /switched off \(DISABLE_WP_CRON\)/);
  for (const line of [/\* \* \* \* \* wget .*wp-cron\.php/, /\* curl .*wp-cron\.php/, /\* wp cron event run --due-now/])
    assert.match(late.command, line);
  await store.runCron();
  const after = await finding(store, "runner");
  assert.equal(after.status, "good", JSON.stringify([await heartbeat(store), store.errors()]));
  const { alarms } = await store.call(`${SERVICES} return ['alarms' => $services->host()->permission()->alarms()];`);
  assert.ok(alarms.some(({ alarm }) => alarm === "late"));
});

wakeTest("links that can't work are said so, with what to do", async () => {
  assert.equal((await finding(store, "links")).status, "critical", "this store is on http");
  const secure = "update_option('home', 'https://kaffee.example');";
  assert.equal((await finding(store, "links", secure)).status, "good");
  const plain = await finding(store, "links", "update_option('permalink_structure', '');");
  assert.match(plain.sentence, /Plain/);
  await store.call("update_option('permalink_structure', '/%postname%/');");
  const folder = await finding(store, "links", "update_option('home', 'https://kaffee.example/shop');");
  assert.match(folder.sentence, /in the folder \/shop/);
  const long = await finding(store, "links", `update_option('home', 'https://${"x".repeat(40)}.example');`);
  assert.match(long.sentence, /at most 40 characters/);
  const constant = "define('CARTSIGNAL_LINK_ORIGIN', 'https://s.kaffee.example');";
  assert.equal((await finding(store, "links", constant)).status, "good");
  await store.call("update_option('home', $args[0]);", [store.origin]);
});

wakeTest("tests of keys, database, PHP, provider and stuck arrivals are good in a store that is well", async () => {
  for (const name of ["keys", "database", "php", "provider", "stuck"]) {
    const found = await finding(store, name);
    if (name === "provider") assert.match(found.sentence, /more than ten minutes late|^$/);
    else assert.notEqual(found.status, "critical", `${name}: ${found.sentence}`);
  }
});

wakeTest("an alarm of the provider is said with its way out", async () => {
  await store.call(`${SERVICES} $services->host()->permission()->alarm('login_refused', $services->now());`);
  const found = await finding(store, "provider");
  assert.equal(found.status, "critical");
  assert.match(found.sentence, /refuses the login: no text goes out\. Enter the account SID and the auth token again/);
});

wakeTest("whether the provider can reach the site is tried out over HTTP", async () => {
  await store.call(
    `${SERVICES} $services->settings()->change(['provider' => ['name' => 'twilio', 'settings' => ['account_sid' => 'AC' . str_repeat('0', 32), 'auth_token' => 'secret']]]);`,
  );
  const open = await finding(store, "reached");
  assert.equal(open.status, "good", open.sentence);
  const closed =
    "add_filter('rest_url', fn () => $GLOBALS['closed']); $GLOBALS['closed'] = home_url('/nothing-here/');";
  const found = await finding(store, "reached", closed);
  assert.equal(found.status, "critical");
  assert.match(found.sentence, /answered its own call with 404/);
});

wakeTest("an administrator sees the tests and facts, and the network test only with its nonce", async () => {
  const tests = await store.call(
    "require_once ABSPATH . 'wp-admin/includes/class-wp-site-health.php'; $all = WP_Site_Health::get_tests(); return [array_keys($all['direct']), array_keys($all['async'])];",
    [],
    { admin: true },
  );
  assert.equal(tests[0].filter((name) => name.startsWith("cartsignal_")).length, 8);
  assert.ok(tests[1].includes("cartsignal_reached"));
  const admin = await AdminClient.login(store, store.admin);
  const page = await admin.request("/wp-admin/site-health.php");
  assert.match(page.text, /cartsignal/);
  const forged = await admin.request("/wp-admin/admin-ajax.php", {
    body: { action: "health-check-cartsignal-reached" },
  });
  assert.equal(forged.status, 403);
  const stranger = new AdminClient(store);
  const refused = await stranger.request("/wp-admin/admin-ajax.php", {
    body: { action: "health-check-cartsignal-reached" },
  });
  assert.equal(refused.status, 400);
});
