// Owns the proof of past orders and of moving out: who is known is told of, nobody else leaves a trace; all that is kept comes out.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { AdminClient } from "./admin_client.mjs";
import { NUMBERS, openScene } from "./moving/scene.mjs";
import { after, before, describe, test } from "./with_woocommerce.mjs";

const EVERY = process.env.CARTSIGNAL_EVERY === "1";

for (const orders of EVERY ? ["hpos", "legacy"] : ["hpos"]) {
  describe(`past orders in ${orders}`, () => {
    let scene;
    before(async () => {
      scene = await openScene({ orders });
      if (!scene.woocommerce) return;
      await scene.php(
        `foreach ($args[0] as $number) {
          $recipient = $services->keys()->recipient($number);
          $input = ['id' => "known:$recipient", 'occurred_at' => $services->now(), 'trust' => 'server',
            'what' => ['consent.granted' => ['purpose' => 'cart', 'channel' => 'sms', 'evidence' => 'e1']]];
          $services->inbox()->say($input, $services->now(), null, $recipient);
        }
        $services->host()->drain();`,
        [[NUMBERS.GB, NUMBERS.DE]],
      );
    });
    after(() => scene?.close());

    const told = () =>
      scene.sql("SELECT natural_key, state FROM wp_cartsignal_inbox WHERE kind = 'order' ORDER BY natural_key");
    const lastBought = (number) =>
      scene.php(
        "return strlen((string) $services->people()->state('recipient', $services->keys()->recipient($args[0])));",
        [number],
      );

    test("only orders of people who are known are told, as facts, and no text follows", async () => {
      const ids = await scene.placeOrders([
        { phone: "07400 123456", days: 400 },
        { phone: "0171 3920020", country: "DE", days: 30, status: "failed" },
        { phone: "07400 999999", days: 20 },
        { phone: "07400 123456", days: 0.5, status: "failed" },
        { phone: "", days: 3 },
        { phone: "07400 123456", days: 1, status: "processing" },
      ]);
      const sizeBefore = await lastBought(NUMBERS.GB);
      assert.equal((await scene.rest.get("/past-orders")).state, "never");
      assert.equal((await scene.rest.ok("POST", "/past-orders", { do: "start" })).state, "running");
      const over = await scene.finish();
      assert.deepEqual([over.state, over.done, over.of, over.told], ["done", over.of, over.of, 3]);
      const known = [ids[0], ids[1], ids[5]].map((id) => `order:${id}:`);
      assert.deepEqual(
        (await told()).map(({ natural_key, state }) => [/^order:\d+:/.exec(natural_key)[0], state]).sort(),
        known.map((name) => [name, "done"]).sort(),
      );
      assert.ok((await lastBought(NUMBERS.GB)) > sizeBefore, "the core knows of the purchases");
      await scene.pass(120_000);
      assert.deepEqual(await scene.sql("SELECT act FROM wp_cartsignal_outbox"), []);
      assert.deepEqual(
        await scene.sql("SELECT decision FROM wp_cartsignal_decisions WHERE act IN ('send', 'enter')"),
        [],
      );
    });

    test("a second run tells nothing twice, and meets whoever is known by then", async () => {
      const before = (await told()).length;
      await scene.rest.ok("POST", "/past-orders", { do: "start" });
      await scene.finish();
      assert.equal((await told()).length, before);
      await scene.php(
        `$services->people()->keepOptOuts($services->keys()->recipient('+447400999999'), [['channel' => 'sms', 'at' => 1]]);`,
      );
      await scene.rest.ok("POST", "/past-orders", { do: "start" });
      await scene.finish();
      assert.equal((await told()).length, before + 1);
      assert.equal((await scene.optOuts("+447400999999")).length, 1, "who opted out stays so");
    });

    test("it is paused, gone on with where it was, and survives the end of its process at any page", async () => {
      await scene.placeOrders(Array.from({ length: 6 }, (_, n) => ({ phone: "07400 123456", days: 500 + n })));
      await scene.rest.ok("POST", "/past-orders", { do: "start" });
      const killed = await scene.run(
        `$services = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');
        $pages = 0;
        add_action('cartsignal_point', function ($name) use (&$pages) {
          if ($name === 'orders_page' && ++$pages === 2) { posix_kill(getmypid(), SIGKILL); }
        });
        (new Cartsignal\\Moving\\PastOrders($services, 4))->work(60000);`,
      );
      assert.equal(killed.signal, "SIGKILL");
      const left = await scene.rest.get("/past-orders");
      assert.deepEqual([left.state, left.done], ["running", 4], "the second page counts once its note is written");
      assert.equal((await scene.rest.ok("POST", "/past-orders", { do: "pause" })).state, "paused");
      await scene.pass(60_000);
      assert.equal((await scene.rest.get("/past-orders")).done, 4);
      await scene.rest.ok("POST", "/past-orders", { do: "resume" });
      const over = await scene.finish();
      assert.equal(over.state, "done");
      const names = (await told()).map(({ natural_key }) => natural_key);
      assert.equal(new Set(names).size, names.length);
      assert.equal(names.length, 4 + 6);
      const again = await scene.rest.ask("POST", "/past-orders", { do: "resume" });
      assert.equal(again.status, 409);
    });
  });
}

describe("moving out", () => {
  let scene;
  before(async () => {
    scene = await openScene();
    if (!scene.woocommerce) return;
    const read = await scene.send("consents", `phone,date\n${NUMBERS.GB},2025-06-01\n${NUMBERS.FR},2025-06-01\n`);
    const choices = {
      purposes: ["cart"],
      wording: "=1+1 Text me about my basket, max 4.",
      source: "old shop",
      country: "GB",
    };
    await scene.check(read.id, { choices });
    await scene.apply(read.id);
    await scene.drain();
    await scene.php(
      "$services->inbox()->say(['id' => 'x', 'occurred_at' => $services->now(), 'trust' => 'server', 'what' => ['reply' => ['kind' => 'stop', 'channel' => 'sms', 'by' => 'link']]], $services->now(), null, $services->keys()->recipient($args[0])); $services->host()->drain();",
      [NUMBERS.FR],
    );
  });
  after(() => scene?.close());

  const had = async (url) => scene.rest.client.request(new URL(url).pathname + new URL(url).search);

  test("everything is lines of JSON that say when they end; each set has the fields that are described", async () => {
    const { everything, sets } = await scene.rest.get("/exports");
    const answer = await had(everything);
    const lines = answer.text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.equal(lines[0].cartsignal_export, 1);
    assert.deepEqual(
      lines[0].sets,
      sets.map(({ name }) => name),
    );
    const { end, rows } = lines.at(-1);
    assert.equal(end, true);
    for (const { name, rows: wanted } of sets) assert.equal(rows[name], wanted, name);
    assert.equal(rows.consents, 2);
    const [optOut] = lines.filter(({ set }) => set === "opt_outs");
    assert.deepEqual([optOut.number, optOut.channel], [NUMBERS.FR, "sms"]);
    const consent = lines.find(({ set, number }) => set === "consents" && number === NUMBERS.GB);
    assert.deepEqual([consent.kind, consent.form, consent.source], ["granted", "import", "old shop"]);
  });

  test("docs/export.md describes each field of each set", async () => {
    const text = readFileSync(new URL("../../plugin-wordpress/docs/export.md", import.meta.url), "utf8");
    const described = Object.fromEntries(
      text
        .split("\n")
        .map((line) => line.split("|").map((cell) => cell.trim()))
        .filter(([, set, , fields]) => set?.startsWith("`") && fields)
        .map(([, set, , fields]) => [set.slice(1, -1), [...fields.matchAll(/`(\w+)`/g)].map(([, name]) => name)]),
    );
    const fields = await scene.php("return Cartsignal\\Moving\\Sets::FIELDS;");
    for (const [set, names] of Object.entries(fields)) {
      assert.deepEqual(
        names.filter((name) => !described[set]?.includes(name)),
        [],
        set,
      );
    }
    assert.deepEqual(Object.keys(described).sort(), Object.keys(fields).sort());
  });

  test("CSV runs in no spreadsheet, and comes in again", async () => {
    const { sets } = await scene.rest.get("/exports");
    const { text } = await had(sets.find(({ name }) => name === "consents").csv);
    assert.match(text, /"'=1\+1 Text me/);
    const optOuts = await had(sets.find(({ name }) => name === "opt_outs").csv);
    assert.match(optOuts.text, /"'\+33612345678"/);
    const read = await scene.send("opt_outs", optOuts.text);
    const checked = await scene.check(read.id, {});
    assert.deepEqual([checked.counts.already, checked.counts.opt_outs], [1, 0]);
  });

  test("nobody gets a file without being the owner, or with a link of somebody else's", async () => {
    const { everything } = await scene.rest.get("/exports");
    assert.notEqual((await fetch(everything, { redirect: "manual" })).status, 200);
    const ada = await AdminClient.login(scene, scene.ada);
    const address = new URL(everything);
    const refused = await ada.request(address.pathname + address.search);
    assert.ok(refused.status >= 400 || refused.status === 302, String(refused.status));
    address.searchParams.set("_wpnonce", "0000000000");
    assert.equal((await had(address)).status, 403);
  });

  test("settings go out without a secret and come in without going live", async () => {
    const { settings } = await scene.rest.get("/exports");
    const file = JSON.parse((await had(settings)).text);
    const text = JSON.stringify(file);
    assert.ok(!/sealed|secret|"provider":|"live":/.test(text), text);
    const same = await scene.rest.ok("POST", "/exports/settings", { file, apply: false });
    assert.deepEqual(same.changes, []);
    file.settings.holdout_percent = 25;
    file.settings.markets.GB = { ...file.settings.markets.GB, live: true, texts_per_abandonment: 2 };
    const would = await scene.rest.ok("POST", "/exports/settings", { file, apply: false });
    assert.deepEqual(would.changes.map(({ field }) => field).sort(), ["holdout_percent", "markets"]);
    const live = () =>
      scene.php("return array_map(fn ($market) => $market['live'], $services->settings()->markets());");
    const before = await live();
    await scene.rest.ok("POST", "/exports/settings", { file, apply: true });
    assert.equal(await scene.php("return $services->settings()->holdoutPercent();"), 25);
    assert.deepEqual(await live(), before);
    const wrong = await scene.rest.ok("POST", "/exports/settings", {
      file: { ...file, settings: { holdout_percent: 99 } },
      apply: true,
    });
    assert.ok(wrong.errors["/holdout_percent"]);
    assert.equal((await scene.rest.ask("POST", "/exports/settings", { file: { cake: 1 }, apply: true })).status, 422);
  });
});
