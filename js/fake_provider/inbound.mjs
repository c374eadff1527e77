// Owns texts from phones: the signed hook to the sender's SMS URL, keywords the provider itself takes, TwiML answers.
import { senderKind } from "./account.mjs";
import { newSid } from "./archive.mjs";
import { countParts } from "./parts.mjs";

const MAX_LETTERS = 1600;
const MAX_REPLIES = 5;
// Chosen after Twilio's default English keywords.
const KEYWORDS = {
  STOP: ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"],
  START: ["START", "YES", "UNSTOP"],
  HELP: ["HELP", "INFO"],
};
const ANSWERS = {
  STOP: "You get no more texts from this number. Text START to get them again.",
  START: "You get texts from this number again. Text STOP to end them, HELP for help.",
  HELP: "Text STOP to end texts from this number. Message and data rates may apply.",
};
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export class Inbound {
  #account;
  #archive;
  #deliveries;
  #log;
  #clock;
  #answersKeywords;

  constructor({ account, archive, deliveries, log, clock, answersKeywords }) {
    this.#account = account;
    this.#archive = archive;
    this.#deliveries = deliveries;
    this.#log = log;
    this.#clock = clock;
    this.#answersKeywords = answersKeywords;
  }

  /**
   * Lets a phone text a sender; resolves once the hook has answered.
   * @param {{ from: string, to: string, body: string, messageSid?: string }} text
   */
  async receive({ from, to, body, messageSid }) {
    const kind = senderKind(to);
    if (kind === undefined || kind === "name") throw new TypeError("a name cannot receive texts: expected a number");
    const text = String(body).slice(0, MAX_LETTERS);
    const optOutType = this.#answersKeywords ? keyword(text) : undefined;
    const message = this.#archive.find(messageSid) ?? this.#keep(messageSid, "inbound", from, to, text, "received");
    this.#log.record("inbound", { sid: message.sid });
    if (optOutType) this.#take(optOutType, from, to);
    const url = this.#account.smsUrlOf(to);
    if (!url) {
      this.#log.record("not_posted", { what: "inbound", sid: message.sid, why: "no_sms_url" });
      return { sid: message.sid, status: undefined, optOutType };
    }
    const form = this.#form(message, optOutType);
    const answer = await this.#deliveries.post("inbound", message.sid, url, form, this.#clock());
    if (answer) for (const reply of twiml(answer)) this.#reply(from, to, reply);
    return { sid: message.sid, status: answer?.status, optOutType };
  }

  #take(optOutType, from, to) {
    const now = this.#clock();
    const { service } = this.#account.sender(to) ?? {};
    for (const sender of [to, ...(service ? [service] : [])]) {
      if (optOutType === "STOP") this.#archive.optOut(sender, from, now);
      if (optOutType === "START") this.#archive.optIn(sender, from);
    }
    // Twilio does not charge for what it answers by itself.
    this.#reply(from, to, ANSWERS[optOutType], 0);
  }

  #reply(phone, sender, body, price = null) {
    const message = this.#keep(undefined, "outbound-reply", sender, phone, body.slice(0, MAX_LETTERS), "queued");
    message.price = price;
    this.#deliveries.plan(message, [
      { state: "sent", after: 0 },
      { state: "delivered", after: 1000 },
    ]);
  }

  #keep(sid, direction, from, to, body, status) {
    const now = this.#clock();
    return this.#archive.add({
      sid: sid ?? newSid("SM"),
      direction,
      to,
      from,
      service: null,
      body,
      parts: countParts(body),
      status,
      errorCode: null,
      statusCallback: null,
      createdAt: now,
      sentAt: direction === "inbound" ? now : null,
      updatedAt: now,
      price: null,
    });
  }

  #form(message, optOutType) {
    const { service } = this.#account.sender(message.to) ?? {};
    return {
      AccountSid: this.#account.sid,
      ApiVersion: "2010-04-01",
      Body: message.body,
      From: message.from,
      FromCity: "",
      FromCountry: message.from.startsWith("+1") ? "US" : "",
      FromState: "",
      FromZip: "",
      MessageSid: message.sid,
      ...(service && { MessagingServiceSid: service }),
      NumMedia: "0",
      NumSegments: String(message.parts),
      ...(optOutType && { OptOutType: optOutType }),
      SmsMessageSid: message.sid,
      SmsSid: message.sid,
      SmsStatus: "received",
      To: message.to,
      ToCity: "",
      ToCountry: message.to.startsWith("+1") ? "US" : "",
      ToState: "",
      ToZip: "",
    };
  }
}

/** The whole text has to be the word, in whatever case: as Twilio has it. */
function keyword(text) {
  const word = text.trim().toUpperCase();
  return Object.keys(KEYWORDS).find((kind) => KEYWORDS[kind].includes(word));
}

/** Returns the texts of a TwiML answer's <Message> elements. */
function twiml({ status, type, body }) {
  if (status !== 200 || !/xml/i.test(type)) return [];
  const found = [...body.matchAll(/<Message\b[^>]*>([^]*?)<\/Message>/g)].slice(0, MAX_REPLIES);
  return found.map(([, inner]) => unescape(inner.replaceAll(/<[^>]*>/g, "")).trim()).filter((text) => text !== "");
}

function unescape(text) {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : whole;
  });
}
