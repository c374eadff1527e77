// Owns performing one HTTP request as the core words it: no redirect is followed, the answer is bounded in size and time.
import http from "node:http";
import https from "node:https";
import { pairs } from "./headers.mjs";

/** The most of an answer that is read; the core reads no more. Source: src/gateway, MOST_ANSWER_BYTES. */
const MOST_ANSWER_BYTES = 262_144;

/**
 * @typedef {{method: string, url: string, headers: [string, string][], body: string | null, timeout_ms: number}} Request
 * @typedef {{heard: {answered: {status: number, headers: [string, string][]}} | {silent: {left: boolean}}, body?: Uint8Array}} Heard
 */

/**
 * Performs a request; never rejects. `left` is false only where no byte can have left: the name was not found, or the
 * connection or its TLS failed.
 * @param {Request} request
 * @param {(name: string) => void} [point]
 * @returns {Promise<Heard>}
 */
export function perform({ method, url, headers, body, timeout_ms: timeoutMs }, point = () => {}) {
  return new Promise((resolve) => {
    let left = false;
    const silent = () => resolve({ heard: { silent: { left } } });
    const secure = url.startsWith("https:");
    let request;
    try {
      // Given as a list, headers stay as the core wrote them, and Node adds none of its own.
      const own = [
        ["Host", new URL(url).host],
        ["Connection", "close"],
      ];
      if (body !== null) own.push(["Content-Length", String(Buffer.byteLength(body))]);
      const options = { method, headers: /** @type {any} */ ([...own, ...headers].flat()), agent: false };
      request = (secure ? https : http).request(url, options);
    } catch {
      // An address or header that Node does not take: nothing was even begun.
      return silent();
    }
    const timer = setTimeout(() => request.destroy(new Error("timeout")), timeoutMs);
    request.once("socket", (socket) =>
      socket.once(secure ? "secureConnect" : "connect", () => {
        left = true;
        point("connected");
      }),
    );
    request.once("finish", () => point("request_written"));
    request.once("response", (response) => {
      point("answer_begun");
      read(response).then((answer) => {
        clearTimeout(timer);
        request.destroy();
        if (!answer) return silent();
        const status = Number(response.statusCode);
        return resolve({ heard: { answered: { status, headers: pairs(response.rawHeaders) } }, body: answer });
      });
    });
    request.once("error", () => {
      clearTimeout(timer);
      silent();
    });
    request.end(body ?? undefined);
  });
}

/**
 * Returns the body, cut where it is too long to be what was asked for; undefined where it ends too early.
 * @param {import("node:http").IncomingMessage} response
 * @returns {Promise<Buffer | undefined>}
 */
async function read(response) {
  /** @type {Buffer[]} */
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      length += chunk.length;
      // One byte more than the core reads, so that it sees that this is no answer of the provider's.
      if (length > MOST_ANSWER_BYTES) return Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES + 1);
    }
  } catch {
    return undefined;
  }
  return response.complete ? Buffer.concat(chunks) : undefined;
}
