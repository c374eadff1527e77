// Owns `node tests/bench/store/main.mjs`: what plugins add to the requests of a real store, interleaved, over the bare one.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { openStore } from "../../store/store.mjs";
import { cellsOf, giveContact } from "./cells.mjs";
import { newShopper } from "./shopper.mjs";
import { comparisons, tableOf } from "./table.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "70" },
    // Folders of other plugins to compare with; fetched by whoever runs this, never part of the repository.
    peer: { type: "string", multiple: true, default: [] },
    cell: { type: "string", multiple: true, default: [] },
    json: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const WARM_UP = 8;
const LIMITS = "wp_cartsignal_limits";

const store = await openStore({
  name: `bench-${process.pid}`,
  plugin: "tree",
  otherPlugins: values.peer,
  clock: "real",
  workers: 1,
  cron: "none",
});
try {
  if (!store.woocommerce) throw new Error(`nothing to measure without WooCommerce: ${store.missing}`);
  const mustUse = join(store.site, "wp-content", "mu-plugins");
  mkdirSync(mustUse, { recursive: true });
  copyFileSync(join(import.meta.dirname, "meter.php"), join(mustUse, "bench-meter.php"));
  const log = join(store.site, "wp-content", "bench.jsonl");
  writeFileSync(log, "", { mode: 0o666 });
  const products = await store.call(
    "return ['simple' => wc_get_product_id_by_sku('hausmischung'), 'other' => wc_get_product_id_by_sku('filterpapier')];",
  );
  const variants = ["bare", "control", "cartsignal", ...values.peer.map((folder) => basename(folder))];
  // Ours twice: for a visitor nobody can text, and for one who gave a number.
  const rows = [...variants.map((plugin) => ({ plugin })), { plugin: "cartsignal", reachable: true }];
  const taken = await measure(products, rows);
  const lines = new Map(
    readFileSync(log, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map((line) => [line.id, line]),
  );
  const result = comparisons(taken, lines, rows);
  if (values.json) console.log(JSON.stringify(result, null, 2));
  else console.log(tableOf(result, rounds));
  for (const line of store.errors()) console.error(`php: ${line}`);
} finally {
  await store.close();
}

/** Asks everything of every variant, in turn, so that whatever else the machine does falls on all of them alike. */
async function measure(products, rows) {
  const taken = [];
  for (const cell of cellsOf(products)) {
    if (values.cell.length > 0 && !values.cell.includes(cell.name)) continue;
    process.stderr.write(`${cell.name} `);
    const shoppers = new Map();
    for (let round = -WARM_UP; round < rounds; round += 1) {
      for (const row of rows) {
        // Who has no cart can't have given a number.
        if (row.reachable && !cell.before) continue;
        const shopper = (!cell.fresh && shoppers.get(row)) || (await arrive(cell, row));
        shoppers.set(row, shopper);
        const { id, status, wall, text } = await cell.ask(shopper);
        if (status !== 200) throw new Error(`${cell.name}, ${row.plugin}: status ${status}`);
        if (round >= 0) taken.push({ cell: cell.name, row: rows.indexOf(row), round, id, wall, bytes: text.length });
      }
      if (round % 10 === 0) process.stderr.write(".");
    }
    process.stderr.write("\n");
  }
  return taken;
}

async function arrive(cell, { plugin, reachable }) {
  const shopper = newShopper(store.origin, plugin);
  await cell.before?.(shopper);
  if (!reachable) return shopper;
  const { status } = await giveContact(shopper);
  if (status !== 204) throw new Error(`the number was answered with ${status}`);
  // All come from one address here, which would look like somebody who types numbers in by the hundred.
  await store.sql(`TRUNCATE ${LIMITS}`);
  return shopper;
}
