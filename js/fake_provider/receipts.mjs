// Owns the plans of what becomes of a message: its states, when they come, and when each receipt is posted.

const HOUR = 3_600_000;
const NEVER_SENT = new Set([30001, 30002, 30036]);
const QUEUED = { state: "queued", after: 0 };
const SENT = { state: "sent", after: 1000 };

/**
 * @typedef {object} Step
 * @property {"queued" | "sent" | "delivered" | "undelivered" | "failed"} state
 * @property {number} after Milliseconds after the message was made.
 * @property {number} [code]
 * @property {number[]} [posts] When its receipts are posted, in ms after creation; one, with the state, unless said.
 */

/** @type {Record<string, Step[]>} */
const PLANS = {
  delivered: [QUEUED, SENT, { state: "delivered", after: 3000 }],
  sent: [QUEUED, SENT],
  duplicate: [
    { ...QUEUED, posts: [0, 1500] },
    { ...SENT, posts: [1000, 3500] },
    { state: "delivered", after: 3000, posts: [3000, 4000] },
  ],
  out_of_order: [
    { ...QUEUED, posts: [5000] },
    { ...SENT, posts: [4000] },
    { state: "delivered", after: 3000 },
  ],
  late: [QUEUED, SENT, { state: "delivered", after: 26 * HOUR }],
  never: [
    { ...QUEUED, posts: [] },
    { ...SENT, posts: [] },
    { state: "delivered", after: 3000, posts: [] },
  ],
  stuck: [QUEUED],
};

/**
 * Returns a plan as steps.
 * @param {string | Step[] | null | undefined} choice
 * @param {{ validityMs: number | null }} message
 * @returns {Step[]}
 */
export function readPlan(choice, { validityMs }) {
  const steps = Array.isArray(choice) ? choice : named(String(choice ?? "delivered"));
  if (validityMs === null || steps.some(({ state, after }) => state !== "queued" && after <= validityMs)) return steps;
  const before = steps.filter(({ state }) => state === "queued");
  return [...before, { state: "failed", after: validityMs, code: 30036 }];
}

/** Returns the plan of a sender that may not text the destination, or undefined. */
export function unregisteredPlan(sender, to) {
  if (!to.startsWith("+1")) return undefined;
  if (sender?.verification !== undefined && sender.verification !== "TWILIO_APPROVED") return "30032";
  if (sender?.campaign !== undefined && sender.campaign !== "VERIFIED") return "30034";
  return undefined;
}

/**
 * Returns the parameters of one receipt as Twilio posts them.
 * @param {import("./archive.mjs").Message} message
 */
export function receiptForm(message, state, code, accountSid) {
  return {
    AccountSid: accountSid,
    ApiVersion: "2010-04-01",
    From: message.from ?? "",
    MessageSid: message.sid,
    MessageStatus: state,
    ...(message.service && { MessagingServiceSid: message.service }),
    ...(code && { ErrorCode: String(code) }),
    SmsSid: message.sid,
    SmsStatus: state,
    To: message.to,
  };
}

function named(name) {
  if (Object.hasOwn(PLANS, name)) return PLANS[name];
  if (!/^\d{5}$/.test(name))
    throw new TypeError(`\`${name}\` is no plan of receipts: ${Object.keys(PLANS).join(", ")}`);
  const code = Number(name);
  if (NEVER_SENT.has(code)) return [QUEUED, { state: "failed", after: 1000, code }];
  return [QUEUED, SENT, { state: "undelivered", after: 3000, code }];
}
