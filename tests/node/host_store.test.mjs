// Owns the tests of what the host keeps: tables, keys, what is sealed, what an erasure leaves.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { createHost } from "../../js/host/host.mjs";
import { KeyFault } from "../../js/host/keys.mjs";
import { migrations } from "../../js/host/migrations.mjs";
import { Store } from "../../js/host/store.mjs";
import { LEFT_MS, phone } from "../crash/shop.mjs";
import { stage } from "../crash/stage.mjs";

test("a transaction that fails leaves nothing, and the next one goes through", (context) => {
  const store = new Store(join(folder(context), "a.db"), "shop");
  const write = (/** @type {string} */ name) => store.run("INSERT INTO settings VALUES (?1, ?2, 'x')", name);
  assert.throws(() =>
    store.transaction(() => {
      write("a");
      throw new Error("no");
    }),
  );
  store.transaction(() => write("b"));
  assert.deepEqual(store.all("SELECT name FROM settings WHERE shop = ?1"), [{ name: "b" }]);
  store.close();
});

test("two shops in one file do not see each other", (context) => {
  const path = join(folder(context), "a.db");
  const [one, two] = [new Store(path, "one"), new Store(path, "two")];
  one.run("INSERT INTO settings VALUES (?1, 'a', 'x')");
  assert.deepEqual(two.all("SELECT name FROM settings WHERE shop = ?1"), []);
  one.close();
  two.close();
});

test("every table's key begins with the shop, or is a place beside it", (context) => {
  const store = new Store(join(folder(context), "a.db"), "shop");
  const tables = store.all(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND ?1 <> ''",
  );
  assert.ok(tables.length > 20);
  for (const { name } of tables) {
    const columns = store.all(`SELECT name FROM pragma_table_info('${name}') WHERE ?1 <> '' ORDER BY pk = 0, pk`);
    const [first, second] = columns.map((column) => column.name);
    assert.equal(first === "place" ? second : first, "shop", name);
  }
  store.close();
});

test("a database of a newer host is left alone", (context) => {
  const path = join(folder(context), "a.db");
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
  database.close();
  assert.throws(() => new Store(path, "shop"), /update the package/);
});

test("keys that are missing, short or others stop everything, loudly", async (context) => {
  const { host, options } = await stage(context);
  await host.drain();
  const code = (/** @type {any} */ keys) => {
    try {
      createHost({ ...options, keys });
    } catch (error) {
      assert.ok(error instanceof KeyFault);
      return error.code;
    }
    return "none";
  };
  assert.equal(code(undefined), "keys_missing");
  assert.equal(code({ ...options.keys, store: Buffer.alloc(31) }), "keys_missing");
  assert.equal(code({ ...options.keys, recipients: Buffer.alloc(32, 9) }), "keys_wrong");
  assert.equal(code({ ...options.keys, store: Buffer.alloc(32, 9) }), "keys_wrong");
});

test("nothing personal lies in the file in clear", async (context) => {
  const { host, visit, pass, texts, provider, path } = await stage(context);
  visit(1, { first_name: "Philippa" });
  await pass(LEFT_MS);
  const [{ to, body }] = texts();
  await provider.inbound({ from: to, to: "+447400999999", body: "not now, my dear shop" });
  await pass(1_000);
  assert.equal(host.overview().replies.length, 1);
  const files = readdirSync(join(path, "..")).map((name) => readFileSync(join(path, "..", name)).toString("latin1"));
  assert.ok(
    files.some((bytes) => bytes.includes("consents")),
    "the files were read",
  );
  const key = /tee\.de\/(\w{7})/.exec(body)?.[1] ?? "";
  for (const personal of [to.slice(1), phone(1), "Philippa", "my dear shop", key])
    for (const bytes of files) assert.ok(!bytes.includes(personal), `"${personal.slice(0, 4)}…" lies in clear`);
});

test("who is erased is forgotten, in copies made before too, but for the opt-out", async (context) => {
  const { host, visit, clock, pass, texts, provider, rows } = await stage(context);
  const recipient = visit(1);
  await pass(LEFT_MS);
  await provider.inbound({ from: texts()[0].to, to: "+447400999999", body: "STOP" });
  await pass(1_000);
  const id = texts()[0].sid;
  assert.ok(host.why(id)?.text);
  host.erase("recipient", recipient);
  host.erase("shopper", "s1");
  assert.equal(host.why(id)?.text, undefined);
  assert.deepEqual(host.about(recipient), {
    locale: undefined,
    optOuts: rows("SELECT channel, at FROM opt_outs WHERE shop = ?1"),
  });
  assert.equal(host.about(recipient).optOuts.length, 1);
  assert.deepEqual(rows("SELECT 1 FROM contacts WHERE shop = ?1"), []);
  assert.deepEqual(rows("SELECT 1 FROM data_keys WHERE shop = ?1"), []);
  // The same person comes back and ticks the box: the opt-out still counts, and only a question may lift it.
  clock.now += 20 * 86_400_000;
  assert.equal(visit(1), recipient);
  await pass(LEFT_MS);
  assert.equal(host.about(recipient).optOuts.length, 1);
  assert.deepEqual(
    rows("SELECT class FROM outbox WHERE shop = ?1 ORDER BY place").map((row) => row.class),
    ["marketing", "confirmation", "ask"],
  );
});

test("only SQLite's own warning is kept from the console", () => {
  const script = `
    const { Store } = await import(${JSON.stringify(new URL("../../js/host/store.mjs", import.meta.url).href)});
    new Store(":memory:", "shop").close();
    process.emitWarning("another one", "ExperimentalWarning");`;
  const { stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  assert.match(stderr, /another one/);
  assert.doesNotMatch(stderr, /SQLite/);
});

/** @param {import("node:test").TestContext} context */
function folder(context) {
  const path = mkdtempSync(join(tmpdir(), "cartsignal-store-"));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
