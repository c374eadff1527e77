// Owns how the page says things: numbers, times in the store's zone, states and costs.

let zone = "UTC";
const formats = new Map();

export function setZone(name) {
  if (name !== zone) formats.clear();
  zone = name;
}

export function timeOf(milliseconds) {
  return format("time", { hour: "2-digit", minute: "2-digit", hour12: false }).format(milliseconds);
}

export function dayOf(milliseconds) {
  return format("day", { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(milliseconds);
}

export function shortDayOf(milliseconds) {
  return format("short", { day: "numeric", month: "short" }).format(milliseconds);
}

export function wholeTimeOf(milliseconds) {
  return `${dayOf(milliseconds)}, ${timeOf(milliseconds)} (${zone})`;
}

/** Groups a number's digits for the eye: +1 888 555 0100, +49 151 1234 5678. */
export function readable(number) {
  const nanp = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (nanp) return `+1 ${nanp.slice(1).join(" ")}`;
  // Countries with a code of two digits; the others have 7 or three digits.
  const found = /^\+(7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d{3})(\d+)$/.exec(number);
  if (!found) return number;
  const [, code, area, rest] = found;
  return `+${code} ${area} ${rest.replace(/(\d{3,4}?)(?=(\d{4})+$)/g, "$1 ")}`.trim();
}

/** Returns a state as a sentence's start, and whether it is trouble. */
export function stateOf({ state, error }) {
  const why = error ? `: ${error.words || "no reason known"} (${error.code})` : "";
  switch (state) {
    case "accepted":
    case "queued":
      return { words: "Queued", icon: "◷" };
    case "sent":
      return { words: "Sent", icon: "✓" };
    case "delivered":
      return { words: "Delivered", icon: "✓✓" };
    case "received":
      return { words: "Sent", icon: "✓" };
    case "undelivered":
      return { words: `Not delivered${why}`, icon: "!", trouble: true };
    case "failed":
      return { words: `Not sent${why}`, icon: "!", trouble: true };
    default:
      return { words: state, icon: "" };
  }
}

export function partsOf(parts) {
  return parts === 1 ? "1 part" : `${parts} parts`;
}

export function costOf(price) {
  if (!price) return "";
  const amount = price.micros / 1_000_000;
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency: price.currency,
    maximumFractionDigits: 4,
  }).format(amount);
}

function format(name, options) {
  const known = formats.get(name);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
  formats.set(name, made);
  return made;
}
