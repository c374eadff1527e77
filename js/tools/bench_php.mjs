// Owns `npm run bench:php`: builds the PHP core, measures it under PHP-FPM and prints the tables; `-- --json` for machines.
// A target that is missed is said, and is no failure: what fails is a decision that differs from Node's.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decisions, deploy, settings, withoutCache } from "../../tests/bench/php/measure.mjs";
import { headline } from "../../tests/bench/php/scenario.mjs";
import { setUp } from "../../tests/bench/php/store.mjs";
import { must } from "./run.mjs";

/** Source: design.md, "Numbers to hold", and platforms/php-core.md, "split it over several files". */
const targets = { milliseconds: 1.5, firstCompileBytes: 48 * 1024 * 1024 };

const requests = 300; // of each kind; without opcache a tenth, since each takes as long as a deploy
const json = process.argv.includes("--json");

await must("node", ["js/tools/build.mjs"], { quiet: true });
const folder = mkdtempSync(join(tmpdir(), "cartsignal-bench-"));
try {
  const found = await measured();
  if (json) console.log(JSON.stringify(found));
  else print(found);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measured() {
  const stores = [];
  for (const size of /** @type {const} */ (["small", "full"])) {
    const store = await setUp(join(folder, size), size);
    stores.push({
      size,
      programBytes: store.program.length,
      headBytes: store.headBytes,
      stateBytes: [store.states.shopper.length, store.states.recipient.length],
      ...(await decisions(store, requests)),
      deploy: await deploy(store),
      withoutCache: await withoutCache(store, requests / 10),
    });
  }
  const saved = await settings();
  const medians = stores.map(({ rows }) => rows.find(({ measure }) => measure === headline).core.median);
  const peaks = [...stores.map(({ deploy: { peak } }) => peak), saved.peak];
  const met = {
    median: { target: targets.milliseconds, found: Math.max(...medians) },
    firstCompile: { target: targets.firstCompileBytes, found: Math.max(...peaks) },
  };
  return { php: stores[0].cache.php, stores, settings: saved, targets: met };
}

function print({ php, stores, settings: saved, targets: { median, firstCompile } }) {
  console.log(`PHP ${php} under PHP-FPM, opcache, no JIT; ms per decision, median of ${requests} (p95)\n`);
  table(
    ["decision", "program", "PHP core", "by hand in PHP", "Node, fresh", "Node, warm", "web server saw", "CPU"],
    stores.flatMap(({ rows }) => rows.map(decisionRow)),
  );
  for (const { size, rows } of stores) {
    const { phases } = rows.find(({ measure }) => measure === headline).core;
    const parts = Object.entries(phases).map(([name, value]) => `${name} ${value.toFixed(3)}`);
    console.log(`${headline}, ${size}: ${parts.join(", ")}`);
  }
  console.log("");
  table(
    [
      "program",
      "bytes",
      "head",
      "states",
      "first request",
      "its peak",
      "peak after",
      "no opcache",
      "its peak",
      "opcache",
    ],
    stores.map(storeRow),
  );
  console.log(
    `saving a small store's settings: first ${ms(saved.first)}, peak ${mib(saved.peak)}; again ${ms(saved.again)}`,
  );
  console.log(`\n${headline}: ${verdict(median, ms)}\nfirst compile: ${verdict(firstCompile, mib)}`);
}

function decisionRow({ measure, program, core, byHand, nodeFresh, nodeWarm }) {
  const both = ({ median, p95 }) => `${median.toFixed(3)} (${p95.toFixed(3)})`;
  const hosts = [core, byHand, nodeFresh, nodeWarm, core.wall];
  return [measure, program, ...hosts.map(both), core.cpu.median.toFixed(3)];
}

function storeRow({ size, programBytes, headBytes, stateBytes, rows, deploy: first, withoutCache: bare, cache }) {
  const after = Math.max(...rows.map(({ core }) => core.peak));
  const times = [ms(first.total.median), mib(first.peak), mib(after), ms(bare.total.median), mib(bare.peak)];
  return [
    size,
    programBytes,
    headBytes,
    stateBytes.join(" + "),
    ...times,
    `${mib(cache.bytes)} in ${cache.files} files`,
  ];
}

function verdict({ target, found }, shown) {
  return `${shown(found)}, target ${shown(target)}: ${found <= target ? "met" : "MISSED"}`;
}

function table(head, rows) {
  const texts = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...texts.map((row) => row[column].length)));
  for (const row of texts)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    );
  console.log("");
}

function ms(value) {
  return `${value.toFixed(value < 10 ? 3 : 1)} ms`;
}

function mib(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
