// Owns the way out: signed form POSTs to addresses of this machine, and to no other.
import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { sign } from "./signature.mjs";

const MAX_ANSWER_BYTES = 65_536;
// Twilio waits as long for a webhook's answer (its "connection overrides" page, read timeout).
const TIMEOUT_MS = 15_000;

export class Courier {
  #authToken;
  #base;

  /** @param {{ authToken: string, callbackBase?: string }} options */
  constructor({ authToken, callbackBase }) {
    if (callbackBase !== undefined && !isLoopback(new URL(callbackBase).hostname)) {
      throw new TypeError("`callbackBase` is not on this machine: expected a loopback address");
    }
    this.#authToken = authToken;
    this.#base = callbackBase && new URL(callbackBase);
  }

  /**
   * Posts a form; resolves to the answer, or to why there was none. Never rejects.
   * @param {string} url What the callback was told, and what is signed.
   * @param {Record<string, string>} params
   * @returns {Promise<{ status: number, type: string, body: string } | { failed: string, left?: boolean }>}
   */
  async post(url, params, token = randomUUID()) {
    const signed = url.replace(/#.*$/s, "");
    const target = this.#target(signed);
    if (target.failed) return target;
    const body = new URLSearchParams(params).toString();
    const headers = {
      Host: target.host,
      "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
      "Content-Length": Buffer.byteLength(body),
      "User-Agent": "TwilioProxy/1.1",
      Accept: "*/*",
      "X-Twilio-Signature": sign(this.#authToken, signed, params),
      "I-Twilio-Idempotency-Token": token,
    };
    return exchange({ ...target.to, method: "POST", headers, agent: false }, body);
  }

  #target(url) {
    if (!URL.canParse(url)) return { failed: "no URL" };
    const { protocol, hostname, host, port, pathname, search } = new URL(url);
    const to = this.#base ?? { protocol, hostname, port };
    if (!isLoopback(to.hostname)) return { failed: "not on this machine" };
    if (to.protocol !== "http:") return { failed: "https needs callbackBase" };
    const raw = /^[a-z]+:\/\/[^/?#]*(\/[!-~]*)$/i.exec(url)?.[1];
    const address = { hostname: to.hostname.replaceAll(/[[\]]/g, ""), port: to.port || 80 };
    return { host, to: { ...address, path: raw ?? pathname + search } };
  }
}

/** Returns whether a host name is this machine: nothing the server is told leaves it. */
export function isLoopback(hostname) {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function exchange(options, body) {
  return new Promise((resolve) => {
    const post = request(options, (answer) => {
      const pieces = [];
      let size = 0;
      answer.on("data", (piece) => {
        size += piece.length;
        if (size > MAX_ANSWER_BYTES) post.destroy();
        else pieces.push(piece);
      });
      const done = () =>
        resolve({
          status: answer.statusCode,
          type: String(answer.headers["content-type"] ?? ""),
          body: size > MAX_ANSWER_BYTES ? "" : Buffer.concat(pieces).toString("utf8"),
        });
      answer.on("end", done);
      answer.on("close", done);
      answer.on("error", () => {});
    });
    post.setTimeout(TIMEOUT_MS, () => post.destroy(new Error("timeout")));
    post.on("error", (error) => resolve({ failed: error.code ?? error.message }));
    post.end(body);
  });
}
