// Owns the times in files: which format they are written in, and the moment that a local time means.
import { BadRow, Complaint, exitCodes } from "./complaint.mjs";
import { shorten } from "./amounts.mjs";

/** @typedef {"iso" | "dmy" | "mdy" | "epoch"} DateOrder */

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const DAY_FIRST_OR_MONTH_FIRST =
  /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?$/i;

const NAMES = { iso: "YYYY-MM-DD", dmy: "D/M/YYYY", mdy: "M/D/YYYY", epoch: "seconds or milliseconds since 1970" };

/**
 * Returns in which order the dates of a column are written.
 * @param {string[]} samples Values of the column from the first rows.
 * @param {string | undefined} told What `--dates` says.
 * @param {string} where The file, for the complaint.
 * @returns {{order: DateOrder, offset: boolean, stated: string}}
 */
export function detectDates(samples, told, where) {
  if (told && !["iso", "dmy", "mdy", "epoch"].includes(told)) {
    throw new Complaint(`--dates ${told} is not known: say iso, dmy, mdy or epoch`, exitCodes.usage);
  }
  const values = samples.map((sample) => sample.trim()).filter((sample) => sample !== "");
  const order = /** @type {DateOrder} */ (told ?? guess(values, where));
  const offset =
    order === "epoch" || (values.length > 0 && values.every((value) => ISO.exec(value)?.[7] !== undefined));
  return { order, offset, stated: `${NAMES[order]}${offset && order !== "epoch" ? " with its own offset" : ""}` };
}

/**
 * Returns the moment a text means, in milliseconds since 1970 UTC.
 * @param {string} text
 * @param {DateOrder} order
 * @param {string} zone IANA; counts where the text has no offset of its own.
 */
export function readMoment(text, order, zone) {
  const value = text.trim();
  if (order === "epoch") {
    if (!/^\d{9,14}$/.test(value)) throw new BadRow(`\`${shorten(value)}\` is not a time in seconds or milliseconds`);
    return value.length <= 11 ? Number(value) * 1000 : Number(value);
  }
  const iso = ISO.exec(value);
  if (iso) {
    const [, year, month, day, hour = "0", minute = "0", second = "0", offset] = iso;
    return moment([+year, +month, +day, +hour, +minute, +second], offset, zone, value);
  }
  const local = DAY_FIRST_OR_MONTH_FIRST.exec(value);
  if (!local || order === "iso") throw new BadRow(`\`${shorten(value)}\` is not a time as ${NAMES[order]}`);
  const [, first, second, year, hour = "0", minute = "0", seconds = "0", half] = local;
  const [day, month] = order === "dmy" ? [first, second] : [second, first];
  const fullYear = year.length === 2 ? 2000 + +year : +year;
  const hours = half ? (+hour % 12) + (half.toUpperCase() === "PM" ? 12 : 0) : +hour;
  return moment([fullYear, +month, +day, hours, +minute, +seconds], undefined, zone, value);
}

/**
 * Returns the moment of a wall clock in a zone. A time that the clock skips counts as after the jump; one that it
 * shows twice counts as the first.
 * @param {number} wall The wall clock's reading as if it were UTC, in milliseconds.
 * @param {string} zone
 */
export function fromWallClock(wall, zone) {
  const before = offsetAt(wall - 86_400_000, zone);
  const after = offsetAt(wall + 86_400_000, zone);
  for (const offset of before === after ? [before] : [before, after]) {
    if (offsetAt(wall - offset, zone) === offset) return wall - offset;
  }
  return wall - before;
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();
/** @type {Map<string, number>} */
const offsets = new Map();

/**
 * Returns the zone's offset from UTC in milliseconds. Looked up per quarter of an hour: no zone has changed within one
 * since 1970.
 * @param {number} at
 * @param {string} zone
 */
export function offsetAt(at, zone) {
  const quarter = Math.floor(at / 900_000);
  const key = `${zone}|${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    const start = quarter * 900_000;
    const part = Object.fromEntries(
      zoneFormat(zone)
        .formatToParts(start)
        .map(({ type, value }) => [type, +value]),
    );
    offset = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - start;
    if (offsets.size > 100_000) offsets.clear();
    offsets.set(key, offset);
  }
  return offset;
}

/**
 * Returns whether the runtime knows a zone.
 * @param {string} zone
 */
export function isZone(zone) {
  try {
    zoneFormat(zone);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} zone */
function zoneFormat(zone) {
  let format = formats.get(zone);
  if (!format) {
    const two = /** @type {const} */ ("2-digit");
    const fields = {
      year: /** @type {const} */ ("numeric"),
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    };
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", ...fields });
    formats.set(zone, format);
  }
  return format;
}

/**
 * @param {number[]} fields Year, month, day, hour, minute, second.
 * @param {string | undefined} offset
 * @param {string} zone
 * @param {string} text
 */
function moment([year, month, day, hour, minute, second], offset, zone, text) {
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(wall);
  const exists =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!exists || year < 1971) throw new BadRow(`\`${shorten(text)}\` is a time that does not exist`);
  if (offset === undefined) return fromWallClock(wall, zone);
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(offset);
  if (!found) return wall;
  const ms = (Number(found[2]) * 60 + Number(found[3])) * 60_000;
  return found[1] === "-" ? wall + ms : wall - ms;
}

/**
 * @param {string[]} values
 * @param {string} where
 * @returns {DateOrder}
 */
function guess(values, where) {
  if (values.some((value) => ISO.test(value))) return "iso";
  if (values.some((value) => /^\d{9,14}$/.test(value))) return "epoch";
  const found = values.map((value) => DAY_FIRST_OR_MONTH_FIRST.exec(value)).filter((match) => match !== null);
  if (found.length === 0) {
    const seen = values.length > 0 ? `: it holds \`${shorten(values[0])}\`` : "";
    throw new Complaint(`${where}: the column of times has no time that can be read${seen}. Name another column, at=…`);
  }
  const dayFirst = found.some((match) => Number(match[1]) > 12) || found.every((match) => match[0].includes("."));
  const monthFirst = found.some((match) => Number(match[2]) > 12);
  if (dayFirst !== monthFirst) return dayFirst ? "dmy" : "mdy";
  const why = dayFirst ? "some dates have the day first and some the month" : `\`${found[0][0]}\` may be either`;
  throw new Complaint(`${where}: can't tell days from months: ${why}. Say --dates dmy or --dates mdy`);
}
