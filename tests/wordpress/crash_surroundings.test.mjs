// Owns the proof that what breaks around Cartsignal stops texts and never an order: the provider, the database, its tables,
// the keys, listeners of others, and a database put back from a backup.
import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { EVERY, HOUR, MINUTE, openAccidents, until } from "./crash_scene.mjs";
import { RestClient } from "./rest_client.mjs";
import { finding } from "./wake_scene.mjs";

/** @type {import("./crash_scene.mjs").Scene} */
let scene;
before(async () => {
  scene = await openAccidents();
});
beforeEach(() => scene.noon?.());
afterEach(() => scene.calm?.());
after(() => scene?.store.close());

const brokenTest = (name, run) =>
  test(name, (t) =>
    scene.store.woocommerce ? run(t) : t.skip(`NO WOOCOMMERCE: nothing was broken. ${scene.store.missing}`),
  );

/** What a provider does, whether the phone gets the text, and how it ends here. */
const FAULTS = [
  { fault: "timeout_after", texts: 1, always: true },
  { fault: "timeout_before", texts: 0, always: true },
  { fault: "hold", texts: 1 },
  { fault: "reset_after", texts: 1 },
  { fault: "reset_before", texts: 0 },
  { fault: "500_after", texts: 1 },
  { fault: "500_before", texts: 0 },
  { fault: "503", texts: 0, always: true },
  { fault: "html", texts: 0 },
];

brokenTest(
  "a provider that fails is asked once for each text; what is unsure is shown; the next text goes",
  async () => {
    // A second is patience enough in a test; the cron alone sends, so that no other run waits longer.
    scene.wish({ quiet: true, patience: 1_200 });
    const cases = [];
    for (const { fault, texts, always } of FAULTS) {
      if (!EVERY && !always) continue;
      const person = await scene.person().leave();
      scene.faults.set(person.phone, fault);
      cases.push({ person, fault, texts });
    }
    const next = await scene.person().leave();
    const asked = scene.store.provider.counts.requests;
    await scene.pass(31 * MINUTE);
    assert.equal(scene.texts(next).length, 1, "somebody else's text did not go");
    assert.ok(scene.store.provider.counts.requests - asked >= cases.length + 1);
    scene.faults.clear();
    await scene.pass(4 * MINUTE, 2 * MINUTE);
    await scene.pass(3 * HOUR, HOUR);
    for (const { person, fault, texts } of cases) {
      assert.equal(scene.texts(person).length, texts, fault);
      const lines = await scene.lines(person);
      assert.deepEqual(
        lines.map(({ state }) => state),
        [texts === 1 ? "accepted" : "unknown"],
        fault,
      );
    }
    const { unknown } = await scene.overview();
    assert.equal(unknown.length, cases.filter(({ texts }) => texts === 0).length);
    assert.match((await finding(scene.store, "stuck")).sentence, /texts may or may not have gone/);
  },
);

brokenTest(
  "a database that goes away in the middle of a run and comes back costs no text and doubles none",
  async () => {
    scene.wish({ quiet: true });
    const caught = await scene.person().leave();
    const next = await scene.person().leave();
    scene.faults.set(caught.phone, "hold");
    scene.faults.set(next.phone, "hold");
    await scene.pass(MINUTE);
    await scene.store.clock.jump(`+${30 * MINUTE}`);
    const run = scene.cron();
    await until(() => scene.store.provider.heldCount() > 0, "nothing was sent");
    await scene.store.database.stop("SIGKILL");
    scene.faults.clear();
    scene.store.provider.release();
    await run.catch(() => undefined);
    assert.equal((await caught.ask("/")).status, 500, "WordPress itself has no database");
    await scene.store.database.start();
    await scene.pass(6 * MINUTE, 2 * MINUTE);
    for (const person of [caught, next]) {
      assert.equal(scene.texts(person).length, 1);
      assert.deepEqual(
        (await scene.lines(person)).map(({ state }) => state),
        ["accepted"],
      );
    }
    assert.deepEqual(await scene.open(), []);
    scene.store.forgetErrors();
  },
);

const keyFile = () => join(scene.store.site, "wp-content", "cartsignal-keys.php");
const hidden = () => join(scene.store.folder, "keys-elsewhere.php");
const hideKeys = () => renameSync(keyFile(), hidden());
const putKeysBack = () => {
  rmSync(keyFile(), { force: true, recursive: true });
  renameSync(hidden(), keyFile());
};

/** Gives tables another name and back; what took their place meanwhile goes. */
async function moveTables(names, from, to) {
  for (const name of names) {
    await scene.store.sql(`DROP TABLE IF EXISTS ${to}${name}`);
    await scene.store.sql(`RENAME TABLE ${from}${name} TO ${to}${name}`);
  }
}
const allTables = async () => {
  const sql = "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_NAME LIKE ?";
  const found = await scene.store.sql(sql, ["wp\\_cartsignal\\_%"]);
  return found.map(({ name }) => name.replace("wp_cartsignal_", ""));
};
let moved = [];
const moveAway = async (names) => {
  moved = names;
  await moveTables(names, "wp_cartsignal_", "hidden_cartsignal_");
};
const moveBack = () => moveTables(moved, "hidden_cartsignal_", "wp_cartsignal_");

/** What may be missing, and which test of Site Health says so. */
const MISSING = [
  { what: "its keys are gone", always: true, breaks: hideKeys, mends: putKeysBack, health: "keys" },
  {
    what: "its keys are no keys",
    breaks: () => (hideKeys(), writeFileSync(keyFile(), "<?php\n// half a file")),
    mends: putKeysBack,
    health: "keys",
  },
  {
    what: "its keys can't be read",
    breaks: () => (hideKeys(), mkdirSync(keyFile())),
    mends: putKeysBack,
    health: "keys",
  },
  {
    what: "its inbox is missing",
    always: true,
    breaks: () => moveAway(["inbox"]),
    mends: moveBack,
    health: "database",
  },
  {
    what: "all its tables are missing",
    breaks: async () => moveAway(await allTables()),
    mends: moveBack,
    health: "database",
  },
];

for (const { what, always, breaks, mends, health } of MISSING) {
  if (!EVERY && !always) continue;
  brokenTest(`while ${what}, both checkouts sell, nothing is sent, and Site Health says so`, async () => {
    const waiting = await scene.person().leave();
    const buyers = { block: await scene.person().leave(), classic: await scene.person().leave() };
    await scene.pass(MINUTE);
    await breaks();
    try {
      for (const [kind, buyer] of Object.entries(buyers)) {
        await buyer.add();
        assert.ok(await buyer.order(kind), kind);
      }
      const stranger = scene.person();
      await stranger.add();
      assert.equal(await stranger.tick(), 200, "a box that can't be kept is no error of the shopper's");
      await scene.store.clock.jump(`+${31 * MINUTE}`);
      await scene.cron();
      assert.deepEqual(scene.texts(waiting), []);
      const said = await finding(scene.store, health);
      assert.equal(said.status, "critical", JSON.stringify(said));
      const fatal = scene.store.errors().filter(({ level }) => /Fatal|Warning/.test(level));
      assert.deepEqual(fatal, []);
      const notes = scene.store.errors().map(({ text }) => text);
      for (const { phone } of Object.values(buyers)) assert.ok(!notes.some((note) => note.includes(phone.slice(3))));
    } finally {
      await mends();
    }
    scene.store.forgetErrors();
    await scene.pass(2 * MINUTE, MINUTE);
    await scene.pass(HOUR, HOUR / 2);
    assert.equal(scene.texts(waiting).length, 1, "it goes once all is there again");
    for (const buyer of Object.values(buyers)) assert.deepEqual(scene.texts(buyer), [], "who bought meanwhile");
    assert.notEqual((await finding(scene.store, health)).status, "critical");
  });
}

brokenTest("listeners of others that throw stop no order and lose no arrival", async () => {
  const EVENTS = ["point", "appended", "soon", "arrived", "fault"].map((name) => `cartsignal_${name}`);
  const quiet = await scene.person().leave();
  const classic = await scene.person().leave();
  scene.wish({ in: "/", throws: EVENTS });
  const ticked = await scene.person().leave();
  await ticked.add();
  assert.ok(await quiet.order("block"));
  assert.ok(await classic.order("classic"));
  scene.unwish();
  scene.store.forgetErrors();
  await scene.pass(HOUR, HOUR / 2);
  for (const person of [quiet, classic]) assert.deepEqual(scene.texts(person), []);
  assert.equal(scene.texts(ticked).length, 1);
  const carts = "SELECT COUNT(*) AS carts FROM wp_cartsignal_inbox WHERE kind = 'cart' AND shopper = ?";
  const [{ shopper }] = await scene.store.sql(
    "SELECT shopper FROM wp_cartsignal_inbox WHERE kind = 'contact' ORDER BY place DESC LIMIT 1",
  );
  assert.deepEqual(await scene.store.sql(carts, [shopper]), [{ carts: 1 }], "who ticked is watched from then on");
});

brokenTest("a database put back from a backup sends nothing by itself, and nothing twice", async () => {
  const texted = await scene.person().leave();
  const stopped = await scene.person().leave();
  await scene.pass(MINUTE);
  await scene.store.backup();
  await scene.pass(31 * MINUTE);
  for (const person of [texted, stopped]) assert.equal(scene.texts(person).length, 1);
  await optOut(stopped);
  await scene.pass(MINUTE);

  await scene.store.restore();
  await scene.pass(10 * MINUTE, 5 * MINUTE);
  const { sending, paused } = await scene.overview();
  assert.deepEqual([sending, paused], [{ allowed: false, why: "paused" }, "restored"]);
  for (const person of [texted, stopped]) assert.equal(scene.texts(person).length, 1, "while it is paused");

  assert.match((await finding(scene.store, "provider")).sentence, /put back from a backup/);
  const rest = await RestClient.open(scene.store);
  assert.match((await rest.get("/status")).title, /put back from a backup/);
  await rest.ok("POST", "/resume");
  const later = await scene.person().leave();
  await scene.pass(31 * MINUTE);
  await scene.pass(4 * HOUR, HOUR);
  assert.deepEqual((await scene.overview()).sending, { allowed: true });
  assert.equal(scene.texts(later).length, 1, "sending goes on");
  assert.equal(scene.texts(texted).length, 1, "a second text for one cart");
  assert.equal(scene.texts(stopped).length, 1, "a text to somebody who opted out");
  const lines = await scene.lines(texted);
  assert.ok(
    lines.some(({ state, why }) => state === "refused" && why === "restored"),
    JSON.stringify(lines),
  );
});

/** Opts out by the link of the text that somebody got. */
async function optOut(person) {
  const [, key] = /No more texts: \S+\/(\w{7})/.exec(scene.texts(person)[0].body);
  const { text } = await person.ask(`/${key}`);
  const nonce = /name="nonce" value="(\w+)"/.exec(text)[1];
  assert.equal((await person.ask(`/${key}`, { form: { nonce, act: "stop" } })).status, 200);
}
