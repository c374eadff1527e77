// Owns the proof of moving opt-outs and permissions in: any file, nothing before the owner agrees, nobody let in who said no.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AdminClient } from "./admin_client.mjs";
import { PlainShopper } from "./consent_scene.mjs";
import { NUMBERS, openScene } from "./moving/scene.mjs";
import { RestClient } from "./rest_client.mjs";
import { after, before, describe, test } from "./with_woocommerce.mjs";

const CONSENTS = {
  purposes: ["cart"],
  wording: "Text me about my basket, at most 4 a month.",
  source: "checkout of the old shop",
  country: "GB",
  date_order: "ymd",
};

describe("files of other programs", () => {
  let scene;
  before(async () => {
    scene = await openScene();
  });
  after(() => scene?.close());

  const files = () =>
    readdirSync(join(scene.site, "wp-content")).filter((name) => name.startsWith("cartsignal-import"));
  /** The rows of each of some files, by the numbers of their lines; a sentence where one is refused. */
  const rowsOf = (files) =>
    scene.php(
      `return array_map(function ($file) {
        $pieces = fn () => str_split(base64_decode($file), 7);
        try {
          $rows = (new Cartsignal\\Moving\\Records())->of(Cartsignal\\Moving\\Decoder::for($pieces())->read($pieces()));
          return (object) iterator_to_array($rows);
        } catch (Cartsignal\\Moving\\Unreadable $fault) {
          return $fault->getMessage();
        }
      }, $args[0]);`,
      [files.map((file) => Buffer.from(file).toString("base64"))],
    );

  test("rows are cut alike whatever the encoding, the separator and the line ends, however the pieces fall", async () => {
    const wanted = { 1: ["Name", "Straße"], 2: ["Zoë", "a;b"], 4: ['say "hi"', "two\nlines"] };
    const text = 'Name;Straße\r\nZoë;"a;b"\r\n\r\n"say ""hi""";"two\nlines"';
    const utf16 = () => Buffer.from(text, "utf16le");
    const alike = [
      text,
      `\ufeff${text}`,
      Buffer.from(text, "latin1"),
      utf16(),
      utf16().swap16(),
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16()]),
      text.replaceAll("\r\n", "\n"),
      text.replaceAll("\r\n", "\r"),
      text.replaceAll(";", "\t").replace("a\tb", "a;b"),
    ];
    for (const [place, read] of (await rowsOf(alike)).entries()) assert.deepEqual(read, wanted, `file ${place}`);
    const [said] = await rowsOf([`sep=;\r\n${text}`]);
    assert.deepEqual(Object.keys(said), ["2", "3", "5"], "lines are counted as an editor counts them");
  });

  test("a quote that nobody closed swallows no number", async () => {
    const numbers = Array.from({ length: 100 }, (_, n) => `+4474001230${String(n).padStart(2, "0")}`);
    const text = ["phone,note", '+447400123999,5" pipe', ...numbers.map((number) => `${number},x`)].join("\n");
    const [read] = await rowsOf([text]);
    assert.deepEqual(
      Object.values(read).map(([number]) => number),
      ["phone", "+447400123999", ...numbers],
    );
  });

  test("what is no table, or too much of one, is refused and breaks nothing", async () => {
    const noise = Buffer.from(Array.from({ length: 40_000 }, (_, n) => (n * n * 31 + n * 7) % 256));
    const [endless, many] = await rowsOf(["x".repeat(400_000), "1\n".repeat(200_001)]);
    assert.match(endless, /never ends/);
    assert.match(many, /200,000/);
    for (const file of [noise, "\n\n", '"', ",,,"]) {
      const read = await scene.send("opt_outs", file);
      assert.ok(["read", "failed"].includes(read.state), read.state);
      if (read.state === "read") await scene.rest.ok("POST", `/imports/${read.id}/cancel`);
    }
    assert.deepEqual(files(), []);
    const refused = await scene.rest.ask("POST", "/imports", { kind: "opt_outs", name: "x", bytes: 20_971_521 });
    assert.equal(refused.status, 413);
  });

  test("columns of Klaviyo's, CartBoss's and plain files are guessed", async () => {
    const klaviyo = [
      "Email,Klaviyo ID,First Name,Phone Number,Country,Email Marketing Consent,Email Marketing Consent Timestamp,SMS Marketing Consent,SMS Marketing Consent Timestamp,SMS Marketing Consent Method",
      `ada@example.com,01H,Ada,${NUMBERS.GB},GB,SUBSCRIBED,2025-01-01T00:00:00Z,SUBSCRIBED,2025-03-01T09:00:00Z,FORM`,
    ].join("\n");
    const klaviyos = await scene.send("consents", klaviyo);
    const { mapping, columns, choices } = klaviyos;
    assert.deepEqual(mapping, { number: 3, status: 7, date: 8, source: 9, country: 4, email: 0, name: 2 });
    assert.equal(columns[3].looks_like, "phone");
    assert.equal(choices.date_order, "ymd");
    const cartboss = await scene.send("opt_outs", `Phone;Country;Unsubscribed at\n${NUMBERS.DE};DE;24.12.2025 18:00`);
    assert.deepEqual(cartboss.mapping, { number: 0, country: 1, date: 2 });
    assert.equal(cartboss.choices.date_order, "dmy");
    const plain = await scene.send("opt_outs", `${NUMBERS.FR}\n${NUMBERS.US}\n`);
    assert.deepEqual([plain.mapping, plain.of, plain.columns[0].title], [{ number: 0 }, 2, ""]);
    for (const { id } of [klaviyos, cartboss, plain]) await scene.rest.ok("POST", `/imports/${id}/cancel`);
    assert.deepEqual(files(), []);
  });

  test("opt-outs are tried first, then taken, and nothing of the file is left or was ever readable", async () => {
    const lines = [
      "phone,opted out at",
      `${NUMBERS.DE},2025-01-01`,
      `${NUMBERS.FR},soon`,
      "hello,",
      "0171 3920021,",
      "4.91714E+11,",
    ];
    const read = await scene.send("opt_outs", lines.join("\n"), "stop list +491713920020.csv");
    assert.ok(!JSON.stringify(read).includes("1713920020"), "no number is told");
    const [file, ...others] = files();
    assert.deepEqual(others, []);
    const kept = readFileSync(join(scene.site, "wp-content", file), "latin1");
    assert.ok(kept.startsWith("<?php exit;") && !kept.includes("1713920020"));
    const answer = await fetch(new URL(`/wp-content/${file}`, scene.origin));
    assert.equal(await answer.text(), "", "the web gets nothing of it");

    const checked = await scene.check(read.id, { choices: { country: "DE", date_order: "ymd" } });
    assert.deepEqual([checked.state, checked.counts.opt_outs, checked.done, checked.of], ["checked", 3, 5, 5]);
    assert.deepEqual(
      checked.refusals.map(({ reason, times, lines }) => [reason, times, lines]),
      [["bad_number", 2, [4, 6]]],
    );
    assert.deepEqual(await scene.optOuts(NUMBERS.DE), [], "nothing is done yet");
    const applied = await scene.apply(read.id);
    assert.deepEqual([applied.state, applied.counts.opt_outs], ["kept", 3]);
    assert.deepEqual(await scene.optOuts(NUMBERS.DE), [{ channel: "sms", at: Date.parse("2025-01-01T00:00+01:00") }]);
    assert.equal((await scene.optOuts("+491713920021")).length, 1);
    assert.deepEqual(files(), []);
    assert.equal(await scene.php("return $services->settings()->hasOptOutsEntered();"), true);
    assert.equal(
      (await scene.sql("SELECT COUNT(*) AS n FROM wp_cartsignal_contacts"))[0].n,
      0,
      "hashes alone are kept",
    );
    const again = await scene.send("opt_outs", lines.join("\n"));
    const same = await scene.check(again.id, { choices: { country: "DE", date_order: "ymd" } });
    assert.deepEqual([same.counts.opt_outs, same.counts.already], [0, 3]);
    await scene.rest.ok("POST", `/imports/${again.id}/cancel`);
  });

  test("a process that is killed loses no row and counts none twice", async () => {
    const numbers = Array.from({ length: 230 }, (_, n) => `+447400124${String(n).padStart(3, "0")}`);
    const read = await scene.send("opt_outs", ["phone", ...numbers].join("\n"));
    await scene.check(read.id, {});
    const killed = await scene.run(
      `$services = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');
      add_action('cartsignal_point', function ($name) { if ($name === 'import_piece') { posix_kill(getmypid(), SIGKILL); } });
      (new Cartsignal\\Moving\\Imports($services))->apply($args[0], 60000);`,
      { args: [read.id] },
    );
    assert.equal(killed.signal, "SIGKILL");
    const left = await scene.rest.get(`/imports/${read.id}`);
    assert.deepEqual([left.state, left.counts.opt_outs], ["applying", 99]);
    const applied = await scene.apply(read.id);
    assert.deepEqual([applied.counts.opt_outs, applied.counts.already, applied.done], [230, 0, 230]);
    assert.equal((await scene.optOuts(numbers[229])).length, 1);
  });

  test("a number whose plus a spreadsheet dropped is opted out in both readings", async () => {
    const read = await scene.send("opt_outs", "phone\n4915112345678\n");
    await scene.check(read.id, { choices: { country: "DE" } });
    await scene.apply(read.id);
    assert.equal((await scene.optOuts("+4915112345678")).length, 1);
  });

  test("an opt-out of somebody known is told to the core and answered by no text", async () => {
    await permit(NUMBERS.GB, "2026-01-01");
    const read = await scene.send("opt_outs", `phone\n${NUMBERS.GB}\n`);
    await scene.check(read.id, {});
    await scene.apply(read.id);
    await scene.drain();
    assert.equal((await scene.optOuts(NUMBERS.GB)).length, 1);
    await scene.php("$services->host()->drain();");
    assert.deepEqual(scene.provider.sentTo?.(NUMBERS.GB) ?? [], []);
  });

  test("permissions want purpose, words, source and dates", async () => {
    const read = await scene.send("consents", `phone,name\n${NUMBERS.FR},Zoë\n`);
    const errors = await scene.rest.refused("POST", `/imports/${read.id}/check`, { choices: {} });
    assert.deepEqual(Object.keys(errors).sort(), [
      "/choices/purposes",
      "/choices/source",
      "/choices/wording",
      "/mapping/date",
    ]);
    const wrong = {
      mapping: { number: 9, cake: 0 },
      choices: { purposes: ["world domination"], source: "ada@example.com" },
    };
    const more = await scene.rest.refused("POST", `/imports/${read.id}/check`, wrong);
    assert.ok(["/mapping/number", "/mapping/cake", "/choices/purposes", "/choices/source"].every((at) => more[at]));
    await scene.rest.ok("POST", `/imports/${read.id}/cancel`);
  });

  test("each row is taken or refused for its own reason", async () => {
    const lines = [
      "phone,status,date,source",
      "+447400123001,SUBSCRIBED,2025-05-05,",
      "+447400123002,UNSUBSCRIBED,2025-05-05,",
      "+447400123003,NEVER_SUBSCRIBED,2025-05-05,",
      "+447400123004,perhaps,2025-05-05,",
      "+447400123005,SUBSCRIBED,,",
      "+447400123006,SUBSCRIBED,2031-01-01,",
      "+447400123007,SUBSCRIBED,03/04/2025,",
      "+442079460000,SUBSCRIBED,2025-05-05,",
      "+436641234567,SUBSCRIBED,2025-05-05,",
      `${NUMBERS.US},SUBSCRIBED,2025-05-05,`,
      `${NUMBERS.DE},SUBSCRIBED,2026-05-05,`,
      "+447400123008,SUBSCRIBED,2025-05-05,ada@example.com",
      "+447400123002,SUBSCRIBED,2026-05-05,",
    ];
    const read = await scene.send("consents", lines.join("\n"));
    const mapping = { number: 0, status: 1, date: 2, source: 3 };
    const checked = await scene.check(read.id, { mapping, choices: { ...CONSENTS, date_order: null } });
    const refused = Object.fromEntries(checked.refusals.map(({ reason, lines }) => [reason, lines]));
    assert.deepEqual(refused, {
      not_subscribed: [4],
      unknown_status: [5],
      no_date: [6],
      future_date: [7],
      bad_date: [8],
      fixed_line: [9],
      not_sold: [10],
      not_written: [11],
      opted_out: [12],
      personal_source: [13],
    });
    assert.deepEqual(
      [checked.counts.opt_outs, checked.counts.consents],
      [1, 2],
      "whose opt-out is in the file is not known yet",
    );
    const applied = await scene.apply(read.id);
    assert.deepEqual([applied.counts.opt_outs, applied.counts.consents], [1, 1]);
    assert.deepEqual(
      applied.refusals.find(({ reason }) => reason === "opted_out").lines.sort((a, b) => a - b),
      [12, 14],
    );
    const [proof] = await scene.proofs("+447400123001");
    assert.deepEqual(
      [proof.kind, proof.purposes, proof.at],
      ["granted", ["cart"], Date.parse("2025-05-05T00:00+02:00")],
    );
    assert.deepEqual(
      [proof.shown.text, proof.shown.source, proof.shown.form],
      [CONSENTS.wording, CONSENTS.source, "import"],
    );
    assert.deepEqual(await scene.proofs("+447400123002"), []);
  });

  test("an import can be undone for a day, and made again better", async () => {
    const id = await permit("+447400123101", "2025-06-01");
    await scene.drain();
    assert.equal((await scene.contact("+447400123101")).e164, "+447400123101");
    const undone = await scene.undo(id);
    assert.equal(undone.state, "undone");
    await scene.drain();
    assert.deepEqual((await scene.proofs("+447400123101")).map(({ kind }) => kind).sort(), ["granted", "revoked"]);
    assert.deepEqual(await scene.contact("+447400123101"), {});
    await permit("+447400123101", "2025-06-01");
    await scene.drain();
    const proofs = await scene.proofs("+447400123101");
    assert.deepEqual(proofs.at(-1).kind, "granted");
    assert.equal(await stands("+447400123101"), true, "the later one stands above what was undone");
  });

  test("an account that agrees with the file in address and number is found again", async () => {
    const user =
      await scene.php(`$id = wp_insert_user(['user_login' => 'grace', 'user_email' => 'grace@example.com', 'user_pass' => 'of-a-test']);
      update_user_meta($id, 'billing_phone', '07400 123202'); update_user_meta($id, 'billing_country', 'GB');
      $other = wp_insert_user(['user_login' => 'eve', 'user_email' => 'eve@example.com', 'user_pass' => wp_generate_password()]);
      update_user_meta($other, 'billing_phone', '07400 123203'); update_user_meta($other, 'billing_country', 'GB');
      return $id;`);
    const read = await scene.send(
      "consents",
      "phone,date,email\n+447400123202,2025-06-01,grace@example.com\n+447400123204,2025-06-01,eve@example.com\n",
    );
    await scene.check(read.id, { choices: CONSENTS });
    assert.equal((await scene.apply(read.id)).counts.linked, 1);
    await scene.drain();
    const pointed = "return $services->people()->pointsAt($services->keys()->shopper((string) $args[0]));";
    assert.equal(await scene.php(pointed, [user]), await scene.recipient("+447400123202"));
    const grace = await new PlainShopper(scene).logIn({ user: "grace", password: "of-a-test" });
    await grace.add();
    // Two hours after a hasty exit, which it is to put something in and do nothing more.
    await scene.clock.jump("+7900000");
    for (let run = 0; run < 3; run += 1) await scene.pass(60_000);
    assert.equal(scene.provider.sentTo("+447400123202").length, 1, "her next cart is reminded of");
    const shown = await scene.php(
      "return (new Cartsignal\\Privacy\\Exporter($services))->page('grace@example.com', 1);",
    );
    assert.match(JSON.stringify(shown), /at most 4 a month/, "her own export has it");

    await scene.undo(read.id);
    await scene.drain();
    assert.equal(await scene.php(pointed, [user]), null);
    assert.deepEqual(
      await scene.php(
        "return array_filter(array_keys(get_user_meta($args[0])), fn ($key) => str_starts_with($key, '_cartsignal'));",
        [user],
      ),
      [],
    );
  });

  test("the core hears of a confirmation by text when the day to undo is over", async () => {
    const file = "phone,date,confirmed at\n+447400123301,2025-06-01,2025-06-02 10:00\n";
    const read = await scene.send("consents", file);
    assert.equal(read.mapping.confirmed, 2);
    await scene.check(read.id, { choices: { ...CONSENTS, confirmed_by_text: true } });
    assert.equal((await scene.apply(read.id)).counts.confirmed, 1);
    const heard = async () =>
      (await scene.sql("SELECT COUNT(*) AS n FROM wp_cartsignal_inbox WHERE natural_key LIKE 'import-%-c'"))[0].n;
    await scene.runCron();
    assert.equal(await heard(), 0);
    await scene.clock.jump("+90000000");
    // WooCommerce's daily event ends the first of the two before it comes to ours.
    await scene.runCron();
    await scene.pass(60_000);
    assert.equal(await heard(), 1);
    const rest = await RestClient.open(scene);
    const late = await rest.ask("POST", `/imports/${read.id}/undo`, {});
    assert.equal(late.status, 409);
  });

  test("who may not run the store gets nothing of it", async () => {
    const ada = new RestClient(await AdminClient.login(scene, scene.ada), "x");
    for (const [method, path] of [
      ["GET", "/imports"],
      ["POST", "/past-orders"],
      ["GET", "/exports"],
    ]) {
      const { status } = await ada.ask(method, path, method === "POST" ? { do: "start" } : undefined, { nonce: null });
      assert.ok([401, 403].includes(status), `${path}: ${status}`);
    }
  });

  /** Imports one permission and returns the import's id. */
  async function permit(number, date) {
    const read = await scene.send("consents", `phone,date\n${number},${date}\n`);
    await scene.check(read.id, { choices: CONSENTS });
    assert.equal((await scene.apply(read.id)).counts.consents, 1);
    return read.id;
  }

  const stands = (number) =>
    scene.php(
      "return isset((new Cartsignal\\Consent\\Ledger($services->database()))->standing($services->keys()->recipient($args[0]))['']['cart']);",
      [number],
    );
});
