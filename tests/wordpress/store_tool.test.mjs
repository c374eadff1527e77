// Owns the proof of the test store as a tool: its time, its cron, its database, and that nothing of it stays behind.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { storeFolder } from "../store/places.mjs";
import { pause } from "../store/services.mjs";
import { openStore } from "../store/store.mjs";

const DAY = 86_400_000;
const MINUTE = 60_000;
// What a machine with two busy cores may take between two questions.
const LATE = 15_000;

test("a jump reaches PHP, its workers, MariaDB and the cron loop at once, and time goes on from there", async (t) => {
  const start = Date.parse("2027-03-01T09:00:00Z");
  const store = await openStore({ plugin: "none", woocommerce: false, cron: "system", clock: start });
  t.after(() => store.close());
  const times = async () => {
    const [row] = await store.sql("SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS INTEGER) AS now");
    const worker = await fetch(`${store.origin}/wp-json/store/now`);
    return [
      store.clock.now(),
      await store.call("return (int) (microtime(true) * 1000);"),
      row.now,
      await worker.json(),
    ];
  };
  await store.call(
    `$code = "<?php add_action('rest_api_init', fn () => register_rest_route('store', 'now', ['permission_callback' =>
      '__return_true', 'callback' => fn () => (int) (microtime(true) * 1000)]));
      add_action('store_tick', fn () => update_option('store_ticked', time()));";
    file_put_contents(WPMU_PLUGIN_DIR . '/now.php', $code);`,
  );
  for (const [jump, expected] of [
    [undefined, start],
    [`+${DAY}`, start + DAY],
    ["2027-06-01T12:00:00Z", Date.parse("2027-06-01T12:00:00Z")],
    [`-${DAY}`, Date.parse("2027-05-31T12:00:00Z")],
  ]) {
    if (jump) await store.clock.jump(jump);
    const seen = await times();
    for (const moment of seen)
      assert.ok(moment >= expected && moment < expected + LATE, `${jump}: ${seen} at ${expected}`);
  }
  const [before] = await times();
  await pause(300);
  const [, after] = await times();
  assert.ok(after - before >= 300, "it ticks");

  await store.call("wp_schedule_single_event(time() + 120, 'store_tick');");
  await pause(1_000);
  assert.equal(await store.call("return get_option('store_ticked');"), false);
  await store.clock.jump(`+${3 * MINUTE}`);
  const deadline = Date.now() + LATE;
  let ticked;
  do {
    await pause(100);
    ticked = await store.call("return get_option('store_ticked');");
  } while (ticked === false && Date.now() < deadline);
  assert.ok(Math.abs(ticked * 1000 - store.clock.now()) < LATE, "the crontab's next call did what was due");
});

test("the database comes back with every commit, and a backup brings back what was", async (t) => {
  const store = await openStore({ plugin: "none", woocommerce: false });
  t.after(() => store.close());
  const names = async () =>
    (await store.sql("SELECT option_name FROM wp_options WHERE option_name LIKE 'kept%'")).length;
  await store.call("update_option('kept_1', 1);");
  await store.backup();
  await store.call("update_option('kept_2', 'grün');");
  await store.database.stop("SIGKILL");
  assert.equal((await fetch(store.origin)).status, 500);
  await store.database.start();
  assert.equal((await fetch(store.origin)).status, 200);
  assert.equal(await names(), 2);
  await store.sql("CREATE TABLE wp_made_since (id INT)");
  await store.restore();
  assert.equal(await names(), 1);
  assert.deepEqual(await store.sql("SHOW TABLES LIKE 'wp_made_since'"), []);
});

test("what PHP has to complain of is told, and whose it is", async (t) => {
  const store = await openStore({ plugin: "none", woocommerce: false });
  t.after(() => store.close());
  assert.deepEqual(store.errors(), []);
  const failed = await store.run("echo 'said'; trigger_error('cartsignal is sorry', E_USER_WARNING); nothing();");
  assert.equal(failed.code, 255);
  assert.equal(failed.stdout, "said");
  const [warning, fatal] = store.errors();
  assert.deepEqual([warning.level, warning.isOurs], ["Warning", true]);
  assert.match(fatal.text, /Call to undefined function nothing\(\)/);
  assert.deepEqual([fatal.level, fatal.isOurs], ["Fatal error", false]);
  store.forgetErrors();
  assert.deepEqual(store.errors(), []);
  await store.call("wp_mail('ada@kunden.example', 'Hello', 'You');");
  assert.deepEqual(store.mails(), [{ to: ["ada@kunden.example"], subject: "Hello", message: "You" }]);
  const outside = await store.call("return array_map(fn ($url) => is_wp_error(wp_remote_get($url)), $args);", [
    "https://wordpress.org/",
    `${store.origin}/`,
  ]);
  assert.deepEqual(outside, [true, false], "nothing but loopback is reached");
});

test("a store ends with the process that opened it, even when that is killed", async () => {
  const name = `test-killed-${process.pid}`;
  const code = `import { openStore } from ${JSON.stringify(join(import.meta.dirname, "../store/store.mjs"))};
    await openStore({ name: ${JSON.stringify(name)}, plugin: "none", woocommerce: false });
    console.log("open"); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => parent.stdout.once("data", resolve));
  const pids = Object.values(JSON.parse(readFileSync(join(storeFolder(name), "pids.json"), "utf8")));
  assert.equal(pids.length, 4);
  assert.equal(pids.every(isAlive), true);
  parent.kill("SIGKILL");
  const deadline = Date.now() + LATE;
  while (pids.some(isAlive) && Date.now() < deadline) await pause(50);
  assert.deepEqual(pids.filter(isAlive), []);

  const again = await openStore({ name, plugin: "none", woocommerce: false });
  await again.close();
  assert.equal(existsSync(storeFolder(name)), false);
});

function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // One that nobody has collected yet is dead all the same.
  return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}
