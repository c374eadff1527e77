// Owns how moments are written for people: by the store's clock, with the shopper's own beside it where it differs.

/** The last moment JavaScript can write; the core's own last one lies far behind it. */
const LAST_MOMENT = 8.64e15;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string} zone
 * @param {Intl.DateTimeFormatOptions} options
 * @param {number} at
 */
function show(zone, options, at) {
  const key = `${zone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options });
    formats.set(key, format);
  }
  return format.format(at);
}

/** @param {number} at @param {string} zone Such as `10:42`. */
export const time = (at, zone) => show(zone, { hour: "2-digit", minute: "2-digit" }, at);

/** @param {number} at @param {string} zone Such as `Sat, 21 Nov 2026`. */
export const day = (at, zone) => show(zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" }, at);

/** @param {number} at @param {string} zone Such as `Mon 10:00`. */
export const weekdayTime = (at, zone) =>
  show(zone, { weekday: "short", hour: "2-digit", minute: "2-digit" }, at).replace(",", "");

/** @param {number} at @param {number} now @param {string} zone With the date where the weekday alone could be another week's. */
export function near(at, now, zone) {
  if (Math.abs(at) > LAST_MOMENT) return "never";
  if (Math.abs(at - now) < 6 * 86_400_000) return weekdayTime(at, zone);
  return `${show(zone, { day: "numeric", month: "short", year: "numeric" }, at)} ${time(at, zone)}`;
}
