// Owns what senders, ways out and weekdays are called.
import { __ } from "@wordpress/i18n";

const { locale } = window.cartsignal;

export const kindOf = (kind) =>
  ({
    alphanumeric: __("a name", "cartsignal"),
    long_number: __("a number of the country", "cartsignal"),
    long_code_10dlc: __("a local US number (10DLC)", "cartsignal"),
    toll_free: __("a toll-free number", "cartsignal"),
    short_code: __("a short code", "cartsignal"),
  })[kind] ?? kind;

export const wayOutOf = (wayOut) =>
  ({
    opt_out_link: __("A link to opt out", "cartsignal"),
    stop_word: __("Answering STOP", "cartsignal"),
    stop_number: __("STOP to the provider's number (36xxx)", "cartsignal"),
  })[wayOut] ?? wayOut;

export const languageOf = (code) =>
  ({
    de: __("Sie (formal)", "cartsignal"),
    "de-du": __("du (informal)", "cartsignal"),
    fr: __("vous (formal)", "cartsignal"),
    "fr-tu": __("tu (informal)", "cartsignal"),
  })[code] ?? code;

const TOLL_FREE = /^\+1(800|833|844|855|866|877|888)\d{7}$/;

/** Returns what a sender is, as far as it tells by itself; null for a messaging service or what is none. */
export function told(id) {
  if (/^MG[0-9a-f]{32}$/i.test(id)) return null;
  if (TOLL_FREE.test(id)) return "toll_free";
  if (/^\+1\d{10}$/.test(id)) return "long_code_10dlc";
  if (/^\+\d{5,15}$/.test(id)) return "long_number";
  if (/^\d{3,8}$/.test(id)) return "short_code";
  return /[A-Za-z]/.test(id) ? "alphanumeric" : null;
}

export const isService = (id) => /^MG/i.test(id);

/** Returns the name of a weekday; 0 is Monday. */
export function weekday(place, width = "long") {
  // 2024-01-01 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday: width, timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + place));
}

/** Returns days from Monday (null is closed) as "Mon–Sat 09:00–20:00". */
export function weekOf(days) {
  const parts = [];
  for (let first = 0, last; first < 7; first = last + 1) {
    last = first;
    while (last < 6 && JSON.stringify(days[last + 1]) === JSON.stringify(days[first])) last++;
    if (!days[first]) continue;
    const name = weekday(first, "short") + (last > first ? `–${weekday(last, "short")}` : "");
    parts.push(`${name} ${days[first].from}–${days[first].to}`);
  }
  return parts.join(", ");
}
