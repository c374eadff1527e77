// Owns the fake provider as others call it: its options, how its parts are put together, what can be asked of it.
import { Account } from "./account.mjs";
import { Agenda } from "./agenda.mjs";
import { Archive } from "./archive.mjs";
import { Courier } from "./courier.mjs";
import { Deliveries } from "./deliveries.mjs";
import { Explanations } from "./explanations.mjs";
import { Inbound } from "./inbound.mjs";
import { Journal } from "./journal.mjs";
import { Log } from "./log.mjs";
import { PhonePage } from "./phone_page.mjs";
import { receiptForm } from "./receipts.mjs";
import { Server } from "./server.mjs";
import { sign } from "./signature.mjs";
import { Submission } from "./submission.mjs";
import { Threads } from "./threads.mjs";

export { readJournal } from "./journal.mjs";

const DEFAULTS = {
  accountSid: `AC${"0".repeat(32)}`,
  authToken: "fake-token",
  apiKeys: {},
  clock: Date.now,
  timers: false,
  answersKeywords: false,
  magic: false,
  // Twilio's base rate of a US part without the networks' fees, as published lists of July 2026 have it.
  pricePerPart: { micros: 8300, currency: "USD" },
  balance: { micros: 25_000_000, currency: "USD" },
  retryAfterMs: [1000, 5000, 30_000],
  maxMessages: 20_000,
  zone: "UTC",
};

/**
 * Returns a provider that does not listen yet. Options and members: README.md.
 * @param {Record<string, any>} [options]
 */
export function createFakeProvider(options = {}) {
  const settings = { ...DEFAULTS, ...dropUndefined(options) };
  const { clock, timers, zone, linkBase } = settings;
  checkZone(zone);
  const account = new Account(settings);
  const archive = new Archive(settings);
  const log = new Log(clock);
  const agenda = new Agenda({ clock, timers });
  const courier = new Courier(settings);
  const journal = settings.journal === undefined ? undefined : new Journal(settings.journal);
  const shared = { ...settings, account, archive, log, agenda, courier, journal };
  const deliveries = new Deliveries(shared);
  const inbound = new Inbound({ ...shared, deliveries });
  const threads = new Threads(archive);
  const submission = new Submission({ ...shared, deliveries });
  const explanations = new Explanations(settings.explain);
  const page = new PhonePage({ threads, inbound, explanations, account, archive, zone, linkBase });
  const server = new Server({ ...shared, submission, page });
  archive.watch((kind) => kind === "dropped" && log.record("dropped"));
  let url;

  return {
    async listen(port = 0) {
      url = await server.listen(port);
      agenda.start();
      return url;
    },
    async close() {
      agenda.stop();
      await server.close();
    },
    get url() {
      return url;
    },
    accountSid: account.sid,
    authToken: account.authToken,
    get messages() {
      return archive.all().map(copy);
    },
    sentTo(number) {
      return archive
        .all()
        .filter(({ direction, to }) => direction === "outbound-api" && to === number)
        .map(copy);
    },
    get counts() {
      return { ...log.counts };
    },
    get events() {
      return log.events();
    },
    on: (listener) => log.on(listener),
    tick: (now) => agenda.tick(now),
    flush: () => agenda.flush(),
    nextAt: () => agenda.nextAt(),
    release: () => server.wire.release(),
    heldCount: () => server.wire.heldCount(),
    inbound: (text) => inbound.receive(text),
    async receipt(sid, { state, code, url: callback }) {
      const message = archive.find(sid);
      if (!message) throw new RangeError("no message has this sid");
      const form = receiptForm(message, state, code, account.sid);
      const answer = await courier.post(callback ?? message.statusCallback ?? "", form);
      return answer.status;
    },
    get optOuts() {
      return archive.optOuts();
    },
    optOut: ({ from, to }) => archive.optOut(from, to, clock()),
    optIn: ({ from, to }) => archive.optIn(from, to),
    setAccount({ status = account.status, balance = account.balance }) {
      account.status = status;
      account.balance = { ...balance };
    },
    setSender: (from, changes) => account.setSender(from, changes),
    sign: (callback, params) => sign(account.authToken, callback, params),
  };
}

function copy(message) {
  return Object.freeze({ ...message });
}

/** Throws a RangeError for a zone nobody knows. */
function checkZone(zone) {
  new Intl.DateTimeFormat("en", { timeZone: zone });
}

function dropUndefined(options) {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
