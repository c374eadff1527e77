// Owns `npm run store`: a store to try by hand, with the plugin from its zip and the phones of its shoppers on a page.
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { build } from "../../js/tools/build.mjs";
import { packagePlugin } from "../../js/tools/package.mjs";
import { openProvider, setUpCartsignal } from "./provider.mjs";
import { openStore } from "./store.mjs";

const USAGE = `usage: npm run store -- [options]
  --name NAME (demo)   --checkout block|classic   --orders hpos|legacy   --cron system|page|none (system)
  --locale de_DE       the site's language, and so that of box and texts (en_GB)
  --clock MOMENT       when it begins; by default now, or the next morning while texts would wait for it
  --tree               the plugin as it lies here, without building or packing it
  --port N             --holdout (10 of 100 shoppers get no text, as in a real store; by default none is held back)`;

const MINUTE_MS = 60_000;
const STEP_MINUTES = 30;
const DAY_MS = 86_400_000;
// Inside every market's hours and with time left for a second text.
const FIRST_HOUR = 10;
const LAST_HOUR = 17;

const options = {
  name: { type: "string", default: "demo" },
  checkout: { type: "string" },
  orders: { type: "string" },
  cron: { type: "string", default: "system" },
  locale: { type: "string", default: "en_GB" },
  clock: { type: "string" },
  tree: { type: "boolean", default: false },
  holdout: { type: "boolean", default: false },
  port: { type: "string" },
  help: { type: "boolean", default: false },
};

try {
  const { values } = parseArgs({ options });
  if (values.help) console.log(USAGE);
  else await run(values);
} catch (error) {
  console.error(`store: ${error.message}`);
  process.exitCode = 1;
}

async function run({ name, clock, tree, holdout, port, ...rest }) {
  const say = (line) => console.log(`store: ${line}`);
  if (!tree) await pack(say);
  const plugin = tree ? "tree" : "zip";
  const begins = clock ?? goodMoment(Date.now());
  const store = await openStore({ ...rest, name, plugin, clock: begins, port: port && Number(port), say });
  try {
    const provider = await openProvider(store, { timers: true });
    store.clock.onJump(() => provider.tick());
    if (store.woocommerce) {
      const warnings = await setUpCartsignal(store, provider, holdout ? {} : { holdout_percent: 0 });
      for (const [field, words] of Object.entries(warnings)) say(`Cartsignal says of ${field}: ${words}`);
    }
    show(store, provider);
    await untilTold(store);
  } finally {
    await store.close();
  }
}

async function pack(say) {
  say("building and packing the plugin");
  await build();
  const { file, bytes, files } = await packagePlugin();
  say(`${file}: ${files} files, ${(bytes / 1_048_576).toFixed(2)} MiB`);
}

function show({ name, origin, woocommerce, missing, admin, ada, clock }, provider) {
  const shop = woocommerce
    ? `  shop       ${origin}/shop/
  block      ${origin}/checkout/
  classic    ${origin}/classic-checkout/
  customer   ${ada.user}  ${ada.password}   ${origin}/my-account/`
    : `  NO WOOCOMMERCE, WordPress alone: ${missing}\n  Set WOOCOMMERCE_DIR to its folder.`;
  console.log(`
${shop}
  phones     ${provider.url}
  admin      ${origin}/wp-admin/   ${admin.user}  ${admin.password}
  time       ${inBerlin(clock.now())}
             Enter: ${STEP_MINUTES} minutes later; 5m, 2h, 1d and Enter: so much later
             from elsewhere: node tests/store/main.mjs --name ${name} --jump +30m
  stop       Ctrl+C

  Put something into the cart, tick the box beside your number at the checkout, and leave.
`);
}

/** Takes lines from the keyboard until it is told to stop. */
async function untilTold(store) {
  const keyboard = createInterface({ input: process.stdin });
  const alive = setInterval(() => {}, MINUTE_MS);
  keyboard.on("line", async (line) => {
    try {
      await store.clock.jump(`+${spanOf(line.trim())}`);
      console.log(`  it is ${inBerlin(store.clock.now())}`);
    } catch (error) {
      console.log(`  ${error.message}`);
    }
  });
  await new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  clearInterval(alive);
  keyboard.close();
}

function spanOf(line) {
  if (line === "") return STEP_MINUTES * MINUTE_MS;
  const found = /^\+?(\d{1,4})([mhd])$/.exec(line);
  if (!found) throw new Error(`\`${line}\` is no span: expected 30m, 2h or 1d`);
  return Number(found[1]) * { m: MINUTE_MS, h: 60 * MINUTE_MS, d: DAY_MS }[found[2]];
}

/** Returns now, or the next morning when texts would only wait: evenings, nights and Sundays. */
function goodMoment(now) {
  const berlin = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", hour: "numeric", hourCycle: "h23" });
  const day = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", weekday: "short" });
  for (let moment = now; ; moment = nextHour(moment)) {
    const hour = Number(berlin.format(moment));
    const isSunday = day.format(moment) === "Sun";
    if (!isSunday && hour >= FIRST_HOUR && hour < LAST_HOUR) return moment;
  }
}

function inBerlin(moment) {
  const said = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", dateStyle: "full", timeStyle: "medium" });
  return `${said.format(moment)} in Berlin`;
}

function nextHour(moment) {
  return moment - (moment % (60 * MINUTE_MS)) + 60 * MINUTE_MS;
}
