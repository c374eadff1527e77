// Owns what a text is to its reader, by its words alone: a question, a reminder, or an answer.

const KINDS = /** @type {const} */ ([
  ["stopped", /abgemeldet und erhalten|ne recevrez plus de SMS|you're opted out and won't get/],
  ["confirmed", /Danke! Wir erinnern|merci! Vous recevrez|thanks, you're signed up|cart reminders and offers are on/],
  ["help", /(Hilfe|Aide|Help): \S+@/],
  ["ask", /\breply YES\b|mit JA\b|répondez OUI|bestätigen: |confirmez ici: |[Cc]onfirm here/],
  ["reminder", /https:\/\/\S+\/[0-9A-Za-z]{7}/],
]);

/** @returns {"stopped" | "confirmed" | "help" | "ask" | "reminder" | "unknown"} */
export function kindOf(/** @type {{ body: string }} */ { body }) {
  return KINDS.find(([, words]) => words.test(body))?.[0] ?? "unknown";
}

/** Who sends and how one gets out, by market. */
const WAYS_OUT = {
  DE: { from: /^Kaffeehaus$/, body: /Keine SMS mehr: https:\/\/\S+\/[0-9A-Za-z]{7}/ },
  FR: { from: /^Kaffeehaus$/, body: /STOP au 36111$/ },
  GB: { from: /^Kaffeehaus$/, body: /No more texts: https:\/\/\S+\/[0-9A-Za-z]{7}/ },
  US: { from: /^\+1\d{10}$/, body: /Reply STOP to opt out$/ },
};

/** Whether a reminder names its sender as the market wants it, and a way out that works there. */
export function hasWayOut(
  /** @type {{ from: string, body: string }} */ text,
  /** @type {keyof typeof WAYS_OUT} */ market,
) {
  const { from, body } = WAYS_OUT[market];
  return from.test(text.from) && body.test(text.body) && text.body.startsWith("Kaffeehaus");
}
