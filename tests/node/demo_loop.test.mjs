// Owns the proof of the demo's loop: a small day over SQLite and HTTP, judged by what its people did, not by the host.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { fileURLToPath } from "node:url";
import { Engine } from "../../js/abi.mjs";
import { storeConfiguration } from "../../js/cli/demo.mjs";
import { createFakeProvider } from "../../js/fake_provider/index.mjs";
import { playDay } from "../../js/loop/day.mjs";
import { explanation } from "../../js/loop/explain.mjs";
import { textsOf } from "../../js/loop/report.mjs";
import { allSayings } from "../../js/loop/sayings.mjs";
import { Numbers, readDramaNumber } from "../../js/simulator/numbers.mjs";
import { Simulator } from "../../js/simulator/simulator.mjs";
import { findChrome } from "../../js/tools/toolchain.mjs";

const MAIN = fileURLToPath(new URL("../../js/cli/main.mjs", import.meta.url));
const DAY = 86_400_000;
const chrome = findChrome();
const skip = chrome ? false : "NO CHROME OR CHROMIUM: the demo's page was not seen (CHROME may name one)";
const ADVERTISING = ["marketing", "ask"];

test("a small day goes through the loop: each text once, explained, and none after a STOP or an order", async (t) => {
  const simulator = new Simulator({ seed: 1, shoppers: 45 });
  const began = performance.now();
  const wishes = { configuration: storeConfiguration(), simulator, seed: 1, runOutMs: 3 * DAY };
  const { world, shoppers, report } = await playDay({ ...wishes, engine: new Engine() });
  t.after(() => world.close());
  assert.ok(performance.now() - began < 30_000);
  const texts = textsOf(world.provider, world.host);
  assert.ok(texts.length >= 12, String(texts.length));

  const accepted = world.host.recent(100_000).filter(({ act, state }) => act === "send" && state === "accepted");
  const sent = texts.map(({ why }) => why?.decision).sort();
  assert.deepEqual(sent, accepted.map(({ decision }) => decision).sort());
  assert.equal(new Set(sent).size, sent.length, "no text went twice");

  assert.ok(shoppers.stopped.size >= 1 && shoppers.boughtAt.size >= 5);
  /** @type {string[]} */
  const asked = [];
  for (const { message, why } of texts) {
    assert.equal(message.body, why.text);
    const { why: sentence, clauses } = explanation(why, shoppers.zoneOf(why.recipient) ?? "UTC");
    assert.match(sentence, /^[A-Z].{10,}\.$/);
    assert.equal(clauses.length > 0, ADVERTISING.includes(why.does.class), sentence);
    if (!ADVERTISING.includes(why.does.class)) continue;
    const stops = shoppers.stopped.get(message.to) ?? [];
    const stop = stops.find(({ from, to }) => message.createdAt >= from && message.createdAt < to);
    // Who ticks the box again is asked once whether it was them, and gets nothing else before their yes.
    const tickedAgain = stop && (shoppers.tickedAt.get(message.to) ?? 0) > stop.from;
    if (tickedAgain && why.does.class === "ask") asked.push(message.to);
    else assert.equal(stop, undefined, "a text after a STOP");
    assert.ok(message.createdAt < (shoppers.boughtAt.get(why.does.cart) ?? Infinity), "a text after an order");
  }

  assert.equal(new Set(asked).size, asked.length, "asked once");

  const { people, went_wrong: wrong } = report;
  assert.ok(people.opened > 0 && people.previewed > 0 && people.confirmed > 0, JSON.stringify(people));
  assert.ok(wrong.refused_while_away > 0 && wrong.receipts_repeated > 0, JSON.stringify(wrong));
  assert.deepEqual([wrong.answers_lost, wrong.receipts_late], [1, 1]);
  assert.deepEqual([report.doubles, report.unknown, report.unexplained, report.numberless], [0, 0, 0, 0]);
  assert.equal(report.delivered, texts.length, "every receipt found its text, that of the lost answer too");
  const { quarantined, pending, alarms } = world.host.overview();
  assert.deepEqual([quarantined, pending, alarms, world.faultsOfPages], [[], 0, [], []]);

  await t.test("its texts are on their phones, with why, and their links lead to this machine", { skip }, async (t) => {
    const browser = await chromium.launch({ executablePath: chrome, args: ["--no-sandbox"] });
    t.after(() => browser.close());
    const page = await browser.newPage();
    await page.goto(world.provider.url);
    await page.locator(".phone", { hasText: "Bestellung" }).first().click();
    await page.locator(".why", { hasText: "consent" }).first().locator("summary").click();
    await page.locator(".clause-rule", { hasText: "quiet hours" }).first().waitFor();
    const link = page.locator(".bubble a").last();
    assert.match(String(await link.innerText()), /^https:\/\/s\.kaffee\.de\/\w{7}$/);
    await page.goto(String(await link.getAttribute("href")));
    await page.getByRole("heading", { name: /Kaffeehaus/ }).waitFor();
    assert.ok(page.url().startsWith(`${world.origin}/`));
  });
});

test("links on the page of a fake provider lead to this machine or stay as they are", () => {
  const base = (to) => ({ linkBase: { from: "https://s.shop.example", to } });
  assert.ok(createFakeProvider(base("http://127.0.0.1:4000")));
  assert.throws(() => createFakeProvider(base("https://elsewhere.example")), /not on this machine/);
});

test("what people write back means to the core what they meant", () => {
  const engine = new Engine();
  for (const { language, kind, text } of allSayings())
    assert.equal(engine.readReply(text, language).kind, kind, `${language}: ${text}`);
});

test("everybody has a number of their own, set apart for drama", () => {
  const engine = new Engine();
  const { arrivals } = new Simulator({ seed: 4 });
  const people = new Set(arrivals.flatMap(({ input }) => input.what["contact.provided"]?.recipient ?? []));
  const simulator = new Simulator({ seed: 4 });
  const read = [...people].map((phone) => {
    const { typed, contact } = simulator.personOf(phone);
    const { phone: number } = readDramaNumber(typed, contact.country) ?? engine.parsePhone(typed, contact.country);
    assert.ok(number, "a number nobody can read");
    const elsewhere = !["DE", "FR", "GB", "US"].includes(contact.country);
    assert.equal(number.number.country, elsewhere ? "SE" : contact.country);
    assert.equal(number.number.kind, contact.number.kind === "unknown" ? "unknown" : contact.number.kind);
    return number.e164;
  });
  assert.equal(new Set(read).size, people.size);
  const numbers = new Numbers();
  const london = { country: "GB", number: { kind: "mobile" } };
  for (let place = 0; place < 1_000; place += 1) assert.match(numbers.next(london), /^07700 900\d{3}$/);
  assert.equal(numbers.next(london), undefined);
});

test("with --serve the page stays until it is ended, short links work, and nothing is left behind", async () => {
  const args = [MAIN, "demo", "--quiet", "--shoppers", "24", "--serve", "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let [told, complaints] = ["", ""];
  child.stderr.on("data", (chunk) => (complaints += chunk));
  await new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error(`it ended by itself: ${complaints}`)));
    child.stdout.on("data", (chunk) => (told += chunk).includes("Ctrl+C") && resolve(undefined));
  });
  const [, phones] = /The phones\s+(http:\S+)/.exec(told) ?? [];
  const [, links] = /is (http:\S+)\/… here/.exec(told) ?? [];
  assert.match(await (await fetch(phones)).text(), /<title>/);
  assert.equal((await fetch(`${links}/AAAAAAA`)).status, 404);
  assert.equal(leftovers(child.pid).length, 1);
  child.removeAllListeners("exit");
  child.kill("SIGINT");
  const [code] = await once(child, "exit");
  assert.deepEqual([code, complaints, leftovers(child.pid)], [0, "", []]);
});

/** @param {number | undefined} pid */
function leftovers(pid) {
  const places = ["/dev/shm", tmpdir()].filter((place) => existsSync(place));
  return places.flatMap((place) => readdirSync(place).filter((name) => name.startsWith(`cartsignal-loop-${pid}-`)));
}
