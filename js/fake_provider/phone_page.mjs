// Owns the page's requests: its files, its stream of changes, and what it asks and does. Its own origin only.
import { readFileSync } from "node:fs";
import { isLoopback } from "./courier.mjs";
import { refusal, RECEIPT_ERRORS } from "./errors.mjs";
import { readNumber, senderKind } from "./account.mjs";

const MAX_SHOWN = 300;
const MAX_STREAMS = 50;
const FILES = {
  "/": ["phone.html", "text/html; charset=utf-8"],
  "/phone": ["phone.html", "text/html; charset=utf-8"],
  "/phone/icon.svg": ["icon.svg", "image/svg+xml"],
  ...files(["phone.css", "list.css", "thread.css"], "text/css; charset=utf-8"),
  ...files(["phone", "elements", "list", "thread", "words"], "text/javascript; charset=utf-8", ".mjs"),
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const SAFE = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
};

export class PhonePage {
  #threads;
  #inbound;
  #explanations;
  #account;
  #zone;
  #linkBase;
  #streams = new Set();
  #announced = false;

  constructor({ threads, inbound, explanations, account, archive, zone, linkBase }) {
    if (linkBase && !isLoopback(new URL(linkBase.to).hostname)) {
      throw new TypeError("`linkBase.to` is not on this machine: expected a loopback address");
    }
    this.#threads = threads;
    this.#inbound = inbound;
    this.#explanations = explanations;
    this.#account = account;
    this.#zone = zone;
    this.#linkBase = linkBase ?? null;
    archive.watch(() => this.#announce());
  }

  /** @param {import("node:http").IncomingMessage} request */
  async answer(request, response, url, body, wire) {
    if (!isOwn(request, url)) return wire.send(response, plain(403, "this page answers its own address only"));
    if (request.method === "GET" && url.pathname === "/phone/stream") return this.#stream(response, wire);
    if (request.method === "GET" && Object.hasOwn(FILES, url.pathname)) return wire.send(response, file(url.pathname));
    if (request.method === "POST") return wire.send(response, await this.#act(request, url.pathname, body));
    wire.send(response, refusal(20404));
  }

  close() {
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }

  async #act(request, path, body) {
    const asked = readJson(request, body);
    if (!asked) return plain(400, "expected JSON");
    switch (path) {
      case "/phone/list":
        return json({ ...this.#threads.list(text(asked.query), text(asked.only)), ...this.#about() });
      case "/phone/open":
        return this.#open(text(asked.thread));
      case "/phone/read":
        this.#threads.read(text(asked.thread));
        this.#announce();
        return json({});
      case "/phone/write":
        return this.#write(text(asked.from), text(asked.to), text(asked.body));
      default:
        return refusal(20404);
    }
  }

  async #open(id) {
    const thread = this.#threads.find(id);
    if (!thread) return plain(404, "no such phone");
    const shown = thread.messages.slice(-MAX_SHOWN);
    const explained = await Promise.all(shown.map((message) => this.#explanations.of(message)));
    const messages = shown.map((message, place) => this.#show(message, explained[place]));
    return json({
      id,
      number: thread.number,
      unread: thread.unread,
      messages,
      earlier: thread.messages.length - shown.length,
      linkBase: this.#linkBase,
    });
  }

  async #write(from, to, body) {
    const phone = readNumber(from);
    const kind = senderKind(to);
    if (phone === undefined) return plain(422, "The phone's number is not valid. Write it like +4915112345678.");
    if (kind === undefined || kind === "name") return plain(422, "A sender that is a name cannot receive texts.");
    if (body.trim() === "") return plain(422, "Write a text first.");
    const { status } = await this.#inbound.receive({ from: phone, to, body });
    return json({ status: status ?? null, thread: this.#threads.list(phone).threads[0]?.id });
  }

  #show(message, explained) {
    const { sid, direction, from, to, body, parts, status, errorCode, createdAt, price } = message;
    const mine = direction === "inbound";
    return {
      sid,
      mine,
      sender: mine ? to : from,
      canReply: senderKind(mine ? to : (from ?? "")) !== "name",
      text: body,
      parts,
      state: status,
      error: errorCode === null ? null : { code: errorCode, words: RECEIPT_ERRORS[errorCode] ?? "" },
      at: createdAt,
      price: price === null ? null : { micros: price, currency: this.#account.pricePerPart.currency },
      explained: explained ?? null,
    };
  }

  #about() {
    return { zone: this.#zone, account: this.#account.sid, revision: this.#threads.revision };
  }

  #stream(response, wire) {
    if (this.#streams.size >= MAX_STREAMS) return wire.send(response, plain(503, "too many pages are open"));
    response.writeHead(200, { ...SAFE, "Content-Type": "text/event-stream" });
    response.write(`retry: 1000\ndata: ${this.#threads.revision}\n\n`);
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }

  /** Many changes of one moment are one line. */
  #announce() {
    if (this.#announced || this.#streams.size === 0) return;
    this.#announced = true;
    setImmediate(() => {
      this.#announced = false;
      for (const stream of this.#streams) stream.write(`data: ${this.#threads.revision}\n\n`);
    });
  }
}

/** A page from elsewhere, also one whose name was pointed at this machine, is turned away. */
function isOwn(request, url) {
  const { origin, "sec-fetch-site": site = "none" } = request.headers;
  const isNavigation = request.headers["sec-fetch-mode"] === "navigate" && request.method === "GET";
  const isSame = (origin === undefined || origin === url.origin) && (site === "none" || site === "same-origin");
  return isLoopback(url.hostname) && (isSame || isNavigation);
}

function readJson(request, body) {
  if (!String(request.headers["content-type"]).startsWith("application/json")) return undefined;
  try {
    const value = JSON.parse(body);
    return typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}

function files(names, type, ending = "") {
  return Object.fromEntries(names.map((name) => [`/phone/${name}${ending}`, [`${name}${ending}`, type]]));
}

function file(path) {
  const [name, type] = FILES[path];
  const content = readFileSync(new URL(`page/${name}`, import.meta.url), "utf8");
  return { status: 200, headers: { ...SAFE, "Content-Type": type }, text: content };
}

function json(value) {
  return { status: 200, headers: SAFE, json: value };
}

function plain(status, sentence) {
  return { status, headers: { ...SAFE, "Content-Type": "text/plain; charset=utf-8" }, text: sentence };
}

function text(value) {
  return typeof value === "string" ? value.slice(0, 2000) : "";
}
