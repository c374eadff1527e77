// Owns the plain sentences for the closed words of src/trace.rs: one table per enum; a test holds them complete.

/** Why a decision is what it is, as the end of "not sent: …", "held: …". */
export const REASONS = {
  due: "every rule lets it through",
  quiet_hours: "outside the hours in which this person may be texted",
  quiet_hours_too_long: "the next allowed hour is more than two days off",
  awaiting_confirmation: "the number's owner was asked and has not answered yet",
  not_confirmed: "the number's owner was asked and did not confirm in time",
  asked_before: "the number's owner was asked before and may not be asked again",
  unread_reply: "an answer waits that may mean stop",
  clock_jumped: "the host's clock runs behind what it has told already",
  try_again: "refused for now, decided again later",
  no_rule: "no reviewed rule for this country, so nothing is sent there",
  no_number: "no phone number is known",
  not_mobile: "the number is a fixed line",
  unreachable: "texts are known not to reach this number",
  no_sender: "there is no sender for this country",
  sender_unregistered: "the sender is not known to be registered",
  opted_out: "the recipient has opted out",
  no_consent: "no permission for texts of this kind",
  bought: "the cart was bought",
  bought_recently: "the recipient bought something a few days ago",
  too_late: "too long after the cart was left",
  already_texted: "this cart has had its text",
  cap_reached: "the recipient has had as many texts as is allowed for now",
  holdout: "in the group that gets no texts, so that what texts earn can be measured",
  watching: "watch mode: it would have been sent",
  cart_emptied: "the cart was emptied",
  cart_gone: "nothing is known of the cart any more",
  exit_condition: "the journey's exit condition holds",
  completed: "the journey is over",
  journey_changed: "the journey was changed and this step is gone",
  went_live: "the country went live; journeys begun while watching end",
  no_text: "there is no text in a language that fits",
  refused: "it could not be done",
  outcome_unknown: "nobody knows whether it went out, so it is never sent again",
  contact_cleared: "the number was taken back",
  ask: "the number's owner must confirm before the first reminder",
  help_asked: "the recipient asked for help",
  opt_out_confirmed: "the recipient opted out and is told so once",
  confirmed: "the recipient confirmed and is told so once",
  condition_met: "the segment's condition is met",
  condition_unmet: "the segment's condition is no longer met",
  coupon_due: "a coupon is issued before the text",
  link_opened: "the order came after the link in a text was opened",
  journey_paused: "the journey is paused, or was while this text was under way",
};

/** Why a wake is asked for. */
export const WAKE_REASONS = {
  cart_idle: "a cart may count as left by then",
  delay_ends: "a delay ends",
  wait_ends: "a wait reaches its limit",
  hold_ends: "a held text may go",
  confirmation_ends: "a confirmation is given up",
  outcome_overdue: "a decision without an outcome counts as unknown",
  segment_may_change: "a segment may change",
  repointed: "the shopper points at another number",
};

/** Rules of the gate. */
export const RULES = {
  market: "country",
  number: "number",
  opt_out: "opt-out",
  purchase: "purchase",
  age: "age",
  sender: "sender",
  consent: "consent",
  unread_reply: "unread reply",
  per_abandonment: "texts per cart",
  cap: "cap",
  pause: "pause",
  holdout: "holdout",
  confirmation: "confirmation",
  clock: "clock",
  quiet_hours: "quiet hours",
  watch: "watch mode",
};

/** Kinds of text. */
export const CLASSES = {
  marketing: "reminder",
  ask: "ask",
  confirmation: "confirmation",
  help: "help",
  test: "test",
};

/** Kinds of abandonment (src/trigger/abandonment.rs). */
export const KINDS = {
  payment_failed: "payment failed",
  pending_payment: "order not paid",
  repeat: "leaves carts often",
  full_cart_back: "back with an old cart",
  stopped_at_payment: "stopped at payment",
  checkout_starter: "left in checkout",
  fast_exit: "left at once",
  other: "left a cart",
};

/** Causes of a refusal (src/fact/report.rs), as the dispatcher meets them. */
export const REFUSALS = {
  bad_number: "the number can't receive texts",
  opted_out: "the provider knows of an opt-out",
  blocked_destination: "the provider doesn't serve this destination",
  expired: "it was too late to hand it over",
  cancelled: "it was cancelled in time",
  budget: "the budget is used up",
  pacing: "the sender's rate is used up for now",
  abuse: "it looks like somebody pumping texts",
  provider_unavailable: "the provider is out of order",
  coupon_refused: "the platform would not issue the coupon",
  filtered: "the provider or a carrier refuses its content",
  stale: "it was decided too long before it could be handed over",
  paused: "its journey was paused before it could be handed over",
};

/**
 * Returns a reason as a sentence, or the word itself where a newer core has one that is not known here.
 * @param {string} reason
 */
export function inWords(reason) {
  return /** @type {Record<string, string>} */ (REASONS)[reason] ?? reason.replaceAll("_", " ");
}

/**
 * Which rule decided where that is the reason, and what of its clause is worth telling.
 * @type {Record<string, [keyof typeof RULES, (saw: string, allows: string) => string]>}
 */
const DECIDING = {
  quiet_hours: ["quiet_hours", (saw, allows) => list(saw && `there it is ${saw}`, allows && `open from ${allows}`)],
  quiet_hours_too_long: [
    "quiet_hours",
    (saw, allows) => list(saw && `there it is ${saw}`, allows && `open from ${allows}`),
  ],
  no_rule: ["market", (saw) => saw],
  no_sender: ["market", (saw) => saw],
  opted_out: ["opt_out", (saw) => saw && `since ${saw}`],
  bought_recently: ["purchase", (saw, allows) => list(saw && `on ${saw}`, allows && `${allows} days are left alone`)],
  too_late: ["age", (saw, allows) => list(saw && `left ${saw}`, allows && `allowed until ${allows}`)],
  no_consent: ["consent", (_, allows) => allows && `the law there asks for ${allows.replaceAll("_", " ")} consent`],
  unread_reply: ["unread_reply", (saw) => saw && `since ${saw}`],
  already_texted: ["per_abandonment", (saw, allows) => allows && `${saw} of ${allows}`],
  cap_reached: ["cap", (saw, allows) => allows && `${saw} of ${allows}`],
  clock_jumped: ["clock", (saw) => saw && `it told ${saw} before`],
};

/**
 * Returns why a decision is what it is, with what the deciding clause saw and the row of the rule table it rests on.
 * @param {any} decision
 * @param {(at: number) => string} clock Writes a moment.
 */
export function why({ reason, trace }, clock) {
  const sentence = inWords(reason);
  const [rule, tell] = DECIDING[reason] ?? [];
  const clause = trace.find((/** @type {any} */ each) => each.rule === rule && !each.holds);
  if (!clause || !tell) return sentence;
  const detail = list(tell(value(clause.saw, clock), value(clause.allows, clock)), clause.row && `rule ${clause.row}`);
  return detail === "" ? sentence : `${sentence} (${detail})`;
}

/** @param {...(string | null | undefined)} parts */
function list(...parts) {
  return parts.filter(Boolean).join(", ");
}

/**
 * @param {any} seen
 * @param {(at: number) => string} clock
 */
function value(seen, clock) {
  // `"nothing"` is a string, and a string's `at` is a function.
  if (typeof seen !== "object" || seen === null) return "";
  return seen.at === undefined ? String(seen.count ?? seen.word ?? "") : clock(seen.at);
}
