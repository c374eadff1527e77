// Owns `npm run soak` of the store: a month of simulated shopping on a real one, with accidents, and a judge at the end.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openStore } from "../store/store.mjs";
import { Accidents, calendarOf } from "./accidents.mjs";
import { Answers } from "./answers.mjs";
import { planCast } from "./cast.mjs";
import { evidenceOf } from "./evidence.mjs";
import { judge } from "./judge.mjs";
import { peopleOf } from "./people.mjs";
import { packReleases } from "./releases.mjs";
import { reportOf } from "./report.mjs";
import { sabotage } from "./sabotage.mjs";
import { planVisits } from "./visits.mjs";
import { DAY, World } from "./world.mjs";

const USAGE = `usage: node tests/soak/main.mjs [options]
  --days N (30)     of simulated shopping; fewer than 8 are days around Christmas
  --shoppers N (90) who live in the shop, beside those whose day the accidents are made for
  --seed N          chance; by default a new one, which is printed
  --plugin ZIP      the release that it begins with; by default this tree, packed
  --keep FILE       where the evidence is kept as JSON
  --judge FILE      judges evidence that was kept, and runs nothing
  --sabotage        shows first that the judge finds what is wrong: exits 1 where it does not`;

const DECEMBER = Date.parse("2026-12-01T05:00:00Z");
const CHRISTMAS_EVE = Date.parse("2026-12-24T06:00:00Z");

const options = /** @type {const} */ ({
  days: { type: "string", default: "30" },
  shoppers: { type: "string", default: "90" },
  seed: { type: "string" },
  plugin: { type: "string" },
  keep: { type: "string" },
  judge: { type: "string" },
  sabotage: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
});

async function run({ days, shoppers, seed, plugin, keep, judge: file, sabotage: isTested }) {
  if (isTested && !sabotage(console.log)) return 1;
  if (file) return told(JSON.parse(readFileSync(file, "utf8")));
  const chosen = Number(seed ?? Math.floor(Math.random() * 2 ** 31));
  const say = (/** @type {string} */ line) => console.log(`soak: ${line}`);
  say(`${days} days, ${shoppers} shoppers, --seed ${chosen}`);
  const began = Date.now();
  const evidence = await live({ days: Number(days), shoppers: Number(shoppers), seed: chosen, plugin, say });
  if (!evidence) return 0;
  if (keep) writeFileSync(keep, `${JSON.stringify(evidence)}\n`);
  say(
    `${evidence.runs} runs of the crontab, ${evidence.diary.length} acts in ${Math.round((Date.now() - began) / 1000)} s`,
  );
  return told(evidence);
}

function told(evidence) {
  const verdict = judge(evidence);
  console.log(reportOf(evidence, verdict));
  return verdict.faults.length > 0 ? 1 : 0;
}

async function live({ days, shoppers, seed, plugin, say }) {
  const begin = days < 8 ? CHRISTMAS_EVE : DECEMBER;
  const folder = mkdtempSync(join(tmpdir(), "cartsignal-soak-"));
  let store;
  try {
    const zips = await packReleases(folder, plugin);
    const accidents = new Accidents(zips, say);
    store = await openStore({
      plugin: "zip",
      pluginPath: zips.current,
      clock: begin,
      locale: "en_GB",
      provider: { faults: accidents.fault },
      settings: {
        coupon: { percent: 10, minimum_minor: 1_000 },
        budget: { month_micros: 500_000_000, day_micros: 100_000_000 },
      },
    });
    if (!store.woocommerce) {
      say(`NO WOOCOMMERCE: nobody shopped. ${store.missing}`);
      return undefined;
    }
    const products = await store.call(PRODUCTS);
    const world = new World(store, { seed, products });
    const everybody = peopleOf(seed, shoppers);
    const calendar = calendarOf({ begin, days });
    const cast = planCast(world, calendar, { begin, days });
    const people = [...everybody, ...cast.people];
    await openAccounts(store, people);
    const answers = new Answers(world, new Map(people.map((person) => [person.phone, person])));
    answers.wishes = cast.wishes;
    planVisits(world, everybody, { begin, days });
    accidents.plan(world, calendar, begin + days * DAY);
    const wall = Date.now();
    // Two days more, in which nobody comes: what is held goes out or ends.
    await world.until(begin + (days + 2) * DAY, () => {
      const spent = Math.round((Date.now() - wall) / 1000);
      const day = new Date(world.now()).toISOString().slice(0, 10);
      say(`${day} texts ${store.provider.counts.created} runs ${world.runs} (${spent} s)`);
    });
    const phones = [
      ...new Set([...people.map(({ phone }) => phone), ...world.diary.entries.flatMap(({ phone }) => phone ?? [])]),
    ];
    return await evidenceOf(world, { people, phones, before: accidents.before, begin, calendar });
  } finally {
    await store?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const PRODUCTS = `$found = [];
foreach (wc_get_products(['limit' => -1, 'status' => 'publish']) as $product) {
    $found[$product->get_slug()] = $product->get_id();
}
foreach (['terms' => 'woocommerce_terms_page_id', 'privacy' => 'wp_page_for_privacy_policy'] as $name => $option) {
    update_option($option, wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => $name]));
}
return $found;`;

const ACCOUNTS = `foreach ($args[0] as [$user, $password]) {
    $id = wp_insert_user(['user_login' => $user, 'user_pass' => $password, 'role' => 'customer',
        'user_email' => "$user@kunden.example"]);
    is_wp_error($id) && throw new RuntimeException($id->get_error_message());
}
return null;`;

/** Makes accounts of those who have one. */
function openAccounts(store, people) {
  const accounts = people.flatMap(({ account }) => (account ? [[account.user, account.password]] : []));
  return store.call(ACCOUNTS, [accounts]);
}

const { values } = parseArgs({ options });
if (values.help) console.log(USAGE);
else process.exitCode = await run(values);
