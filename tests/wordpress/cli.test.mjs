// Owns the proof of WP-CLI's commands, by WP-CLI itself in a real store: `wp`, or the file that CARTSIGNAL_WP_CLI names.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runPhp } from "../store/php_run.mjs";
import { NUMBERS, openScene } from "./moving/scene.mjs";
import { after, before, describe, test as withWooCommerce } from "./with_woocommerce.mjs";

const wpCli = found();
const test = (name, run) =>
  withWooCommerce(name, (t) =>
    wpCli ? run(t) : t.skip("NO WP-CLI: put `wp` on the path, or name it by CARTSIGNAL_WP_CLI"),
  );

describe("wp cartsignal", () => {
  let scene;
  before(async () => {
    scene = wpCli && (await openScene());
  });
  after(() => scene?.close());

  /** Runs a command; answers what it printed and how it ended. */
  async function wp(...args) {
    const { folder, site } = scene;
    const root = process.getuid?.() === 0 ? ["--allow-root"] : [];
    const answer = await runPhp({
      folder,
      isFake: true,
      script: wpCli,
      args: ["cartsignal", ...args, `--path=${site}`, "--no-color", ...root],
      environment: { WP_CLI_PACKAGES_DIR: join(folder, "no-packages"), WP_CLI_CACHE_DIR: join(folder, "no-cache") },
      settings: { memory_limit: "512M" },
      mayFail: true,
    });
    return { code: answer.code, out: answer.stdout, error: answer.stderr };
  }
  const json = async (...args) => JSON.parse((await wp(...args, "--format=json")).out);

  test("status says whether texts go, and ends with 1 where they do not", async () => {
    const rows = Object.fromEntries((await json("status")).map(({ what, is }) => [what, is]));
    assert.equal(rows.sending, "yes");
    assert.match(rows.live, /GB/);
    assert.equal((await wp("status")).code, 0);
    assert.match((await wp("pause", "--why=a test")).out, /Success/);
    const paused = await wp("status");
    assert.equal(paused.code, 1);
    assert.match(paused.out, /paused/);
    assert.match((await wp("resume", "--yes")).out, /Success/);
    assert.equal((await wp("status", "--format=csv")).code, 0);
  });

  test("doctor says what Site Health says", async () => {
    const found = await json("doctor");
    const names = await scene.php("return array_keys(Cartsignal\\Wake\\Findings::NAMES);");
    assert.deepEqual(
      found.map(({ test }) => test),
      names,
    );
    const { code } = await wp("doctor");
    assert.equal(code, found.some(({ status }) => status === "critical") ? 1 : 0);
  });

  test("files are taken in, first without effect", async () => {
    const file = join(scene.folder, "stop.csv");
    writeFileSync(file, `phone;when\n${NUMBERS.DE};2025-01-01\nhello;\n`);
    const dry = await wp("import", "optouts", file, "--country=DE", "--dry-run");
    assert.match(dry.out, /opt_outs: 1/);
    assert.match(dry.out, /Nothing was done/);
    assert.deepEqual(await scene.optOuts(NUMBERS.DE), []);
    assert.equal((await wp("import", "optouts", file, "--country=DE", "--yes")).code, 0);
    assert.equal((await scene.optOuts(NUMBERS.DE)).length, 1);
    const people = join(scene.folder, "people.csv");
    writeFileSync(people, `phone,date\n${NUMBERS.GB},2025-06-01\n`);
    const lacking = await wp("import", "consents", people, "--purposes=cart", "--yes");
    assert.equal(lacking.code, 1);
    assert.match(lacking.error, /\/choices\/wording/);
    const given = ["--wording=Text me about my basket, max 4.", "--source=the old shop", "--yes"];
    assert.equal((await wp("import", "consents", people, "--purposes=cart", ...given)).code, 0);
    await scene.drain();
    assert.equal((await scene.proofs(NUMBERS.GB))[0].kind, "granted");
    assert.equal((await wp("import", "optouts", "/no/such/file")).code, 1);
  });

  test("past orders are taken in, and replay says what would have been without doing it", async () => {
    await scene.placeOrders([
      { phone: "07400 123456", days: 20.5, status: "failed" },
      { phone: "07400 123470", days: 12.5, status: "pending" },
      { phone: "07400 123471", days: 9.5, status: "completed" },
      { phone: "07400 123470", days: 11.5, status: "completed" },
      { phone: "", days: 5 },
    ]);
    const done = await wp("import", "orders");
    assert.equal(done.code, 0, done.error);
    assert.match(done.out, /Looked at all/);
    const before = await scene.sql(
      "SELECT (SELECT COUNT(*) FROM wp_cartsignal_decisions) AS d, (SELECT COUNT(*) FROM wp_cartsignal_inbox) AS i, (SELECT COUNT(*) FROM wp_cartsignal_recipients) AS r",
    );
    const answer = await json("replay", "--days=30");
    assert.equal(answer.orders >= 5, true);
    assert.equal(answer.people, 2);
    assert.equal(answer.countries.GB.texts, 2, JSON.stringify(answer));
    assert.deepEqual([answer.countries.GB.bought_anyway, answer.countries.GB.not_bought], [1, 1]);
    assert.ok(answer.countries.GB.cost_micros > 0);
    assert.match((await wp("replay", "--days=30")).out, /2 texts, .* 1 of them to people who bought/);
    const after = await scene.sql(
      "SELECT (SELECT COUNT(*) FROM wp_cartsignal_decisions) AS d, (SELECT COUNT(*) FROM wp_cartsignal_inbox) AS i, (SELECT COUNT(*) FROM wp_cartsignal_recipients) AS r",
    );
    assert.deepEqual(after, before, "nothing is written");
    assert.equal((await wp("replay", "--days=0")).code, 1);
  });

  test("explain finds a shopper by number and shows no number", async () => {
    const told = await wp("explain", "07400 123456", "--country=GB");
    assert.equal(told.code, 0, told.error);
    assert.doesNotMatch(told.out, /7400\s?123456/);
    assert.equal((await wp("explain", "nobody-knows")).code, 1);
  });

  test("export writes a file that only its owner reads", async () => {
    const file = join(scene.folder, "out.jsonl");
    assert.equal((await wp("export", `--file=${file}`)).code, 0);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const lines = readFileSync(file, "utf8").trim().split("\n");
    assert.equal(JSON.parse(lines.at(-1)).end, true);
    assert.equal((await wp("export", `--file=${file}`)).code, 1, "it writes over nothing");
    assert.match((await wp("export", "opt_outs", "--format=csv")).out, /"recipient","channel"/);
    assert.equal(JSON.parse((await wp("export", "settings")).out).cartsignal_settings, 1);
    assert.equal((await wp("export", "cake")).code, 1);
  });

  test("help names every command", async () => {
    const { out } = await wp("--help");
    for (const name of ["status", "doctor", "import", "replay", "explain", "export", "pause", "resume"])
      assert.match(out, new RegExp(`\\b${name}\\b`));
  });
});

function found() {
  const named = process.env.CARTSIGNAL_WP_CLI;
  if (named) return existsSync(named) ? named : undefined;
  try {
    return execFileSync("sh", ["-c", "command -v wp"], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}
