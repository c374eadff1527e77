// Owns people whose day the accidents are made for: who leaves a cart just before one, opts out in a gap, buys unseen.
import { Device } from "./device.mjs";
import { castOf } from "./people.mjs";
import { DAY, HOUR, MINUTE } from "./world.mjs";
import { localMoment } from "./visits.mjs";

const FIRST = 900;

/**
 * Plans them; returns the people and what they do with texts.
 * @param {import("./world.mjs").World} world
 * @param {ReturnType<typeof import("./accidents.mjs").calendarOf>} calendar
 * @param {{ begin: number, days: number }} span
 */
export function planCast(world, calendar, { begin, days }) {
  const people = [];
  /** @type {Map<string, string>} */
  const wishes = new Map();
  const join = (id, market, wish) => {
    const person = castOf(id, market, FIRST + people.length - (market === "DE" ? 700 : 0));
    people.push(person);
    wishes.set(id, wish);
    return { person, device: new Device(world, person) };
  };
  const at = (moment, script) => moment > begin && world.agenda.add(moment, script);
  for (const nth of [1, 2, 3]) {
    // Their texts are due in the outage, and when everything stands still, and around the change of releases.
    const moments = {
      outage: calendar.outage.at - 5 * MINUTE + nth * MINUTE,
      outage_late: calendar.outage.at + calendar.outage.ms * 0.8,
      clone: calendar.clone - 25 * MINUTE,
      standstill: calendar.standstill.at + nth * HOUR,
      upgrade: calendar.upgrade - 10 * MINUTE,
      rollback: calendar.rollback + nth * HOUR,
      killed: calendar.killed.at - 15 * MINUTE,
    };
    for (const [name, moment] of Object.entries(moments)) {
      const { device } = join(`${name}-${nth}`, "GB", "ignores");
      at(moment, leaves(device));
    }
    // They are texted before the backup, and opt out after it: the database that is put back knows nothing of that.
    const opted = join(`gap-stops-${nth}`, "GB", "opts_out");
    at(calendar.backup + (1 + nth) * 10 * MINUTE, leaves(opted.device));
    at(calendar.backup - 3 * HOUR - nth * MINUTE, ticksOnly(opted.device));
    at(calendar.resume + (5 + nth * 5) * MINUTE, comesBack(opted.device));
    // Theirs is left before the backup, the text goes in the gap: it must not go again.
    at(calendar.backup - 2 * HOUR - nth * MINUTE, leaves(join(`gap-texted-${nth}`, "GB", "ignores").device));
    // Bought in the gap: the order is gone with the database, and so is that they bought.
    at(
      calendar.backup - 2.5 * HOUR - nth * MINUTE,
      leavesAndBuys(join(`gap-bought-${nth}`, "GB", "ignores").device, calendar.backup + HOUR),
    );
    // Left while sending is paused, and just after.
    at(calendar.restore + nth * HOUR, leaves(join(`paused-${nth}`, "GB", "ignores").device));
    at(calendar.resume + nth * 20 * MINUTE, leaves(join(`resumed-${nth}`, "GB", "ignores").device));
  }
  for (const { id, market, day, hour } of nights(begin, days)) {
    const { person, device } = join(id, market, "ignores");
    at(localMoment(day, hour, person.zone), leaves(device));
  }
  return { people, wishes };
}

/** Who leaves when no text may go: nights, Sundays, the holiday. */
function nights(begin, days) {
  const found = [];
  for (let day = begin - (begin % DAY); day < begin + days * DAY; day += DAY) {
    const date = new Date(day);
    const name = date.toISOString().slice(5, 10);
    if (name === "12-24")
      found.push({ id: "eve-fr", market: "FR", day, hour: 20 }, { id: "eve-us", market: "US", day, hour: 21 });
    if (name === "12-25")
      found.push({ id: "noel-1", market: "FR", day, hour: 11 }, { id: "noel-2", market: "FR", day, hour: 15 });
    if (date.getUTCDay() === 6)
      found.push(
        { id: `saturday-${name}`, market: "DE", day, hour: 21 },
        { id: `saturday-fr-${name}`, market: "FR", day, hour: 18 },
      );
    if (date.getUTCDay() === 0)
      found.push(
        { id: `sunday-${name}`, market: "GB", day, hour: 9 },
        { id: `sunday-us-${name}`, market: "US", day, hour: 10 },
      );
  }
  return found;
}

async function* leaves(device) {
  await device.arrive();
  await device.add();
  yield 2 * MINUTE;
  await device.fillIn();
  yield 10_000;
  await device.tick();
}

async function* ticksOnly(device) {
  yield* leaves(device);
  yield MINUTE;
  await device.empty();
}

async function* leavesAndBuys(device, at) {
  yield* leaves(device);
  yield Math.max(MINUTE, at - device.world.now());
  await device.order("paid");
}

/** Comes again after a STOP, and ticks nothing. */
async function* comesBack(device) {
  await device.arrive();
  await device.add("espresso-nord");
  yield MINUTE;
  await device.fillIn();
}
