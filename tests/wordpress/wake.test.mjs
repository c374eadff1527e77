// Owns the proof of waking: texts go out at their time by WordPress's cron, once, and no shopper waits for any of it.
import assert from "node:assert/strict";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import { SERVICES } from "../store/plugin_php.mjs";
import { heartbeat, leave, MINUTE, nextAt, openLiveStore, texts, testsOf } from "./wake_scene.mjs";

const RUN = `${SERVICES} return (new Cartsignal\\Wake\\Runs($services))->run($args[0], true);`;

// One store for all: each test has people of its own, and leaves nothing that waits.
let store;
before(async () => {
  store = await openLiveStore();
});
after(() => store?.close());
const wakeTest = testsOf(() => store);

const pending = async () =>
  (await store.sql("SELECT COUNT(*) AS n FROM wp_cartsignal_inbox WHERE state = 'pending'"))[0].n;
const scheduled = (hook) => store.call("return wp_next_scheduled($args[0]);", [`cartsignal_${hook}`]);

wakeTest("a text goes out within a minute of its time by cron events, and the wait is noted", async () => {
  await leave(store, 11);
  await store.clock.jump(`+${MINUTE}`);
  await store.runCron();
  const due = await nextAt(store);
  assert.ok(due - store.clock.now() > 30 * MINUTE, `a cart just left is not due yet: ${due}`);
  assert.equal((await texts(store)).length, 0);

  await store.clock.jump(`+${due - store.clock.now() - 20_000}`);
  await store.runCron();
  assert.equal((await texts(store)).length, 0, "not before its time");
  const events = [await scheduled("tick"), await scheduled("drain")].filter((event) => event !== false);
  assert.ok(Math.min(...events) <= Math.ceil(due / 1_000), `${events} wake nobody by ${due}`);

  for (let minute = 0; minute < 60 && (await texts(store)).length === 0; minute += 1) {
    const next = await nextAt(store);
    await store.clock.jump(`+${Math.max(1_000, next - store.clock.now() + 1_000)}`);
    await store.runCron();
    const beat = await heartbeat(store);
    assert.ok(Math.max(...beat.late) < MINUTE, `late by ${beat.late} ms`);
  }
  const [text] = await texts(store);
  assert.equal(text?.state, "accepted");
  const facts = await store.call(`${SERVICES} return (new Cartsignal\\Wake\\Facts($services))->all();`);
  assert.match(facts.late[1], /^\d+ s$/);
  assert.deepEqual(
    store.errors().filter(({ isOurs }) => isOurs),
    [],
  );
});

wakeTest("a second run beside one under way does nothing", async () => {
  await leave(store, 21);
  // Another process holds the lock of a run until a file is there.
  const [held, over] = ["held", "over"].map((name) => join(store.folder, "tmp", name));
  const holder = store.run(
    `${SERVICES} $services->database()->tryLock('drain'); touch($args[0]);
     while (!file_exists($args[1])) { usleep(50_000); clearstatcache(); }`,
    { args: [held, over], timeoutMs: 120_000 },
  );
  while (!existsSync(held)) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(await store.call(RUN, [20_000]), { busy: 1 });
  assert.ok((await pending()) >= 3);
  writeFileSync(over, "");
  await holder;
  await Promise.all([1, 2, 3].map(() => store.call(RUN, [20_000])));
  assert.equal(await pending(), 0);
  assert.equal((await store.sql("SELECT 1 FROM wp_cartsignal_inbox WHERE state = 'quarantined'")).length, 0);
});

wakeTest("an event that fires in a shopper's request does nothing there", async () => {
  await leave(store, 31);
  const before = await pending();
  await store.call("do_action('cartsignal_tick'); do_action('cartsignal_drain');");
  assert.equal(await pending(), before);
});

wakeTest("after a response the shopper has gone before the core begins, and not again for a while", async () => {
  await leave(store, 41);
  // The arrival takes four seconds to be taken in; a shopper who waited for it would see that.
  writeFileSync(
    join(store.site, "wp-content", "mu-plugins", "wake-test.php"),
    `<?php
    add_action('init', function () { if (isset($_GET['soon'])) { Cartsignal\\Wake\\Wake::soon(); } });
    add_action('cartsignal_point', function ($name) { if ($name === 'stepped' && PHP_SAPI !== 'cli') { sleep(4); } });`,
  );
  await fetch(`${store.origin}/shop/`);
  // The run before is a while ago.
  await store.clock.jump("+20000");
  const begun = performance.now();
  const answer = await fetch(`${store.origin}/wp-json/?soon=1`);
  assert.match(await answer.text(), /namespaces/);
  const took = performance.now() - begun;
  const before = await pending();
  assert.ok(before > 0, "the answer was here before the run was over");
  assert.ok(took < 3_900, `the answer took ${took} ms`);
  for (let tries = 0; tries < 200 && (await pending()) === before; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok((await pending()) < before, "the run went on after the answer");
  await store.runCron();

  await leave(store, 42);
  await (await fetch(`${store.origin}/wp-json/?soon=1`)).text();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.ok((await pending()) >= 3, "a busy shop does not load the core in each request");
});

wakeTest("where PHP can't finish a response early, asking only sees to the events", async () => {
  await leave(store, 51);
  const before = await pending();
  await store.call("wp_unschedule_hook('cartsignal_tick');");
  await store.call("Cartsignal\\Wake\\Wake::soon();");
  assert.equal(await pending(), before);
  assert.ok(await store.call("return wp_next_scheduled('cartsignal_tick');"), "the minute's event is back");
});

wakeTest("a run whose time is over leaves the rest to the next one, and plans it", async () => {
  await leave(store, 61);
  for (const hook of ["drain", "tick"]) await store.call("wp_unschedule_hook($args[0]);", [`cartsignal_${hook}`]);
  await leave(store, 62);
  assert.deepEqual(await store.call(RUN, [0]), { left: 1 });
  const events = [await scheduled("drain"), await scheduled("tick")].filter((event) => event !== false);
  assert.ok(Math.min(...events) * 1_000 - store.clock.now() <= 30_000, `planned for ${events}`);
  await store.call("Cartsignal\\Wake\\Schedule::keep();");
  await store.call(RUN, [20_000]);
});

wakeTest("a run that fails says so, and the next one goes on", async () => {
  await leave(store, 71);
  await store.call("rename(Cartsignal\\Settings\\KeyFile::path(), Cartsignal\\Settings\\KeyFile::path() . '.kept');");
  assert.equal(await store.call(RUN, [20_000]), null);
  const beat = await heartbeat(store);
  assert.match(beat.error, /KeyFault at KeyFile\.php:\d+/);
  await store.call("rename(Cartsignal\\Settings\\KeyFile::path() . '.kept', Cartsignal\\Settings\\KeyFile::path());");
  assert.ok((await store.call(RUN, [20_000])).done >= 3);
});

wakeTest("an event of another plugin that ends the cron process does not keep texts waiting", async () => {
  await leave(store, 81);
  const plugin = join(store.site, "wp-content", "mu-plugins", "wake-exit.php");
  writeFileSync(plugin, "<?php add_action('exits_early', function () { exit; });");
  await store.call("wp_schedule_single_event(1, 'exits_early'); Cartsignal\\Wake\\Schedule::keep();");
  await store.clock.jump(`+${2 * MINUTE}`);
  await store.runCron();
  assert.equal(await store.call("return wp_next_scheduled('exits_early');"), false, "it came first");
  assert.equal(await pending(), 0);
  rmSync(plugin);
});

wakeTest("events that another process wrote over come back with the next visit", async () => {
  await store.call("wp_unschedule_hook('cartsignal_tick'); wp_unschedule_hook('cartsignal_daily');");
  assert.equal((await fetch(`${store.origin}/shop/`)).status, 200);
  const events = await store.call(
    "return [wp_next_scheduled('cartsignal_tick') !== false, wp_next_scheduled('cartsignal_daily') !== false];",
  );
  assert.deepEqual(events, [true, true]);
});
