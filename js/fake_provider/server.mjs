// Owns the HTTP server: listening on loopback, bounded requests, which part answers what, closing for good.
import { createServer } from "node:http";
import * as api from "./api.mjs";
import { refusal } from "./errors.mjs";
import { readFault, spoil } from "./faults.mjs";
import { Tally } from "./tally.mjs";
import { readBody, Wire } from "./wire.mjs";

const MAX_CONNECTIONS = 1000;
const REQUEST_TIMEOUT_MS = 30_000;
// Long, so that no connection is reset but by a fault: a client may write just when an idle one is closed.
const IDLE_MS = 600_000;

export class Server {
  wire = new Wire();
  #parts;
  #submission;
  #page;
  #log;
  #choose;
  #tally = new Tally();
  #http;

  constructor({ account, archive, submission, page, log, apiFaults }) {
    this.#parts = { account, archive };
    this.#submission = submission;
    this.#page = page;
    this.#log = log;
    this.#choose = apiFaults ?? (() => undefined);
  }

  /** Returns the address once connections are taken. */
  listen(port, host = "127.0.0.1") {
    if (this.#http) throw new Error("the fake provider listens already; close it first");
    const http = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: IDLE_MS }, (request, response) =>
      this.#handle(request, response),
    );
    http.maxConnections = MAX_CONNECTIONS;
    http.on("clientError", (_, socket) => {
      if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
      else socket.destroy();
    });
    this.#http = http;
    return new Promise((resolve, reject) => {
      http.once("error", (error) => {
        this.#http = undefined;
        reject(error);
      });
      http.listen(port, host, () => resolve(`http://${host}:${http.address().port}`));
    });
  }

  close() {
    const http = this.#http;
    this.#http = undefined;
    this.wire.clear();
    this.#page.close();
    if (!http) return Promise.resolve();
    return new Promise((resolve) => {
      http.close(() => resolve());
      http.closeAllConnections();
    });
  }

  async #handle(request, response) {
    response.on("error", () => {});
    this.#log.counts.requests += 1;
    try {
      const url = readUrl(request);
      const body = await readBody(request);
      if (body === undefined) {
        if (!request.destroyed) tooLarge(response, this.wire);
      } else if (url === undefined) this.wire.send(response, refusal(20404));
      else if (api.isApiPath(url.pathname)) this.wire.send(response, this.#answer(request, url, body));
      else if (url.pathname === "/redirected") this.wire.send(response, this.#followed());
      else await this.#page.answer(request, response, url, body, this.wire);
    } catch (error) {
      this.#log.record("fault_of_the_fake", { why: error instanceof Error ? error.message : String(error) });
      if (response.headersSent) response.destroy();
      else this.wire.send(response, refusal(20500));
    }
  }

  /** A client that followed fault `redirect` took its login and its text to an address nobody told it. */
  #followed() {
    this.#log.record("redirected");
    return refusal(20404);
  }

  #answer(request, url, body) {
    const refused = api.gatekeep(this.#parts, url.pathname, request.headers.authorization);
    if (refused) {
      this.#log.record("refused", { code: refused.code });
      return refused;
    }
    if (api.isCreate(request.method, url.pathname)) return this.#submission.submit(new URLSearchParams(body));
    const asked = { method: request.method, path: url.pathname, query: Object.fromEntries(url.searchParams) };
    const fault = readFault(this.#choose(asked, this.#tally.next(url.pathname)));
    if (fault) this.#log.record("fault", { fault: fault.word, created: false });
    return spoil(fault, api.answer(this.#parts, request.method, url));
  }
}

function readUrl(request) {
  const base = `http://${/^[\w.:[\]-]{1,255}$/.test(request.headers.host ?? "") ? request.headers.host : "127.0.0.1"}`;
  return request.url?.startsWith("/") && URL.canParse(base + request.url) ? new URL(base + request.url) : undefined;
}

function tooLarge(response, wire) {
  wire.send(response, { ...refusal(20413), headers: { Connection: "close" } });
}
