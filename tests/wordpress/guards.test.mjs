// Owns the proof of the guards: copies, moved shops and restores send nothing by themselves and forget no opt-out, a pause
// flushes nothing, and other plugins that write about left carts are named.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../store/store.mjs";
import { SERVICES } from "../store/plugin_php.mjs";
import { openAccidents, DAY, EVERY, HOUR, MINUTE } from "./crash_scene.mjs";
import { RestClient } from "./rest_client.mjs";
import { finding } from "./wake_scene.mjs";
import { after, before, test } from "./with_woocommerce.mjs";

/** @type {import("./crash_scene.mjs").Scene} */
let scene;
before(async () => {
  scene = await openAccidents();
  // The cron alone sends: a run after a response would be under way while the clock jumps.
  scene.wish({ quiet: true });
  await scene.work();
});
/** The owner at her screens; a day later she logs in again. */
const owner = () => RestClient.open(scene.store);
after(() => scene?.store.close());

/** A test that begins at noon of a day of its own. */
const guardTest = (name, run) =>
  test(name, async () => {
    await scene.noon();
    await scene.work();
    await run();
  });

/** Somebody left a cart half an hour ago, less a minute: the next run after two minutes would send. */
async function almostDue() {
  const person = await scene.person().leave();
  await scene.pass(MINUTE);
  await scene.store.clock.jump(`+${28 * MINUTE}`);
  return person;
}

const folder = () => join(scene.store.site, "wp-content");
const ours = () => readdirSync(folder()).filter((name) => /^cartsignal-.*\.php$/.test(name));
const sending = (store) => store.call(`${SERVICES} return $services->host()->permission()->sending();`);
const mailsOf = (store) => store.mails().filter(({ subject }) => /Cartsignal/.test(subject));

guardTest(
  "a clone of database and files under another address asks the provider nothing, and says so once",
  async () => {
    const person = await almostDue();
    const file = join(scene.store.folder, "clone.sql");
    await scene.store.backup(file);
    const clone = await openStore({ clock: scene.store.clock.now() });
    try {
      await clone.restore(file);
      for (const name of ours()) cpSync(join(folder(), name), join(clone.site, "wp-content", name));
      for (const option of ["home", "siteurl"])
        await clone.sql("UPDATE wp_options SET option_value = ? WHERE option_name = ?", [clone.origin, option]);
      const asked = scene.store.provider.counts.requests;
      const before = mailsOf(clone).length;
      for (const ms of [5 * MINUTE, 3 * HOUR, 2 * DAY]) {
        await clone.clock.jump(`+${ms}`);
        await clone.runCron();
      }
      assert.deepEqual(await sending(clone), { allowed: false, why: "other_instance" });
      assert.equal(scene.store.provider.counts.requests, asked, "the clone asked the provider");
      assert.deepEqual(scene.texts(person), []);
      assert.deepEqual(
        mailsOf(clone)
          .slice(before)
          .map(({ subject }) => /Nothing is sent from this site$/.test(subject)),
        [true],
      );
    } finally {
      await clone.close();
    }
    await scene.pass(2 * MINUTE);
    assert.equal(scene.texts(person).length, 1, "the shop itself goes on");
  },
);

/** What tells a copy, done to the shop and undone. */
const DIFFERENCES = {
  "another address": {
    make: () => scene.php("update_option('home', 'http://staging.example');"),
    undo: () => scene.php("update_option('home', $args[0]);", [scene.store.origin]),
  },
  "another kind of environment": {
    make: () => editConfiguration((text) => text.replace("<?php", "<?php define('WP_ENVIRONMENT_TYPE', 'staging');")),
    undo: () => editConfiguration((text) => text.replace("<?php define('WP_ENVIRONMENT_TYPE', 'staging');", "<?php")),
  },
  "files of another copy": {
    make: () => editKeys((text) => text.replace(/"marker":"./, (found) => `${found.slice(0, -1)}x`)),
    undo: () => writeFileSync(keyFile(), kept),
  },
};
let kept;
const keyFile = () => join(folder(), "cartsignal-keys.php");
const editKeys = (change) => {
  kept = readFileSync(keyFile(), "utf8");
  const changed = change(kept);
  assert.notEqual(changed, kept);
  writeFileSync(keyFile(), changed);
};
const editConfiguration = (change) => {
  const file = join(scene.store.site, "wp-config.php");
  writeFileSync(file, change(readFileSync(file, "utf8")));
};

guardTest(
  "another address, environment or marker stops texts until all is as it was, or the owner says it moved",
  async () => {
    const person = await almostDue();
    for (const [what, { make, undo }] of Object.entries(DIFFERENCES)) {
      await make();
      try {
        await scene.pass(2 * MINUTE);
        assert.deepEqual(await sending(scene.store), { allowed: false, why: "other_instance" }, what);
        assert.deepEqual(scene.texts(person), [], what);
      } finally {
        await undo();
      }
    }
    await scene.pass(2 * MINUTE);
    assert.equal(scene.texts(person).length, 1, "nothing stands in the way any more");

    const next = await almostDue();
    const { make, undo } = DIFFERENCES["another kind of environment"];
    await make();
    try {
      await scene.pass(2 * MINUTE);
      assert.deepEqual(await sending(scene.store), { allowed: false, why: "other_instance" });
      assert.deepEqual(scene.texts(next), []);
      assert.equal((await (await owner()).get("/status")).state, "copy");
      await (await owner()).ok("POST", "/adopt");
      await scene.pass(2 * MINUTE);
      assert.equal(scene.texts(next).length, 1, "the owner said that it moved");
    } finally {
      await undo();
      await (await owner()).ok("POST", "/adopt");
    }
  },
);

const recent = () => scene.store.sql("SELECT at, act, reason FROM wp_cartsignal_decisions ORDER BY place DESC LIMIT 6");

guardTest("what is overdue when the owner resumes is decided again, and never flushed", async () => {
  const [patient, buyer] = [await scene.person().leave(), await scene.person().leave()];
  await scene.pass(MINUTE);
  await (await owner()).ok("POST", "/pause");
  await scene.pass(31 * MINUTE);
  assert.ok(await buyer.order("block"));
  // Nothing runs for hours: no cron, no visit.
  await scene.store.clock.jump(`+${3 * HOUR}`);
  await (await owner()).ok("POST", "/resume");
  const resumed = scene.store.clock.now();
  await scene.pass(6 * MINUTE, 2 * MINUTE);
  assert.deepEqual(scene.texts(buyer), [], "who bought meanwhile");
  assert.equal(scene.texts(patient).length, 1, JSON.stringify(await recent()));
  const recipient = await scene.php("return $services->keys()->recipient($args[0]);", [patient.phone]);
  const decisions = await scene.store.sql(
    `SELECT o.state, d.at FROM wp_cartsignal_outbox o JOIN wp_cartsignal_decisions d ON d.decision = o.decision
     WHERE o.act = 'send' AND o.recipient = ? ORDER BY o.place`,
    [recipient],
  );
  const sent = decisions.filter(({ state }) => state === "accepted");
  assert.equal(sent.length, 1);
  assert.ok(sent[0].at > resumed - 15 * MINUTE, `what was decided ${resumed - sent[0].at} ms before was sent`);
  assert.ok(decisions.length > 1 && decisions[0].at < resumed - 2 * HOUR, "the first decision went nowhere");
  assert.equal(decisions[0].state, "refused");
});

/** Opts out by the link of the text that somebody got. */
async function optOut(person) {
  const [, key] = /No more texts: \S+\/(\w{7})/.exec(scene.texts(person)[0].body);
  const { text } = await person.ask(`/${key}`);
  const nonce = /name="nonce" value="(\w+)"/.exec(text)[1];
  assert.equal((await person.ask(`/${key}`, { form: { nonce, act: "stop" } })).status, 200);
}

for (const [what, together] of [
  ["a database", false],
  ["database and files together, as a host's backup does", true],
]) {
  if (!together && !EVERY) continue;
  guardTest(`${what} put back: paused, and once resumed no opt-out since the backup is forgotten`, async () => {
    const [stopped, other] = [await scene.person().leave(), await scene.person().leave()];
    await scene.pass(MINUTE);
    await scene.store.backup();
    const files = new Map(ours().map((name) => [name, readFileSync(join(folder(), name))]));
    await scene.pass(30 * MINUTE);
    for (const person of [stopped, other]) assert.equal(scene.texts(person).length, 1);
    await optOut(stopped);
    await scene.pass(MINUTE);
    assert.match(readFileSync(join(folder(), "cartsignal-opt-outs.php"), "utf8"), /^r[0-9a-f]{48} sms=\d+$/m);
    assert.equal(statSync(join(folder(), "cartsignal-opt-outs.php")).mode & 0o777, 0o600);
    assert.equal(await (await fetch(`${scene.store.origin}/wp-content/cartsignal-opt-outs.php`)).text(), "");

    await scene.store.restore();
    if (together) {
      for (const name of ours()) rmSync(join(folder(), name));
      for (const [name, bytes] of files) writeFileSync(join(folder(), name), bytes);
    }
    await scene.pass(5 * MINUTE);
    assert.equal((await (await owner()).get("/status")).state, "restored");
    const [{ known }] = await scene.store.sql("SELECT COUNT(*) AS known FROM wp_cartsignal_opt_outs");
    const texted = scene.store.provider.messages.length;
    await (await owner()).ok("POST", "/resume");
    await scene.pass(MINUTE);
    const [{ then }] = await scene.store.sql("SELECT COUNT(*) AS `then` FROM wp_cartsignal_opt_outs");
    assert.equal(Number(then), Number(known) + 1, "read back");

    // Both come again a week and more later, when no cap holds a text back, with a new cart.
    await scene.pass(9 * DAY, 9 * DAY);
    await scene.noon();
    for (const { phone } of [stopped, other]) await Object.assign(scene.person(), { phone }).leave();
    await scene.pass(MINUTE);
    await scene.pass(31 * MINUTE);
    await scene.pass(10 * MINUTE);
    // Who ticks again is asked once whether that was meant: nothing else.
    const again = scene.texts(stopped).slice(1);
    assert.ok(again.length <= 1, JSON.stringify(again));
    for (const { body } of again)
      assert.match(body, /would you like text reminders/, "a text to somebody who opted out");
    assert.equal(scene.texts(other).length, 2, "it could have been sent");
    assert.ok(scene.store.provider.messages.length >= texted);
  });
}

guardTest("opt-outs count where the file of them can't be written, and the owner is told", async () => {
  const person = await almostDue();
  await scene.pass(2 * MINUTE);
  const file = join(folder(), "cartsignal-opt-outs.php");
  const text = readFileSync(file);
  rmSync(file);
  mkdirSync(file);
  try {
    await optOut(person);
    await scene.pass(2 * MINUTE);
  } finally {
    rmSync(file, { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
  }
  const key = await scene.php("return $services->keys()->recipient($args[0]);", [person.phone]);
  const found = await scene.store.sql("SELECT 1 FROM wp_cartsignal_opt_outs WHERE recipient = ?", [key]);
  assert.equal(found.length, 1);
});

test("no more coupons are issued in a month than allowed, by two processes at once neither", async () => {
  const tried = (ready, under) =>
    scene.php(
      `$sql = "INSERT INTO {outbox} (decision, act, decided_at, attempted_at, state) VALUES (?, 'issue_coupon', ?, ?, ?)";
       $now = $services->now();
       $services->database()->run("DELETE FROM {outbox} WHERE act = 'issue_coupon'");
       foreach (range(1, $args[0]) as $n) { $services->database()->run($sql, "old$n", $now, $now - 40 * 86_400_000, 'accepted'); }
       foreach (range(1, $args[0]) as $n) { $services->database()->run($sql, "c$n", $now, $now, 'accepted'); }
       foreach (range(1, $args[1]) as $n) { $services->database()->run($sql, "u$n", $now, $now, 'attempting'); }
       $issue = static fn (): array => ['done' => ['code' => 'X']];
       $acts = (new Cartsignal\\Guards\\CouponGuard($services))->around(['issue_coupon' => $issue, 'credit_order' => $issue]);
       $entry = (new ReflectionClass(Cartsignal\\Host\\Entry::class))->newInstanceWithoutConstructor();
       $answer = [$acts['issue_coupon']($entry), array_keys($acts)];
       $services->database()->run("DELETE FROM {outbox} WHERE act = 'issue_coupon'");
       return $answer;`,
      [ready, under],
    );
  const issued = [{ done: { code: "X" } }, ["issue_coupon", "credit_order"]];
  const refused = [{ refused: { why: "coupon_refused" } }, ["issue_coupon", "credit_order"]];
  assert.deepEqual(await tried(29, 1), issued, "30 a month without a wish of the owner's");
  assert.deepEqual(await tried(30, 1), refused);
  assert.deepEqual(await tried(29, 2), refused, "two at once");
  await scene.php("$services->settings()->change(['coupon_guard' => ['per_month' => 3]]);");
  assert.deepEqual(await tried(2, 1), issued);
  assert.deepEqual(await tried(3, 1), refused);
  await scene.php("$services->settings()->change(['coupon_guard' => null]);");
});

/** Names of main files as the plugins have them. */
const RIVALS = {
  CartBoss: "cartboss/cartboss.php",
  Klaviyo: "klaviyo/klaviyo.php",
  "CartFlows Cart Abandonment Recovery": "woo-cart-abandonment-recovery/woo-cart-abandonment-recovery.php",
  AutomateWoo: "automatewoo/automatewoo.php",
  "Abandoned Cart by Tyche": "woocommerce-abandoned-cart/woocommerce-ac.php",
};

guardTest(
  "other plugins that write about left carts are named with what to switch off, while they are active",
  async () => {
    const { items } = await (await owner()).get("/rivals");
    assert.deepEqual(items, []);
    assert.equal((await finding(scene.store, "rivals")).status, "good");
    for (const [name, file] of Object.entries(RIVALS)) {
      const path = join(folder(), "plugins", file);
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, `<?php\n/* Plugin Name: ${name} */\n`);
      await scene.php("require_once ABSPATH . 'wp-admin/includes/plugin.php'; activate_plugin($args[0]);", [file]);
    }
    const found = (await (await owner()).get("/rivals")).items;
    assert.deepEqual(found.map(({ name }) => name).sort(), Object.keys(RIVALS).sort());
    for (const { name, advice } of found) assert.ok(advice.includes(name.split(" ")[0]), advice);
    const health = await finding(scene.store, "rivals");
    assert.equal(health.status, "recommended");
    assert.match(health.sentence, /CartBoss sends texts about left carts, too/);
    await scene.php("require_once ABSPATH . 'wp-admin/includes/plugin.php'; deactivate_plugins($args[0]);", [
      Object.values(RIVALS),
    ]);
    assert.deepEqual((await (await owner()).get("/rivals")).items, []);
  },
);

// Real releases of such plugins, as folders with a colon in between; they are nobody's to ship.
const PEERS = (process.env.CARTSIGNAL_PEERS ?? "").split(":").filter(Boolean);

test(
  "real other plugins are known by what they define, whatever their folder is called",
  { skip: PEERS.length === 0 && "CARTSIGNAL_PEERS names no folders" },
  async () => {
    const store = await openStore({ otherPlugins: PEERS });
    try {
      const found = await store.call(`${SERVICES} return (new Cartsignal\\Guards\\Rivals($services))->active();`);
      assert.equal(found.length, PEERS.length, JSON.stringify(found));
    } finally {
      await store.close();
    }
  },
);
