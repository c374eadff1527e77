// Owns what simulated people write back, in their own words.

/** @type {Record<string, Record<string, readonly string[]>>} */
const SAYINGS = {
  de: {
    yes: ["JA", "Ja", "ja bitte", "Ja!"],
    stop: ["STOP", "Stopp", "bitte keine SMS mehr", "Abmelden"],
    help: ["HILFE", "Hilfe"],
    ambiguous: ["Mag nicht 😤"],
  },
  fr: {
    yes: ["OUI", "Oui", "oui svp"],
    stop: ["STOP", "arrêtez", "Stop svp"],
    help: ["AIDE", "Aide"],
    ambiguous: ["J'aime pas 😤"],
  },
  en: {
    yes: ["YES", "Yes", "yes please", "Y"],
    stop: ["STOP", "Stop please", "please stop texting me", "Unsubscribe"],
    help: ["HELP", "who is this"],
    ambiguous: ["disliked this 😤"],
  },
};

/**
 * Returns what somebody writes to say it.
 * @param {"yes" | "stop" | "help" | "ambiguous" | "start"} kind
 * @param {string} locale
 * @param {import("../simulator/random.mjs").Random} random
 */
export function sayingOf(kind, locale, random) {
  const language = locale.split("-")[0];
  return random.pick((SAYINGS[language] ?? SAYINGS.en)[kind] ?? [kind.toUpperCase()]);
}

/** Yields all of them, for a test to hold them against the core. */
export function* allSayings() {
  for (const [language, kinds] of Object.entries(SAYINGS))
    for (const [kind, texts] of Object.entries(kinds)) for (const text of texts) yield { language, kind, text };
}
