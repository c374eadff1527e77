// Owns the law as the judge knows it, written from the shared defaults and not from the core: hours, days, numbers of texts.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Reminders to one number, at most, in so long. */
export const CAPS = [
  { most: 2, span: 7 * DAY },
  { most: 4, span: 30 * DAY },
];

/** Nobody is reminded of a cart so soon after they bought. */
export const AFTER_PURCHASE = 7 * DAY;

/** A text about a cart comes no later: the longest delay, what is held at most, and the half hour it is spread over. */
export const LATEST = 2 * HOUR + 48 * HOUR + 35 * MINUTE;

/** United States: a carrier's limit, from the last sign of life. */
export const LATEST_US = 48 * HOUR;

/** No kind of abandonment is sooner one than this. */
export const SOONEST = 15 * MINUTE;

/** Where the number's owner must have said yes before a reminder. */
export const CONFIRMED_FIRST = new Set(["DE", "FR", "US"]);

const HOLIDAYS_FR = new Set(["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"]);
const HOLIDAYS_US = new Set(["01-01", "12-25"]);

/** Hours by weekday, Sunday first; null: none at all. */
const week = (/** @type {any} */ sunday, /** @type {any} */ weekday, /** @type {any} */ saturday) => [
  sunday,
  ...Array.from({ length: 5 }, () => weekday),
  saturday,
];

const HOURS = {
  DE: week(null, [9, 20], [9, 20]),
  FR: week(null, [10, 20], [10, 18]),
  GB: week([11, 18], [9, 20], [9, 20]),
  US: week([12, 20], [10, 20], [10, 20]),
};

/** States whose law leaves less than the federal row of the defaults. */
const STATES = {
  RI: week([12, 17], [10, 18], [10, 17]),
  AL: week(null, [10, 20], [10, 20]),
};

const NO_HOLIDAYS = new Set(["AL"]);

/**
 * Returns why a reminder or a question may not come at a moment, in words; undefined where it may.
 * @param {number} at
 * @param {{ market: "DE" | "FR" | "GB" | "US", state: string, zone: string }} where
 */
export function outsideHours(at, { market, state, zone }) {
  const { weekday, minutes, date, shown } = localTime(at, zone);
  if (market === "FR" && HOLIDAYS_FR.has(date)) return `${shown} is a holiday there`;
  if (NO_HOLIDAYS.has(state) && HOLIDAYS_US.has(date)) return `${shown} is a holiday there`;
  const open = (STATES[/** @type {keyof typeof STATES} */ (state)] ?? HOURS[market])[weekday];
  if (open === null) return `${shown} is a day without texts there`;
  if (minutes < open[0] * 60 || minutes >= open[1] * 60) return `${shown} is outside ${open[0]} to ${open[1]} there`;
  return undefined;
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function localTime(/** @type {number} */ at, /** @type {string} */ zone) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    weekday: "short",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    weekday: WEEKDAYS.indexOf(parts.weekday),
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
    date: `${parts.month}-${parts.day}`,
    shown: `${parts.weekday} ${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`,
  };
}
