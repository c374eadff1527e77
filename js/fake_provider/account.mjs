// Owns the account that the server plays: credentials, senders, messaging services, balance, registrations.
import { createHash } from "node:crypto";

const NAME = /^(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11}$/;
const NUMBER = /^\+[1-9]\d{6,14}$/;
const SHORT_CODE = /^\d{3,6}$/;
// The NANP's toll-free codes (FCC).
const TOLL_FREE = /^\+18(00|33|44|55|66|77|88)/;

export class Account {
  #apiKeys;
  #senders;
  #smsUrl;

  constructor({ accountSid, authToken, apiKeys, senders, smsUrl, balance, pricePerPart, regions }) {
    this.sid = accountSid;
    this.authToken = authToken;
    this.status = "active";
    this.balance = { ...balance };
    this.pricePerPart = pricePerPart;
    this.regions = regions;
    this.#apiKeys = new Map(Object.entries(apiKeys));
    this.#senders = senders ? new Map(senders.map((sender) => [sender.from, { ...sender }])) : undefined;
    this.#smsUrl = smsUrl;
  }

  /** Returns whether an Authorization header is this account's. */
  admits(authorization) {
    const [, encoded] = /^Basic ([A-Za-z0-9+/=]{1,1000})$/.exec(authorization ?? "") ?? [];
    if (encoded === undefined || this.status === "closed") return false;
    const text = Buffer.from(encoded, "base64").toString("utf8");
    const colon = text.indexOf(":");
    const [user, secret] = [text.slice(0, colon), text.slice(colon + 1)];
    return colon > 0 && (user === this.sid ? secret === this.authToken : this.#apiKeys.get(user) === secret);
  }

  senders() {
    return [...(this.#senders?.values() ?? [])];
  }

  /** Returns the sender's row, an empty one where no list was given, or undefined when it is not the account's. */
  sender(from) {
    if (!this.#senders) return { from };
    return this.#senders.get(from);
  }

  /** Returns the senders of a messaging service, or undefined when there is no such service. */
  service(sid) {
    if (!this.#senders) return [{ from: "+18885550100", service: sid }];
    const found = this.senders().filter((sender) => sender.service === sid);
    return found.length > 0 ? found : undefined;
  }

  setSender(from, changes) {
    this.#senders ??= new Map();
    this.#senders.set(from, { from, ...this.#senders.get(from), ...changes });
  }

  smsUrlOf(from) {
    return this.sender(from)?.smsUrl ?? this.#smsUrl;
  }

  /** Takes a message's price from the balance; returns it in micros. */
  charge(parts) {
    const price = this.pricePerPart.micros * parts;
    this.balance.micros -= price;
    return price;
  }
}

/** Returns what a sender is by its form: `number`, `toll_free`, `short_code`, `name`, or undefined. */
export function senderKind(from) {
  if (NUMBER.test(from)) return TOLL_FREE.test(from) ? "toll_free" : "number";
  if (SHORT_CODE.test(from)) return "short_code";
  return NAME.test(from) ? "name" : undefined;
}

/** Returns the identifier a thing has always: made from what it is, not from chance. */
export function fixedSid(prefix, what) {
  return prefix + createHash("md5").update(what).digest("hex");
}

/** Returns a `To` as E.164, the separators people type taken out; undefined when it is none. */
export function readNumber(text) {
  const number = text.replaceAll(/[\s().-]/g, "");
  if (!NUMBER.test(number)) return undefined;
  // A number of the NANP has ten digits after its 1; area and exchange start at 2.
  if (number.startsWith("+1") && !/^\+1[2-9]\d{9}$/.test(number)) return undefined;
  return number;
}
