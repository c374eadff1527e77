// Owns the numbers of simulated people: from ranges set apart for drama, so that no real phone ever has one.

/** @typedef {{country: string, number?: {kind: string, area?: string}}} Home */

/**
 * Ranges by country and kind of line, as somebody there types them; `x` are digits that count up. Sources: Ofcom, numbers
 * for drama use; ARCEP, numbers for audiovisual works; Bundesnetzagentur, notice 148/2021; NANPA, 555-0100 to 555-0199 of
 * any area code; PTS, numbers for books and films.
 * @type {Record<string, {mobile: string[], fixed?: string[]}>}
 */
const RANGES = {
  GB: { mobile: ["07700 900xxx"] },
  FR: { mobile: ["06 39 98 xx xx"] },
  DE: {
    mobile: ["0171 39200xx", "0174 91080xx", "0176 040690xx", "0152 28817386", "0152 28895456", "0152 54599371"],
    fixed: ["089 99998xxx", "030 23125xxx"],
  },
  US: { mobile: ["(AAA) 555-01xx"] },
  // Of the countries without a reviewed rule no range is known to be set apart: these people have Swedish numbers.
  elsewhere: { mobile: ["+46 70 174 06 xx"] },
};

/** Of the Swedish range the first five are not set apart. */
const FIRST = /** @type {Record<string, number>} */ ({ "+46 70 174 06 xx": 5 });

/** Ranges that no network may have, so that libphonenumber, and the core with it, calls them invalid. */
const INVALID = [
  { country: "GB", code: "44", national: /^0?(7700900\d{3})$/ },
  { country: "FR", code: "33", national: /^0?(63998\d{4})$/ },
];

/** Gives numbers out, each once, in the order people come. */
export class Numbers {
  /** How many of a range are given out. @type {Map<string, number>} */
  #given = new Map();

  /**
   * Returns a number as its owner types it, or undefined where all that are set apart are given out.
   * @param {Home} home
   * @returns {string | undefined}
   */
  next({ country, number }) {
    const { mobile, fixed } = RANGES[country] ?? RANGES.elsewhere;
    const wanted = number?.kind === "fixed" && fixed ? fixed : mobile;
    for (const range of wanted.map((each) => each.replace("AAA", number?.area ?? "212"))) {
      const place = this.#given.get(range) ?? FIRST[range] ?? 0;
      if (place >= 10 ** openDigits(range)) continue;
      this.#given.set(range, place + 1);
      const digits = [...String(place).padStart(openDigits(range), "0")];
      return range.replaceAll("x", () => digits.shift() ?? "");
    }
    return undefined;
  }
}

/**
 * Returns what `parse_phone` would say of a number set apart in a range that it has to call invalid; undefined for all
 * other texts.
 * @param {string} text
 * @param {string} [country]
 */
export function readDramaNumber(text, country) {
  const digits = text.replaceAll(/\D/g, "");
  for (const range of INVALID) {
    const abroad = text.startsWith("+") && digits.startsWith(range.code) ? digits.slice(range.code.length) : undefined;
    const typed = abroad ?? (country === range.country ? digits : "");
    const [, national] = range.national.exec(typed) ?? [];
    if (national === undefined) continue;
    const e164 = `+${range.code}${national}`;
    const number = { kind: "mobile", country: range.country, area: national.slice(0, 3) };
    return { phone: { e164, number, block: e164.slice(1, -3) } };
  }
  return undefined;
}

/** @param {string} range */
function openDigits(range) {
  return [...range].filter((letter) => letter === "x").length;
}
