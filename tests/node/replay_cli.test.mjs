// Owns the tests of the command line on the real core: the demo day, replays of real data, options, errors, exit codes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { OTTO, ottoToEvents } from "./otto-to-events.mjs";

const MAIN = fileURLToPath(new URL("../../js/cli/main.mjs", import.meta.url));
const UCI = fileURLToPath(new URL("../../../shared/data/uci_online_retail/online_retail.csv.gz", import.meta.url));
const UCI_MAP =
  "order=InvoiceNo,shopper=CustomerID,at=InvoiceDate,product=StockCode,quantity=Quantity,unit_price=UnitPrice,country=Country";
const EVERYBODY = ["consent=cart", "confirmed", "phone", "live", "country=DE", "zone=Europe/Berlin"].flatMap((what) => [
  "--assume",
  what,
]);

/** Measured on Node 22: 270 MB on the 541,909 lines, 200 MB on 50,000 of them: mostly the heap that Node lets grow. */
const MEMORY_BOUND = 400 * 1_048_576;

const folder = mkdtempSync(join(tmpdir(), "cartsignal-test-"));
after(() => rmSync(folder, { recursive: true }));

test("a demo day sends texts and decides for at least eight reasons", () => {
  const { summary, timeline, demo, loop } = json("demo", "--json", "--all", "--no-loop");
  const reasons = new Set([...Object.keys(summary.held_by_reason), ...Object.keys(summary.dropped_by_reason)]);
  assert.ok(reasons.size >= 8, [...reasons].join(" "));
  assert.ok(summary.texts_sent >= 10, String(summary.texts_sent));
  assert.ok(Object.keys(demo.stories).length >= 20);
  assert.equal(timeline.filter(({ act }) => act === "sent").length, summary.texts_sent);
  for (const entry of timeline) assert.ok(entry.why && entry.reason && entry.act, JSON.stringify(entry));
  assert.equal(loop, null);
});

test("the same seed decides the same, another seed otherwise", () => {
  const hash = (seed) => json("demo", "--json", "--no-loop", "--seed", seed).decisions_sha256;
  assert.equal(hash("3"), hash("3"));
  assert.notEqual(hash("3"), hash("4"));
});

test("without arguments the demo day is told, with what to do next and without colour in a pipe", () => {
  const { stdout, status } = cartsignal();
  assert.equal(status, 0);
  assert.equal(cartsignal("replay", "--quiet", "--no-loop").status, 0, "npm start replays nothing: the demo day");
  const day = ["Sat, 21 Nov 2026", "more; --all", "Summary", "Not sent", "cartsignal replay", "npm test"];
  for (const expected of [...day, "through the real loop", "sent twice    0", "npm start -- --serve"])
    assert.ok(stdout.includes(expected), expected);
  assert.ok(!stdout.includes("\u001b["));
});

test("the demo as JSON has the sums of the loop, unless it is too large for it", () => {
  const { loop, demo } = json("demo", "--json", "--shoppers", "24", "--limit", "0");
  assert.equal(loop.texts_at_the_provider, loop.texts_accepted);
  assert.ok(loop.texts_accepted > 0 && loop.parts >= loop.texts_accepted && loop.cost_micros > 0, JSON.stringify(loop));
  assert.equal(demo.shoppers, 24);
  const { stdout } = cartsignal("demo", "--quiet", "--shoppers", "401");
  assert.match(stdout, /left out: it takes up to 400 shoppers/);
});

test("OTTO's abandoned carts get texts once permission is assumed", skipWithout(OTTO), () => {
  const path = join(folder, "otto.jsonl");
  writeFileSync(path, ottoToEvents(readFileSync(OTTO, "utf8")).join("\n"));
  const told = json("replay", path, "--json", ...EVERYBODY);
  assert.equal(told.bad_rows.count, 0);
  assert.ok(told.summary.texts_sent > 0, JSON.stringify(told.summary));
  assert.ok(told.assumed.length >= 5);
  assert.equal(json("replay", path, "--json", ...EVERYBODY).decisions_sha256, told.decisions_sha256);
  assert.equal(json("replay", path, "--json").summary.texts_sent, 0, "nobody agreed: nothing is sent");
});

test("half a million lines of orders are imported with bounded memory", skipWithout(UCI), () => {
  const told = json(
    "replay",
    UCI,
    "--map",
    UCI_MAP,
    "--currency",
    "GBP",
    "--zone",
    "Europe/London",
    "--json",
    "--limit",
    "10",
  );
  assert.equal(told.rows, 541_909);
  assert.equal(told.bad_rows.count, 2);
  assert.deepEqual(told.summary.orders, {
    placed: 20_726,
    cancelled: 978,
    refunded: 2_858,
    guests: told.summary.orders.guests,
  });
  assert.ok(told.summary.orders.guests > 1_000);
  assert.equal(told.credit_notes.matched + told.credit_notes.unmatched, 3_836);
  assert.ok(told.peak_memory_bytes < MEMORY_BOUND, String(told.peak_memory_bytes));
  assert.ok(told.sorted_runs_on_disk > 0);
});

test("a shopify export is replayed as it is, gzip too", () => {
  const rows = ["Name,Email,Financial Status,Created at,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price"];
  for (let place = 9; place > 0; place -= 1)
    rows.push(`#10${place},a${place}@example.com,paid,2024-01-0${place} 10:00:00 +0100,EUR,9.00,1,Cup,9.00`);
  const path = join(folder, "orders_export.csv.gz");
  writeFileSync(path, gzipSync(rows.join("\n")));
  const { kind, summary, states } = json("replay", path, "--json");
  assert.deepEqual([kind, summary.orders.placed, states.shoppers], ["shopify", 9, 9]);
});

test("a recorded run holds the configuration and every call of the core", () => {
  const events = join(folder, "one.jsonl");
  writeFileSync(
    events,
    JSON.stringify({ id: "e1", occurred_at: 1.7e12, trust: "browser", what: { "page.viewed": {} }, shopper: "s1" }),
  );
  const record = join(folder, "calls.jsonl");
  const { throughput } = json("replay", events, "--json", "--record", record);
  const [first, ...calls] = readFileSync(record, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(first.configuration.shop.name, "Kaffeehaus");
  assert.equal(calls.length, throughput.steps);
  assert.deepEqual([calls[0].shopper, calls[0].moment, calls[0].input.id], ["s1", 1.7e12, "e1"]);
});

test("an input that the core refuses is a bad row with its line", () => {
  const events = join(folder, "bad.jsonl");
  const event = (what) => JSON.stringify({ id: "e", occurred_at: 1.7e12, trust: "server", what, shopper: "s1" });
  writeFileSync(
    events,
    [event({ "page.viewed": {} }), event({ "page.viewed": { odd: 1 } }), event({ "page.seen": {} })].join("\n"),
  );
  const { bad_rows } = json("replay", events, "--json");
  assert.deepEqual(
    bad_rows.named.map(({ line }) => line),
    [2, 3],
  );
});

const WRONG = [
  [["replya"], 2, /did you mean `replay`\?/],
  [["frobnicate"], 2, /commands are/],
  [["replay", "--currency", "EUR"], 2, /say which file/],
  [["replay", "nowhere.csv"], 3, /nowhere\.csv: there is no such file/],
  [["replay", "x.csv", "--curency", "EUR"], 2, /--curency/],
  [["replay", "x.csv", "--map", "order"], 2, /FIELD=COLUMN/],
  [["replay", "x.csv", "--assume", "rich"], 2, /assumptions are/],
  [["replay", MAIN, "--config", "nowhere.json"], 4, /can't be read/],
  [["replay", MAIN], 3, /main\.mjs:1: /],
  [["demo", "--seed", "x"], 2, /no whole number/],
  [["demo", "--port", "65536"], 2, /is no port/],
];
for (const [args, status, message] of WRONG) {
  test(`cartsignal ${args.map((arg) => arg.split("/").pop()).join(" ")} exits with ${status} and says why`, () => {
    const told = cartsignal(...args);
    assert.equal(told.status, status, told.stderr);
    assert.match(told.stderr, message);
  });
}

test("help and version answer", () => {
  assert.match(cartsignal("help").stdout, /Exit codes/);
  assert.match(cartsignal("replay", "--help").stdout, /--assume/);
  assert.match(cartsignal("--version").stdout, /^\d+\.\d+\.\d+\n$/);
});

function cartsignal(...args) {
  return spawnSync(process.execPath, [MAIN, ...args], {
    encoding: "utf8",
    maxBuffer: 1e9,
    env: { ...process.env, NO_COLOR: "" },
  });
}

function json(...args) {
  const { status, stdout, stderr } = cartsignal(...args);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

function skipWithout(path) {
  if (existsSync(path)) return {};
  console.error(`\n!! NOT TESTED: ${path} is absent; see shared/data/README.md\n`);
  return { skip: `${path} is absent` };
}
