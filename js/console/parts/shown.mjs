// Owns how money, moments and shares are written: in the owner's language, the store's currency and time zone.

const { locale, currency, timeZone } = window.cartsignal;

/** Zones by offset ("+02:00") are known to every browser of the last years; an older one shows its own time. */
const zone = (() => {
  try {
    new Intl.DateTimeFormat(locale, { timeZone });
    return timeZone;
  } catch {
    return undefined;
  }
})();

/** @param {number} minor in the store's smallest unit */
export function money(minor, { in: unit = currency } = {}) {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: unit });
  return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}

/** @param {number} micros millionths of the currency's major unit; what a text costs is often below its smallest coin */
export function cost(micros, { in: unit = currency, exact = false } = {}) {
  const digits = exact && micros % 10_000 !== 0 ? { maximumFractionDigits: 4 } : {};
  return new Intl.NumberFormat(locale, { style: "currency", currency: unit, ...digits }).format(micros / 1_000_000);
}

export const number = (value) => new Intl.NumberFormat(locale).format(value);

/** @param {number} part of `whole` */
export function share(part, whole, digits = 1) {
  const format = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits });
  return whole === 0 ? "–" : format.format(part / whole);
}

/** @param {number} at ms */
export const moment = (at) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(at);

/** @param {number} at ms */
export const clock = (at) => new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: zone }).format(at);

/** @param {number} at ms */
export const day = (at) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: zone }).format(at);

/** Returns how far off it is: "in 12 minutes", "3 days ago". */
export function away(at, now = Date.now()) {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const seconds = Math.round((at - now) / 1_000);
  for (const [unit, length] of [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ])
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  return format.format(seconds, "second");
}

/** Returns a country's name in the owner's language. */
export const country = (code) => new Intl.DisplayNames([locale], { type: "region" }).of(code) ?? code;
