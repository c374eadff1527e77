// Owns the tests of reading: every kind of file, every way a file can be wrong.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { minor } from "../../js/replay/amounts.mjs";
import { Complaint } from "../../js/replay/complaint.mjs";
import { countryCode } from "../../js/replay/countries.mjs";
import { CsvReader } from "../../js/replay/csv.mjs";
import { detectDates, readMoment } from "../../js/replay/moments.mjs";
import { readMap } from "../../js/replay/order_columns.mjs";
import { WINDOW_ROWS } from "../../js/replay/order_rows.mjs";
import { Sorted } from "../../js/replay/sorted.mjs";
import { Source } from "../../js/replay/source.mjs";

const folder = mkdtempSync(join(tmpdir(), "cartsignal-test-"));
after(() => rmSync(folder, { recursive: true }));

const SHOPIFY = [
  "Name,Email,Financial Status,Paid at,Currency,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Country,Billing Phone,Cancelled at,Refunded Amount,Phone",
  "#1002,Ben@example.com,refunded,2024-01-03 10:00:00 +0100,EUR,20.00,0.00,2024-01-03 09:59:00 +0100,1,Cup,20.00,CUP,Ben B,DE,'+49 151 2345678,2024-01-05 12:00:00 +0100,20.00,",
  '#1001,anna@example.com,paid,2024-01-02 05:10:00 +0100,EUR,34.90,5.00,2024-01-02 03:04:05 +0100,2,"Coffee, ""dark""\n1 kg",14.95,COF,Anna A,DE,,,0.00,+4915112345678',
  "#1001,anna@example.com,,,,,,,1,Filter,10.00,FIL,,,,,,",
].join("\n");

const WOOCOMMERCE = [
  "order_id;order_number;order_date;status;order_total;order_currency;customer_id;billing_first_name;billing_email;billing_phone;billing_country;line_items",
  "11;11;2024-05-01 10:00:00;completed;24,90;EUR;7;Léa;lea@example.fr;06 12 34 56 78;FR;name:Tasse|sku:T1|quantity:1|total:9.90;name:Café|sku:C1|quantity:1|total:15.00",
  '12;12;2024-05-01 11:00:00;wc-failed;15,00;EUR;0;Hugo;hugo@example.fr;;FR;"name:Café|sku:C1|quantity:1|total:15.00"',
].join("\n");

const MAP = readMap(
  "order=InvoiceNo,shopper=CustomerID,at=InvoiceDate,product=StockCode,quantity=Quantity,unit_price=UnitPrice,country=Country",
);
const MAPPED = [
  "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
  "500,A,2,28/3/2011 8:26,2.55,17850,United Kingdom",
  "501,B,1,28/3/2011 8:30,1.00,,EIRE",
  "500,C,1,28/3/2011 8:26,0.125,17850,United Kingdom",
  "C502,A,-2,29/3/2011 9:00,2.55,17850,United Kingdom",
  "503,D,-5,29/3/2011 9:30,0,,United Kingdom",
  "504,A,x,29/3/2011 9:31,1,1,Nowhere",
].join("\r\n");

test("a shopify export becomes orders with status, phone and hashed people", async () => {
  const { source, arrivals } = await read("shopify.csv", SHOPIFY);
  assert.equal(source.kind, "shopify");
  assert.deepEqual(arrivals.map(kindOf), [
    "order.placed",
    "order.paid",
    "order.placed",
    "order.refunded",
    "order.cancelled",
  ]);
  const [anna] = arrivals;
  assert.equal(new Date(anna.at).toISOString(), "2024-01-02T02:04:05.000Z");
  assert.deepEqual(anna.input.what["order.placed"].lines, [
    { product: "COF", quantity: 2, unit_price_minor: 1495 },
    { product: "FIL", quantity: 1, unit_price_minor: 1000 },
  ]);
  assert.deepEqual(
    [anna.input.what["order.placed"].total_minor, anna.input.what["order.placed"].payment],
    [3490, "pending"],
  );
  assert.deepEqual(anna.contact.number, { kind: "mobile", country: "DE" });
  assert.match(anna.recipient, /^r-[0-9a-f]{16}$/);
  assert.ok(!JSON.stringify(arrivals).includes("example.com"));
});

test("a woocommerce export with packed items, semicolons and a failed order is read", async () => {
  const quoted = WOOCOMMERCE.replace("name:Tasse", '"name:Tasse').replace("total:15.00\n", 'total:15.00"\n');
  const { source, arrivals } = await read("woo.csv", quoted, { zone: "Europe/Paris" });
  assert.equal(source.kind, "woocommerce");
  assert.deepEqual(arrivals.map(kindOf), ["order.placed", "order.placed", "order.failed"]);
  const placed = arrivals[0].input.what["order.placed"];
  assert.deepEqual([placed.total_minor, placed.lines.length, placed.payment], [2490, 2, "paid"]);
  assert.equal(arrivals[1].input.what["order.placed"].payment, "pending");
  assert.equal(arrivals[0].shopper, "7");
  assert.match(arrivals[1].shopper, /^s-/, "customer 0 is a guest, known by e-mail");
});

test("a mapped file has guests, credit notes, corrections and a bad row named by its line", async () => {
  const { source, arrivals } = await read("mapped.csv", MAPPED, { map: MAP, currency: "GBP", zone: "Europe/London" });
  assert.deepEqual(arrivals.map(kindOf), ["order.placed", "order.placed", "order.refunded"]);
  assert.equal(
    new Date(arrivals[0].at).toISOString(),
    "2011-03-28T07:26:00.000Z",
    "british summer time began the day before",
  );
  assert.deepEqual(
    arrivals.map(({ shopper }) => shopper),
    ["17850", "guest-501", "17850"],
  );
  const refunded = arrivals[2].input.what["order.refunded"];
  assert.deepEqual([refunded.order, refunded.refunded_minor, refunded.total_minor], ["500", 510, 523]);
  assert.equal(arrivals[1].contact.country, "IE");
  assert.deepEqual(source.named, [{ line: 7, why: "`x` is not a whole number" }]);
  assert.equal(source.stated[0], "times are D/M/YYYY, Europe/London clock");
});

test("gzip is read as it is, whatever the file is called", async () => {
  const { arrivals } = await read("plainly.csv", gzipSync(MAPPED), {
    map: MAP,
    currency: "GBP",
    zone: "Europe/London",
  });
  assert.equal(arrivals.length, 3);
});

test("event lines keep the host's fields apart and are sorted by when they arrive", async () => {
  const event = (id, at, more = {}) =>
    JSON.stringify({ id, occurred_at: at, trust: "server", what: { "page.viewed": {} }, shopper: "s", ...more });
  const lines = [
    event("late", 1_000, { received_at: 9_000 }),
    event("b", 3_000),
    "not json",
    event("a", 2_000, { odd: 1 }),
    event("c", 2_000),
  ];
  const { source, arrivals } = await read("events.jsonl", lines.join("\n"));
  assert.deepEqual(
    arrivals.map(({ input }) => input.id),
    ["c", "b", "late"],
  );
  assert.deepEqual(
    source.named.map(({ line }) => line),
    [3, 4],
  );
  assert.deepEqual(Object.keys(arrivals[0].input), ["id", "occurred_at", "trust", "what"]);
});

test("the text may be cut anywhere", () => {
  const whole = new CsvReader(",");
  const expected = [...whole.push(SHOPIFY), ...whole.end()];
  for (let size = 1; size < 12; size += 1) {
    const reader = new CsvReader(",");
    const rows = [];
    for (let at = 0; at < SHOPIFY.length; at += size) rows.push(...reader.push(SHOPIFY.slice(at, at + size)));
    assert.deepEqual([...rows, ...reader.end()], expected, `pieces of ${size}`);
  }
});

test("an unclosed quote costs its own line", () => {
  const reader = new CsvReader(",");
  const rows = [...reader.push('a,b\n"never closed,1\nc,d\ne,f'), ...reader.end()];
  assert.deepEqual(
    rows.map((row) => row.line),
    [1, 2, 3, 4],
  );
  assert.ok("fault" in rows[1]);
});

const WRONG = {
  "nothing at all": ["", /is empty/],
  "a sheet": [Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /zip file or an Excel sheet/],
  "a picture": [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), /is not text/],
  "a web page": ["<html><body>Sign in</body></html>\n", /:1: is a web page/],
  "a list": ['[{"id":"e"}]\n', /:1: is a JSON list/],
  "an unknown CSV": ["a,b,c\n1,2,3\n", /:1: this is no order export .* --map/s],
  "only names": ["Name,Created at,Financial Status,Lineitem quantity,Lineitem price\n", /not one row/],
  "JSON of something else": [`${'{"name":"x"}\n'.repeat(40)}`, /:1: not one of its first rows/],
  "half a gzip": [gzipSync(MAPPED.repeat(50)).subarray(0, 90), /can't be unpacked|first rows/],
};
for (const [what, [content, message]] of Object.entries(WRONG)) {
  test(`${what} is refused with a way out`, async () => {
    await assert.rejects(
      read("wrong", content),
      (error) => error instanceof Complaint && message.test(error.message) && error.message.includes("wrong"),
    );
  });
}

test("times without an offset ask for a zone, and days that may be months for --dates", async () => {
  await assert.rejects(read("zone.csv", MAPPED, { map: MAP, currency: "GBP" }), /--zone Europe\/London/);
  const ambiguous = "o,d\n1,3/4/2024 10:00\n";
  const map = readMap("order=o,at=d");
  await assert.rejects(
    read("dates.csv", ambiguous, { map, currency: "GBP", zone: "UTC" }),
    /--dates dmy or --dates mdy/,
  );
});

test("a row beyond the window is named instead of becoming a second order", async () => {
  const rows = ["o,d,p,n,u", "1,2024-01-01 10:00,A,1,1"];
  for (let place = 0; place < WINDOW_ROWS * 3; place += 1) rows.push(`x${place},2024-01-01 10:00,A,1,1.00`);
  rows.push("1,2024-01-01 10:00,B,1,1");
  // Pieces of the size that files are read in: a window is closed between them.
  const map = readMap("order=o,at=d,product=p,quantity=n,unit_price=u");
  const { source } = await read("window.csv", rows.join("\n"), { map, currency: "GBP", zone: "UTC" });
  assert.deepEqual(
    source.named.map(({ line }) => line),
    [rows.length],
  );
});

test("sorting spills to disk, keeps equal times in order and leaves nothing behind", async () => {
  const sorted = new Sorted(1_000);
  for (let place = 0; place < 500; place += 1) await sorted.add({ at: (place * 7_919) % 50, line: place });
  assert.ok(sorted.runs > 5);
  let before = { at: -1, line: -1 };
  let count = 0;
  for await (const arrival of sorted.read()) {
    assert.ok(before.at < arrival.at || (before.at === arrival.at && before.line < arrival.line));
    before = arrival;
    count += 1;
  }
  assert.equal(count, 500);
  sorted.close();
});

test("local times mean what the zone's clock says, across its changes", () => {
  const at = (text, zone, order = "iso") => new Date(readMoment(text, order, zone)).toISOString();
  assert.equal(at("2024-07-01 12:00", "Europe/London"), "2024-07-01T11:00:00.000Z");
  assert.equal(at("2024-03-31 01:30", "Europe/London"), "2024-03-31T01:30:00.000Z", "skipped: after the jump");
  assert.equal(at("2024-10-27 01:30", "Europe/London"), "2024-10-27T00:30:00.000Z", "twice: the first");
  assert.equal(at("2024-01-02 03:04:05 +0100", "America/New_York"), "2024-01-02T02:04:05.000Z");
  assert.equal(at("12/31/2010 11:59 PM", "America/New_York", "mdy"), "2011-01-01T04:59:00.000Z");
  assert.throws(() => readMoment("2024-02-30 10:00", "iso", "UTC"), /does not exist/);
  assert.equal(detectDates(["1/2/2011 8:00", "13/2/2011 9:00"], undefined, "f").order, "dmy");
});

test("amounts are exact, however they are written", () => {
  const cases = {
    2.55: 255,
    "1,234.50": 123450,
    "1.234,50": 123450,
    "12,95": 1295,
    "£3.20": 320,
    "-4": -400,
    "(4.00)": -400,
    0.125: 13,
    "1,000": 100000,
    ".5": 50,
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(minor(text, "GBP"), expected, text);
  assert.equal(minor("1200", "JPY"), 1200);
  for (const text of ["", "abc", "1.2.3", "1,23,4"]) assert.throws(() => minor(text, "GBP"), undefined, text);
});

test("countries are read as codes or names of three languages", () => {
  for (const [text, code] of [
    ["gb", "GB"],
    ["Deutschland", "DE"],
    ["Allemagne", "DE"],
    ["EIRE", "IE"],
    ["USA", "US"],
  ])
    assert.equal(countryCode(text), code);
  for (const text of ["European Community", "Unspecified", "Channel Islands", ""])
    assert.equal(countryCode(text), undefined);
});

/** @param {any} arrival */
const kindOf = (arrival) => Object.keys(arrival.input.what)[0];

async function read(name, content, reading = {}) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const source = new Source(path, reading);
  try {
    await source.read();
    const arrivals = [];
    for await (const arrival of source.arrivals()) arrivals.push(arrival);
    return { source, arrivals };
  } finally {
    source.close();
  }
}
