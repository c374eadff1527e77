// Owns Twilio's error codes as this server answers them: HTTP status, sentence, and the JSON around them.
// Codes: Twilio's error dictionary (twilio.com/docs/api/errors), which leaves the HTTP status out; the statuses of 20003
// and 21408 were seen in published answers, the others are chosen. The sentences are ours.

const ERRORS = {
  20001: [400, "A parameter is not valid"],
  20003: [401, "Authenticate"],
  20004: [405, "Method not allowed"],
  20005: [401, "Account not active"],
  20404: [404, "The requested resource was not found"],
  20413: [413, "The request is too large"],
  20429: [429, "Too many requests"],
  20500: [500, "An internal server error has occurred"],
  20503: [503, "Service unavailable"],
  21211: [400, "Invalid 'To' phone number"],
  21212: [400, "Invalid 'From' number"],
  21408: [400, "Permission to send an SMS has not been enabled for the region of the 'To' number"],
  21602: [400, "Message body is required"],
  21603: [400, "A 'From' or 'MessagingServiceSid' parameter is required"],
  21604: [400, "A 'To' phone number is required"],
  21606: [400, "The 'From' sender cannot send messages to this destination"],
  21609: [400, "Invalid 'StatusCallback' URL"],
  21610: [400, "The recipient has unsubscribed from this sender"],
  21611: [429, "The 'From' number has exceeded its queue of messages"],
  21612: [400, "The 'To' number cannot be reached from this 'From'"],
  21614: [400, "The 'To' number is not a mobile number"],
  21617: [400, "The message body exceeds 1600 characters"],
  21635: [400, "The 'To' number cannot be a landline"],
  21659: [400, "The 'From' is no number of this account"],
  21701: [404, "The messaging service does not exist"],
  21703: [400, "The messaging service has no senders"],
  30001: [400, "Queue overflow"],
  30450: [400, "Delivery blocked"],
  63038: [429, "The account has exceeded its daily limit of messages"],
  90010: [400, "Account is not active"],
};

/** What a receipt's ErrorCode means, for the page. */
export const RECEIPT_ERRORS = {
  30001: "the provider's queue was full",
  30002: "the account was suspended",
  30003: "the phone could not be reached",
  30004: "the phone or its network blocks such texts",
  30005: "the number is unknown or not in service",
  30006: "the number is a landline or cannot take texts",
  30007: "the network filtered the text",
  30008: "the network gave no reason",
  30032: "the toll-free number is not verified",
  30034: "the number is not registered for US business texts",
  30036: "it was not sent before its validity ended",
};

/** Returns whether a code can be answered by `refusal`. */
export function isRefusal(code) {
  return Object.hasOwn(ERRORS, code);
}

/**
 * Returns the answer of one error, with the offending value behind the sentence as Twilio puts it.
 * @param {number} code
 * @param {string} [offender]
 */
export function refusal(code, offender) {
  const [status, sentence] = ERRORS[code];
  const message = offender === undefined ? sentence : `${sentence}: ${offender.slice(0, 100)}`;
  const headers = status === 401 ? { "WWW-Authenticate": 'Basic realm="Twilio API"' } : {};
  return { status, headers, code, json: { code, message, more_info: moreInfo(code), status } };
}

function moreInfo(code) {
  return `https://www.twilio.com/docs/errors/${code}`;
}
