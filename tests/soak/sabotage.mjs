// Owns the proof that the judge can fail: evidence of a few good days, and the same with one thing wrong in it each time.
import { DAY, HOUR, MINUTE } from "./law.mjs";
import { judge } from "./judge.mjs";

const ORIGIN = "http://127.0.0.1:8080";
const LINK = "https://kaffee.example/";
/** A Tuesday in December, 11:00 in London. */
const LEFT = Date.parse("2026-12-08T11:00:00Z");

const PEOPLE = {
  ada: { id: "ada", market: "GB", state: "", zone: "Europe/London", phone: "+447400001456" },
  greta: { id: "greta", market: "DE", state: "", zone: "Europe/Berlin", phone: "+491713920001" },
  zoe: { id: "zoe", market: "FR", state: "", zone: "Europe/Paris", phone: "+33612001278" },
  amy: { id: "amy", market: "US", state: "RI", zone: "America/New_York", phone: "+14015550100" },
};

const BODIES = {
  GB: (/** @type {string} */ key) =>
    `Kaffeehaus: Hi Ada, you're almost done: ${LINK}A${key} No more texts: ${LINK}B${key}`,
  DE: (/** @type {string} */ key) =>
    `Kaffeehaus: Guten Tag, Sie sind fast fertig: ${LINK}A${key} Keine SMS mehr: ${LINK}B${key}`,
  FR: (/** @type {string} */ key) => `Kaffeehaus: Bonjour, votre panier vous attend: ${LINK}A${key} STOP au 36111`,
  US: (/** @type {string} */ key) => `Kaffeehaus: Hey Amy, you're almost done: ${LINK}A${key} Reply STOP to opt out`,
};
const ASK_US = "Kaffeehaus: reply YES to get cart reminders and offers by text. HELP for help, STOP to cancel.";
const ASK = `Kaffeehaus: Dürfen wir Sie per SMS erinnern? Hier bestätigen: ${LINK}Cabcdef Sonst senden wir nichts.`;

/** Returns good evidence, and how to write more of it. */
function good() {
  const evidence = {
    begin: LEFT - DAY,
    end: LEFT + 20 * DAY,
    origin: ORIGIN,
    people: Object.values(PEOPLE),
    recipients: Object.fromEntries(Object.values(PEOPLE).map(({ id, phone }) => [phone, `r-${id}`])),
    sentences: null,
    diary: /** @type {any[]} */ ([]),
    messages: /** @type {any[]} */ ([]),
    before: null,
    after: {
      decisions: /** @type {any[]} */ ([]),
      outbox: /** @type {any[]} */ ([]),
      stuck: /** @type {any[]} */ ([]),
    },
    errors: /** @type {any[]} */ ([]),
    late: [],
  };
  let texts = 0;
  const did = (who, act, at, more = {}) =>
    evidence.diary.push({ from: at, at, who: who?.id, act, ...(who && { device: `${who.id}/d1` }), ...more });
  const read = (who, at, act, reason, entry) =>
    evidence.after.decisions.push({
      decision: `d${evidence.after.decisions.length}`,
      at,
      recipient: `r-${who.id}`,
      act,
      reason,
      entry,
    });
  const text = (who, at, { body, state = "accepted", from } = {}) => {
    texts += 1;
    const reference = `ref${texts}`;
    const statusCallback = `${ORIGIN}/hooks/twilio?ref=${reference}`;
    const words = body ?? BODIES[who.market](String(texts).padStart(6, "k"));
    const sender = from ?? (who.market === "US" ? "+18335550123" : "Kaffeehaus");
    evidence.messages.push({
      to: who.phone,
      from: sender,
      body: words,
      createdAt: at,
      statusCallback,
      status: "delivered",
    });
    read(who, at, "send", words === ASK || words === ASK_US ? "ask" : "due", `${who.id}#1`);
    const { decision } = evidence.after.decisions.at(-1);
    const row = { decision, act: "send", recipient: `r-${who.id}`, state, cancelled: 0, why: null, reference };
    evidence.after.outbox.push({ ...row, decided_at: at, attempted_at: at });
  };
  const leave = (who, at, cart = `${who.id}#1`) => {
    did(who, "added", at - 3 * MINUTE, { cart, lives: true });
    did(who, "ticked", at, { cart, lives: true, phone: who.phone });
  };
  return { evidence, did, read, text, leave };
}

/** Everybody leaves one cart and gets one text; two say yes first. */
function goodDays() {
  const days = good();
  const { ada, greta, zoe, amy } = PEOPLE;
  days.leave(ada, LEFT);
  days.text(ada, LEFT + 31 * MINUTE);
  days.leave(greta, LEFT);
  days.text(greta, LEFT + 31 * MINUTE, { body: ASK });
  days.did(greta, "yes", LEFT + 40 * MINUTE, { phone: greta.phone });
  days.text(greta, LEFT + 41 * MINUTE);
  for (const who of [zoe, amy]) {
    const later = LEFT + 5 * HOUR;
    days.leave(who, LEFT);
    // It is early in the morning in Providence: what is due there is held.
    if (who === amy) days.read(who, LEFT + 31 * MINUTE, "hold_until", "quiet_hours", "amy#1");
    days.text(who, who === zoe ? LEFT + 31 * MINUTE : later - MINUTE, { body: who === zoe ? ASK : ASK_US });
    days.did(who, "yes", later, { phone: who.phone });
    days.text(who, later + MINUTE);
  }
  return days;
}

const NIGHT = Date.parse("2026-12-08T23:30:00Z");

/** What may be wrong: the law that is broken, and how. @type {[string, string, (days: ReturnType<typeof goodDays>) => void][]} */
export const WRONGS = [
  [
    "twice",
    "a text twice under one reference",
    ({ evidence }) => evidence.messages.push({ ...evidence.messages[0], createdAt: LEFT + 32 * MINUTE }),
  ],
  ["twice", "a second text about a cart that nobody touched", ({ text }) => text(PEOPLE.ada, LEFT + 3 * DAY)],
  ["twice", "a second question", ({ text }) => text(PEOPLE.greta, LEFT + DAY, { body: ASK })],
  [
    "another store",
    "a text from a clone",
    ({ evidence }) => (evidence.messages[0].statusCallback = "http://127.0.0.1:9/?ref=ref1"),
  ],
  [
    "clone",
    "a clone that asked the provider",
    ({ did }) => did(undefined, "cloned", LEFT, { asked: 1, standing: { allowed: false } }),
  ],
  [
    "clone",
    "a clone that may send",
    ({ did }) => did(undefined, "cloned", LEFT, { asked: 0, standing: { allowed: true } }),
  ],
  [
    "paused",
    "a text while a restored database was paused",
    ({ did }) => {
      did(undefined, "backed_up", LEFT - HOUR);
      did(undefined, "restored", LEFT + 20 * MINUTE);
      did(undefined, "resumed", LEFT + HOUR, { why: "restored" });
    },
  ],
  [
    "hours",
    "a text at night",
    ({ leave, text }) => {
      leave(PEOPLE.ada, NIGHT - HOUR, "ada#2");
      text(PEOPLE.ada, NIGHT);
    },
  ],
  [
    "hours",
    "a text on a German Sunday",
    ({ leave, text }) => {
      leave(PEOPLE.greta, Date.parse("2026-12-13T10:00:00Z"), "greta#2");
      text(PEOPLE.greta, Date.parse("2026-12-13T11:00:00Z"));
    },
  ],
  [
    "hours",
    "a text on a French holiday",
    ({ leave, text }) => {
      leave(PEOPLE.zoe, Date.parse("2026-12-25T10:00:00Z"), "zoe#2");
      text(PEOPLE.zoe, Date.parse("2026-12-25T11:00:00Z"));
    },
  ],
  [
    "hours",
    "a text to Rhode Island at 18:10 there",
    ({ leave, text }) => {
      leave(PEOPLE.amy, Date.parse("2026-12-15T22:00:00Z"), "amy#2");
      text(PEOPLE.amy, Date.parse("2026-12-15T23:10:00Z"));
    },
  ],
  [
    "consent",
    "no tick",
    ({ evidence }) =>
      evidence.diary.splice(
        0,
        evidence.diary.length,
        ...evidence.diary.filter(({ act, who }) => act !== "ticked" || who !== "ada"),
      ),
  ],
  [
    "consent",
    "an unticked box",
    ({ did }) => did(PEOPLE.ada, "unticked", LEFT + 5 * MINUTE, { phone: PEOPLE.ada.phone }),
  ],
  [
    "consent",
    "no yes in Germany",
    ({ evidence }) =>
      evidence.diary.splice(
        evidence.diary.findIndex(({ act, who }) => act === "yes" && who === "greta"),
        1,
      ),
  ],
  [
    "consent",
    "an answer that may mean stop, unread",
    ({ did }) => did(PEOPLE.ada, "may_mean_stop", LEFT + 5 * MINUTE, { phone: PEOPLE.ada.phone }),
  ],
  [
    "opt-out",
    "a text after STOP",
    ({ did }) => did(PEOPLE.ada, "stop", LEFT + 5 * MINUTE, { phone: PEOPLE.ada.phone }),
  ],
  [
    "opt-out",
    "a question after STOP",
    ({ did }) => did(PEOPLE.greta, "stop", LEFT + 5 * MINUTE, { phone: PEOPLE.greta.phone }),
  ],
  [
    "purchase",
    "a text about a cart that was bought",
    ({ did }) =>
      did(PEOPLE.ada, "ordered", LEFT + 30 * MINUTE, { cart: "ada#1", payment: "paid", phone: PEOPLE.ada.phone }),
  ],
  [
    "purchase",
    "bought by bank transfer on another device",
    ({ did }) =>
      did(PEOPLE.ada, "ordered", LEFT + 20 * MINUTE, { cart: "ada#9", payment: "bank", phone: PEOPLE.ada.phone }),
  ],
  ["purchase", "an emptied cart", ({ did }) => did(PEOPLE.ada, "emptied", LEFT + 20 * MINUTE, { cart: "ada#1" })],
  [
    "cap",
    "a third text within a week",
    ({ leave, text }) => {
      for (const day of [1, 2]) {
        leave(PEOPLE.ada, LEFT + day * DAY, `ada#${day + 1}`);
        text(PEOPLE.ada, LEFT + day * DAY + 40 * MINUTE);
      }
    },
  ],
  [
    "early",
    "a text while the cart is in use",
    ({ did }) => did(PEOPLE.ada, "added", LEFT + 25 * MINUTE, { cart: "ada#1", lives: true }),
  ],
  [
    "stale",
    "a text three days late",
    ({ evidence }) => evidence.messages.forEach((text) => text.to === PEOPLE.ada.phone && (text.createdAt += 3 * DAY)),
  ],
  [
    "way out",
    "a text without a way out",
    ({ evidence }) => (evidence.messages[0].body = `Kaffeehaus: Hi Ada: ${LINK}Akkkkk1`),
  ],
  ["words", "a text of no kind", ({ evidence }) => (evidence.messages[0].body = "Hello")],
  [
    "answer",
    "an answer to nothing",
    ({ text }) =>
      text(PEOPLE.ada, LEFT + HOUR, { body: "Kaffeehaus: you're opted out and won't get any more texts from us." }),
  ],
  ["unwritten", "a text that no line tells of", ({ evidence }) => evidence.after.outbox.shift()],
  ["unwritten", "written as refused, and sent", ({ evidence }) => (evidence.after.outbox[0].state = "refused")],
  ["unwritten", "written as taken, and never sent", ({ evidence }) => evidence.messages.shift()],
  ["lost", "a cart without a text or a line", ({ leave }) => leave(PEOPLE.zoe, LEFT + 9 * DAY, "zoe#2")],
  [
    "lost",
    "a reason that nobody can read",
    ({ leave, read }) => {
      leave(PEOPLE.zoe, LEFT + 9 * DAY, "zoe#2");
      read(PEOPLE.zoe, LEFT + 9 * DAY + HOUR, "drop", "e_4711", "zoe#2");
    },
  ],
  [
    "lost",
    "a text that was refused, and nothing since",
    ({ evidence }) => {
      evidence.messages.shift();
      Object.assign(evidence.after.outbox[0], { state: "refused", why: "expired" });
    },
  ],
  [
    "lost",
    "a text that is held for ever",
    ({ leave, read }) => {
      leave(PEOPLE.zoe, LEFT + 9 * DAY, "zoe#2");
      read(PEOPLE.zoe, LEFT + 9 * DAY + HOUR, "hold_until", "quiet_hours", "zoe#2");
    },
  ],
  [
    "lost",
    "a text that waits for ever",
    ({ evidence }) =>
      evidence.after.outbox.push({ ...evidence.after.outbox[0], decision: "x", reference: null, state: "waiting" }),
  ],
  [
    "way out",
    "an opt-out page that is not there",
    ({ did }) => did(PEOPLE.ada, "failed", LEFT + HOUR, { tried: "stop", error: "404" }),
  ],
  [
    "release",
    "a trouble that stays after an upgrade",
    ({ did }) => did(undefined, "upgraded_again", LEFT, { done: true, active: true, trouble: "no" }),
  ],
  [
    "error",
    "an error of the plugin",
    ({ evidence }) =>
      evidence.errors.push({ at: "08-Dec-2026 11:00:00 UTC", text: "cartsignal wake: Error", isOurs: true }),
  ],
  [
    "lost",
    "an arrival set aside",
    ({ evidence }) => evidence.after.stuck.push({ state: "quarantined", kind: "order", error: "core.trap", at: LEFT }),
  ],
];

/**
 * Returns whether the judge finds nothing in good evidence, and each wrong in spoilt evidence; says what it did not.
 * @param {(line: string) => void} say
 */
export function sabotage(say) {
  const innocent = judge(goodDays().evidence).faults;
  for (const { law, who, says } of innocent) say(`sabotage: good days were found bad: ${law}: ${who}: ${says}`);
  const missed = WRONGS.filter(([law, , spoil]) => !finds(law, spoil));
  for (const [law, what] of missed) say(`sabotage: not found (${law}): ${what}`);
  say(`sabotage: ${WRONGS.length - missed.length} of ${WRONGS.length} wrongs found`);
  return innocent.length === 0 && missed.length === 0;
}

/** Returns whether the judge finds a fault of a law in days that were spoilt. */
export function finds(/** @type {string} */ law, /** @type {(days: ReturnType<typeof goodDays>) => void} */ spoil) {
  const days = goodDays();
  spoil(days);
  return judge(days.evidence).faults.some((fault) => fault.law === law);
}

/** What the judge says of good days. */
export const innocent = () => judge(goodDays().evidence);
