// Owns what people do in the shop: each visit a script of acts and of minutes in which nothing is done.
import { Random } from "../../js/simulator/random.mjs";
import { Device } from "./device.mjs";
import { DAY, HOUR, MINUTE } from "./world.mjs";

/** @typedef {import("./agenda.mjs").Script} Script */
/** @typedef {import("./people.mjs").Person} Person */

const SLUGS = ["hausmischung", "filterpapier", "espresso-nord", "roestkurs"];

/** How often people shop so; weights. */
const KINDS = /** @type {const} */ ([
  ["leaves_checkout", 24],
  ["leaves_cart", 8],
  ["hasty", 8],
  ["declined", 8],
  ["pending", 6],
  ["buys", 9],
  ["bank", 3],
  ["buys_soon", 8],
  ["buys_elsewhere", 6],
  ["empties", 5],
  ["unticks", 4],
  ["second_cart", 5],
  ["refund", 3],
  ["corrects", 3],
]);

/** When people shop, by the hour of their own day. */
const HOURS = /** @type {const} */ ([
  [0, 2],
  [1, 1],
  [2, 1],
  [5, 1],
  [6, 2],
  [7, 3],
  [8, 4],
  [9, 5],
  [10, 6],
  [11, 6],
  [12, 6],
  [13, 6],
  [14, 6],
  [15, 6],
  [16, 6],
  [17, 7],
  [18, 8],
  [19, 9],
  [20, 9],
  [21, 8],
  [22, 5],
  [23, 3],
]);

/**
 * Plans the visits of everybody over the days.
 * @param {import("./world.mjs").World} world
 * @param {Person[]} people
 * @param {{ begin: number, days: number }} span
 */
export function planVisits(world, people, { begin, days }) {
  for (const person of people) {
    const random = new Random(world.seed, `life ${person.id}`);
    const devices = { main: undefined };
    // One visit a week or so, and one at least.
    const visits = Math.max(1, Math.round((days / 30) * random.whole(2, 6)));
    for (let nth = 0; nth < visits; nth += 1) {
      const day = begin + random.whole(0, Math.max(0, days - 1)) * DAY;
      const at = localMoment(day, random.weighted(HOURS), person.zone) + random.whole(0, 59) * MINUTE;
      const kind = random.weighted(KINDS);
      if (at > begin)
        world.agenda.add(at, visit(world, person, devices, kind, new Random(world.seed, `${person.id} ${nth}`)));
    }
  }
}

/**
 * One visit.
 * @param {import("./world.mjs").World} world
 * @param {Person} person
 * @param {{ main: Device | undefined }} devices which the person comes with again
 * @param {string} kind
 * @param {Random} random
 * @returns {Script}
 */
export async function* visit(world, person, devices, kind, random) {
  devices.main = devices.main ?? new Device(world, person);
  const device = devices.main;
  await device.arrive();
  await device.add(random.pick(SLUGS));
  if (kind === "leaves_cart") {
    yield random.whole(2, 8) * MINUTE;
    await device.add("filterpapier");
    return;
  }
  yield kind === "hasty" ? 5_000 : random.whole(1, 6) * MINUTE;
  await device.fillIn();
  yield 10_000;
  if (kind === "corrects" && person.ticks) {
    const { typed, phone } = mistyped(person);
    await device.tick(typed, phone);
    yield 40_000;
    // The script of the checkout tells the number that is there now; the one before is given up by that.
    await world.diary.during("unticked", { who: person.id, device: device.name, phone, cart: device.cart });
  }
  if (person.ticks) await device.tick();
  yield* rest(world, device, kind, random);
}

/**
 * @param {import("./world.mjs").World} world
 * @param {Device} device
 * @param {string} kind
 * @param {Random} random
 * @returns {Script}
 */
async function* rest(world, device, kind, random) {
  const { person } = device;
  switch (kind) {
    case "declined":
      yield MINUTE;
      await device.order("failed");
      return;
    case "pending":
      yield MINUTE;
      await device.order("pending");
      return;
    case "buys":
      yield 2 * MINUTE;
      await device.order(random.pick(["paid", "cod"]));
      return;
    case "bank":
      yield 2 * MINUTE;
      await device.order("bank");
      return;
    case "buys_soon":
      yield random.whole(5, 28) * MINUTE;
      await device.order("paid");
      return;
    case "buys_elsewhere": {
      yield random.whole(8, 27) * MINUTE;
      const other = new Device(world, { ...person, account: undefined });
      await other.arrive();
      await other.add();
      await other.fillIn();
      await other.order("paid");
      return;
    }
    case "empties":
      yield random.whole(3, 20) * MINUTE;
      await device.empty();
      return;
    case "unticks":
      if (!person.ticks) return;
      yield random.whole(1, 20) * MINUTE;
      await device.untick();
      return;
    case "second_cart":
      yield 2 * MINUTE;
      await device.order("paid");
      yield random.whole(1, 30) * HOUR;
      await device.arrive();
      await device.add("espresso-nord");
      await device.fillIn();
      return;
    case "refund": {
      yield MINUTE;
      const { order } = await device.order("paid");
      yield random.whole(5, 60) * HOUR;
      await world.diary.during("refunded", { who: person.id, order }, () => refund(world, order));
      return;
    }
    default:
  }
}

/** @param {import("./world.mjs").World} world @param {number | undefined} order */
function refund(world, order) {
  return world.store.call(
    `$order = wc_get_order($args[0]);
     $refund = $order ? wc_create_refund(['order_id' => $args[0], 'amount' => $order->get_total()]) : null;
     return ['refunded' => $refund instanceof WC_Order_Refund];`,
    [order ?? 0],
    { admin: true },
  );
}

/** A number with one digit wrong: nobody of the soak has it. @param {Person} person */
function mistyped({ typed, phone }) {
  const wrong = (/** @type {string} */ text) =>
    text.replace(/\d(?=\D*\d\D*\d\D*$)/, (digit) => String((Number(digit) + 7) % 10));
  return { typed: wrong(typed), phone: wrong(phone) };
}

/** Returns the moment at which it is an hour of the day of `day` somewhere. */
export function localMoment(day, hour, zone) {
  const guess = Math.floor(day / DAY) * DAY + hour * HOUR;
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "numeric", day: "numeric", hourCycle: "h23" });
  const shown = Object.fromEntries(parts.formatToParts(guess).map(({ type, value }) => [type, Number(value)]));
  const ahead = ((shown.hour - hour + 36) % 24) - 12;
  return guess - ahead * HOUR;
}
