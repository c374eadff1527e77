// Owns the JSON of a Message and of pages of messages, as API version 2010-04-01 writes them.

const VERSION = "2010-04-01";

/**
 * @param {import("./archive.mjs").Message} message
 * @param {import("./account.mjs").Account} account
 */
export function messageJson(message, account) {
  const uri = `/${VERSION}/Accounts/${account.sid}/Messages/${message.sid}`;
  return {
    body: message.body,
    num_segments: String(message.parts),
    direction: message.direction,
    from: message.from,
    date_updated: rfc2822(message.updatedAt),
    price: message.price === null ? null : decimals(-message.price),
    error_message: null,
    uri: `${uri}.json`,
    account_sid: account.sid,
    num_media: "0",
    to: message.to,
    date_created: rfc2822(message.createdAt),
    status: message.status,
    sid: message.sid,
    date_sent: message.sentAt === null ? null : rfc2822(message.sentAt),
    messaging_service_sid: message.service,
    error_code: message.errorCode,
    price_unit: account.pricePerPart.currency,
    api_version: VERSION,
    subresource_uris: { media: `${uri}/Media.json`, feedback: `${uri}/Feedback.json` },
  };
}

/** Returns what a create answers: a service has not chosen its sender by then. */
export function createdJson(message, account) {
  const json = messageJson(message, account);
  return message.service === null ? json : { ...json, from: null, num_segments: "0" };
}

/**
 * Returns one page of messages, newest first.
 * @param {import("./archive.mjs").Message[]} messages Oldest first.
 * @param {URLSearchParams} query
 * @returns {{ json: object } | { code: number, offender: string }}
 */
export function messagesJson(messages, query, account) {
  const size = pageNumber(query.get("PageSize"), 50);
  const page = pageNumber(query.get("Page"), 0);
  if (size === undefined || size < 1 || size > 1000) return { code: 20001, offender: "PageSize" };
  if (page === undefined) return { code: 20001, offender: "Page" };
  const filters = ["DateSent", "DateSent<", "DateSent>"].map((name) => dateFilter(name, query.get(name)));
  if (filters.includes(undefined)) return { code: 20001, offender: "DateSent" };
  const [to, from] = [query.get("To"), query.get("From")];
  const matching = messages
    .filter((message) => (!to || message.to === to) && (!from || message.from === from))
    .filter((message) => filters.every((fits) => fits(message.sentAt)))
    .reverse();
  const start = page * size;
  const shown = matching.slice(start, start + size);
  const link = (number) => pageUri(account, query, size, number, matching[number * size - 1]);
  const hasNext = start + size < matching.length;
  return {
    json: {
      messages: shown.map((message) => messageJson(message, account)),
      first_page_uri: link(0),
      previous_page_uri: page > 0 ? link(page - 1) : null,
      next_page_uri: hasNext ? link(page + 1) : null,
      uri: link(page),
      page,
      page_size: size,
      start,
      end: Math.max(start, start + shown.length - 1),
    },
  };
}

/** Returns micros as a decimal of at least five places. */
export function decimals(micros) {
  const digits = String(Math.abs(micros)).padStart(7, "0");
  return `${micros < 0 ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/0$/, "");
}

export function rfc2822(milliseconds) {
  return new Date(milliseconds).toUTCString().replace("GMT", "+0000");
}

function pageNumber(text, fallback) {
  if (text === null || text === "") return fallback;
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** A day stands for all of it; a moment for its second. What was not sent yet has no date and matches none. */
function dateFilter(name, text) {
  if (!text) return () => true;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const from = Date.parse(isDay ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(from)) return undefined;
  const until = from + (isDay ? 86_400_000 : 1000) - 1;
  if (name === "DateSent>") return (sentAt) => sentAt !== null && sentAt >= from;
  if (name === "DateSent<") return (sentAt) => sentAt !== null && sentAt <= (isDay ? from : until);
  return (sentAt) => sentAt !== null && sentAt >= from && sentAt <= until;
}

function pageUri(account, query, size, page, before) {
  const kept = new URLSearchParams(query);
  for (const name of ["PageSize", "Page", "PageToken"]) kept.delete(name);
  kept.set("PageSize", String(size));
  kept.set("Page", String(page));
  if (page > 0 && before) kept.set("PageToken", `PA${before.sid}`);
  return `/${VERSION}/Accounts/${account.sid}/Messages.json?${kept}`;
}
