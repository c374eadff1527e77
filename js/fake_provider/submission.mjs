// Owns the making of messages: faults first, then judgement, then the message, its journal line and its receipts.
import { refusal } from "./errors.mjs";
import { judge } from "./create.mjs";
import { readFault, spoil } from "./faults.mjs";
import { magicFault, magicPlan } from "./magic.mjs";
import { readPlan, unregisteredPlan } from "./receipts.mjs";
import { createdJson } from "./resource.mjs";
import { readNumber } from "./account.mjs";
import { Tally } from "./tally.mjs";

export class Submission {
  #account;
  #archive;
  #log;
  #clock;
  #deliveries;
  #journal;
  #choose;
  #plan;
  #magic;
  #tally = new Tally();

  constructor({ account, archive, log, clock, deliveries, journal, faults, receipts, magic }) {
    this.#account = account;
    this.#archive = archive;
    this.#log = log;
    this.#clock = clock;
    this.#deliveries = deliveries;
    this.#journal = journal;
    this.#choose = faults ?? (() => undefined);
    this.#plan = receipts ?? (() => undefined);
    this.#magic = magic;
  }

  /**
   * Answers POST Messages.json.
   * @param {URLSearchParams} form
   */
  submit(form) {
    const asked = describe(form);
    const nth = this.#tally.next(asked.to);
    const fault = readFault(this.#choose(asked, nth) ?? (this.#magic ? magicFault(asked.to, nth) : undefined));
    if (fault && !fault.makes) {
      this.#log.record("fault", { fault: fault.word, created: false });
      if (fault.code !== undefined) this.#log.record("refused", { code: fault.code });
      return spoil(fault, fault.code === undefined ? refusal(20500) : refusal(fault.code, asked.to));
    }
    const verdict = judge(form, this.#account, this.#archive);
    if (verdict.code !== undefined) {
      this.#log.record("refused", { code: verdict.code });
      return refusal(verdict.code, verdict.offender);
    }
    const message = this.#make(verdict, nth);
    if (fault) this.#log.record("fault", { fault: fault.word, created: true, sid: message.sid });
    return spoil(fault, { status: 201, headers: {}, json: createdJson(message, this.#account) });
  }

  #make({ draft, sender }, nth) {
    const { validityMs, ...shown } = draft;
    const now = this.#clock();
    const message = this.#archive.add({
      direction: "outbound-api",
      ...shown,
      status: draft.service === null ? "queued" : "accepted",
      errorCode: null,
      createdAt: now,
      sentAt: null,
      updatedAt: now,
      price: null,
    });
    this.#journal?.write(message);
    this.#log.record("created", { sid: message.sid });
    const choice =
      this.#plan({ ...message }, nth) ??
      (this.#magic ? magicPlan(message.to) : undefined) ??
      unregisteredPlan(sender, message.to);
    this.#deliveries.plan(message, readPlan(choice, { validityMs }));
    return message;
  }
}

function describe(form) {
  const to = form.get("To") ?? "";
  return {
    to: readNumber(to) ?? to,
    from: form.get("From"),
    service: form.get("MessagingServiceSid"),
    body: form.get("Body") ?? "",
    statusCallback: form.get("StatusCallback"),
    form: Object.fromEntries(form),
  };
}
