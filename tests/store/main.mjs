// Owns the command line of test stores: opens one and shows its addresses, ends one, moves its time, runs PHP in it.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { endLeftovers, isKept } from "./kept.mjs";
import { storeFolder } from "./places.mjs";
import { joinStore, openStore } from "./store.mjs";

const USAGE = `usage: node tests/store/main.mjs --name NAME [options]    opens a store, until Ctrl+C
  --plugin PATH      folder of the plugin, linked: edits are live (default: this checkout's)
  --copy             copy the plugin instead: WordPress may install and delete plugins then
  --zip FILE         install that zip the way WordPress does; --no-plugin: none
  --checkout block|classic  --orders hpos|legacy  --cron page|system|none (page)
  --clock fake|real|MOMENT  --port N  --workers N  --locale de_DE  --without-woocommerce
  --detach           leave it running in the background
with a store that runs:
  --name NAME --jump +30m (s, m, h, d; -5m; or a moment)     move its time
  --name NAME --php FILE|-                                   run PHP with WordPress loaded
  --name NAME --sql "SELECT …"    --name NAME --run-cron    --name NAME --errors
  --stop NAME                                                end it`;

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const flags = {
  name: { type: "string" },
  plugin: { type: "string" },
  copy: { type: "boolean" },
  zip: { type: "string" },
  "no-plugin": { type: "boolean" },
  checkout: { type: "string" },
  orders: { type: "string" },
  locale: { type: "string" },
  cron: { type: "string" },
  clock: { type: "string" },
  port: { type: "string" },
  workers: { type: "string" },
  "without-woocommerce": { type: "boolean" },
  detach: { type: "boolean" },
  stop: { type: "string" },
  jump: { type: "string" },
  php: { type: "string" },
  sql: { type: "string" },
  "run-cron": { type: "boolean" },
  errors: { type: "boolean" },
  help: { type: "boolean" },
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`store: ${error.message}`);
  process.exitCode = 1;
}

async function main() {
  const { values } = parseArgs({ options: flags });
  if (values.help || (!values.name && !values.stop)) return usage();
  if (values.stop) return stop(values.stop);
  const inside = ["jump", "php", "sql", "run-cron", "errors"].find((name) => values[name] !== undefined);
  return inside ? within(inside, values) : open(values);
}

async function open(values) {
  const store = await openStore({ ...optionsOf(values), say: (line) => console.log(`store: ${line}`) });
  show(store);
  if (values.detach) {
    await store.detach();
    console.log(`  stop      node tests/store/main.mjs --stop ${store.name}`);
    return 0;
  }
  console.log("  stop      Ctrl+C");
  await new Promise((resolve) => {
    const alive = setInterval(() => {}, 60_000);
    const end = () => (clearInterval(alive), resolve());
    process.once("SIGINT", end).once("SIGTERM", end);
  });
  await store.close();
  return 0;
}

function optionsOf(values) {
  const plugin = values["no-plugin"] ? "none" : values.zip ? "zip" : values.copy ? "tree" : "linked";
  return {
    name: values.name,
    plugin,
    pluginPath: values.zip ?? values.plugin,
    checkout: values.checkout,
    orders: values.orders,
    locale: values.locale,
    cron: values.cron ?? "page",
    clock: values.clock,
    port: values.port && Number(values.port),
    workers: values.workers && Number(values.workers),
    woocommerce: !values["without-woocommerce"],
  };
}

function show({ name, origin, woocommerce, missing, admin, ada, log, folder }) {
  const shop = woocommerce
    ? `WooCommerce ${woocommerce}
  shop      ${origin}/shop/
  block     ${origin}/cart/  ${origin}/checkout/
  classic   ${origin}/classic-cart/  ${origin}/classic-checkout/
  customer  ${ada.user}  ${ada.password}   (${origin}/my-account/)`
    : `NO WOOCOMMERCE: ${missing}`;
  console.log(`store ${name}: ${shop}
  admin     ${origin}/wp-admin/  ${admin.user}  ${admin.password}
  log       ${log}
  folder    ${folder}`);
}

async function within(what, values) {
  if (!isKept(storeFolder(values.name))) throw new Error(`no store \`${values.name}\` is up`);
  const store = joinStore(values.name);
  if (what === "jump") {
    await store.clock.jump(spanOf(values.jump));
    console.log(`${store.name} is at ${new Date(store.clock.now()).toISOString()}`);
  } else if (what === "php") {
    const text = readFileSync(values.php === "-" ? 0 : values.php, "utf8").replace(/^<\?php\s/, "");
    const ended = await store.run(text);
    process.stdout.write(ended.stdout);
    process.stderr.write(ended.stderr);
    if (ended.result !== undefined && ended.result !== null) console.log(JSON.stringify(ended.result, null, 2));
    return ended.code ?? 1;
  } else if (what === "sql") console.log(JSON.stringify(await store.sql(values.sql), null, 2));
  else if (what === "run-cron") await store.runCron();
  else for (const { at, level, text } of store.errors()) console.log(`${at} ${level}: ${text}`);
  return 0;
}

function spanOf(text) {
  const found = /^([+-])(\d+)([smhd])$/.exec(text);
  return found ? `${found[1]}${Number(found[2]) * UNITS[found[3]]}` : text;
}

async function stop(name) {
  const stopped = await endLeftovers(storeFolder(name));
  console.log(stopped ? `store ${name} ended` : `store ${name} was not up`);
  return 0;
}

function usage() {
  console.log(USAGE);
  return 2;
}
