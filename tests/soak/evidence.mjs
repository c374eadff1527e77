// Owns what the judge is given: the provider's log, the diary, and what an owner could read in the store's database.
import { SERVICES } from "../store/plugin_php.mjs";

const KEYS = `${SERVICES} $keys = $services->keys();
$found = [];
foreach ($args[0] as $phone) {
    $found[$phone] = $keys->recipient($phone);
}
return $found;`;

/** A sentence for each reason, where this release has a page that says them. */
const SENTENCES = `$class = 'Cartsignal\\\\Activity\\\\Reasons';
if (!class_exists('Cartsignal\\\\Services') || !class_exists($class) || !method_exists($class, 'sentence')) {
    return null;
}
$found = [];
foreach ($args[0] as $reason) {
    $found[$reason] = (string) $class::sentence($reason);
}
return $found;`;

/**
 * Reads what the database tells of decisions and texts.
 * @param {import("./world.mjs").World} world
 */
export async function gather({ store }) {
  const decisions = await store.sql(
    "SELECT decision, at, shopper, recipient, act, reason, told FROM wp_cartsignal_decisions ORDER BY place",
  );
  const outbox = await store.sql(
    `SELECT decision, act, recipient, class, country, decided_at, state, cancelled, why, code, reference, attempted_at,
      receipt FROM wp_cartsignal_outbox ORDER BY place`,
  );
  const outcomes = await store.sql("SELECT decision, at, what, why, code FROM wp_cartsignal_outcomes ORDER BY place");
  const stuck = await store.sql(
    "SELECT natural_key, kind, state, error, at FROM wp_cartsignal_inbox WHERE state <> 'done' ORDER BY place",
  );
  return {
    at: store.clock.now(),
    decisions: decisions.map(({ told, ...row }) => ({ ...numbers(row, ["at"]), entry: entryOf(told, row.act) })),
    outbox: outbox.map((row) => numbers(row, ["decided_at", "attempted_at", "cancelled"])),
    outcomes: outcomes.map((row) => numbers(row, ["at"])),
    stuck: stuck.map((row) => numbers(row, ["at"])),
  };
}

/**
 * Returns all of it, at the end.
 * @param {import("./world.mjs").World} world
 * @param {{ people: import("./people.mjs").Person[], phones: string[], before?: any, begin: number, calendar: any }} more
 */
export async function evidenceOf(world, { people, phones, before, begin, calendar }) {
  const { store, diary } = world;
  const after = await gather(world);
  const reasons = [...new Set([...(before?.decisions ?? []), ...after.decisions].map(({ reason }) => reason))];
  return {
    begin,
    end: world.now(),
    calendar,
    origin: store.origin,
    people: people.map(({ id, market, state, zone, phone, ticks }) => ({ id, market, state, zone, phone, ticks })),
    recipients: await store.call(KEYS, [phones]),
    sentences: await store.call(SENTENCES, [reasons]),
    diary: diary.entries,
    messages: store.provider.messages.filter(({ direction }) => direction !== "inbound"),
    before: before ?? null,
    after,
    errors: store.errors().map((each) => ({ ...each })),
    late: world.late,
    runs: world.runs,
    failedRuns: world.failedRuns,
    mails: store.mails().map(({ subject }) => subject),
  };
}

function numbers(row, names) {
  return { ...row, ...Object.fromEntries(names.map((name) => [name, row[name] === null ? null : Number(row[name])])) };
}

/** Which cart a decision is about, where it says so. */
function entryOf(told, act) {
  const does = JSON.parse(told)[act] ?? {};
  return (does.place ?? does).entry ?? does.cart ?? null;
}
