// Owns how an answer leaves: whole, late, held, half, reset or never.

const MAX_BODY = 65_536;

export class Wire {
  #held = new Set();
  #timers = new Set();

  /**
   * Sends an answer; `answer.wire` says how it is spoilt.
   * @param {import("node:http").ServerResponse} response
   * @param {{ status: number, headers: Record<string, string>, json?: object, text?: string, wire?: object }} answer
   */
  send(response, answer) {
    const { kind, ms, reset } = answer.wire ?? {};
    if (kind === "never") return;
    if (kind === "reset") return hangUp(response);
    if (kind === "half") return half(response, answer, reset);
    if (kind === "hold") return this.#hold(response, answer);
    if (kind === "slow") return this.#late(response, answer, ms);
    whole(response, answer);
  }

  /** Lets every held answer go; returns how many there were. */
  release() {
    const released = [...this.#held];
    this.#held.clear();
    for (const send of released) send();
    return released.length;
  }

  heldCount() {
    return this.#held.size;
  }

  /** Forgets what was to be answered later: its connections are closed by the server. */
  clear() {
    this.#held.clear();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #hold(response, answer) {
    const send = () => whole(response, answer);
    this.#held.add(send);
    response.on("close", () => this.#held.delete(send));
  }

  #late(response, answer, ms) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      whole(response, answer);
    }, ms);
    this.#timers.add(timer);
    response.on("close", () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    });
  }
}

/**
 * Reads a request's body; resolves to undefined when it is larger than 64 KB or was broken off.
 * @param {import("node:http").IncomingMessage} request
 */
export function readBody(request) {
  return new Promise((resolve) => {
    const pieces = [];
    let size = 0;
    request.on("data", (piece) => {
      size += piece.length;
      if (size > MAX_BODY) {
        resolve(undefined);
        request.pause();
      } else pieces.push(piece);
    });
    request.on("end", () => resolve(Buffer.concat(pieces).toString("utf8")));
    request.on("close", () => resolve(undefined));
    request.on("error", () => resolve(undefined));
  });
}

function whole(response, answer) {
  if (response.destroyed) return;
  const { head, body } = render(answer);
  response.writeHead(answer.status, head);
  response.end(body);
}

function half(response, answer, reset) {
  const { head, body } = render(answer);
  response.writeHead(answer.status, { ...head, Connection: "close" });
  response.write(body.subarray(0, body.length >> 1), () => {
    if (reset) hangUp(response);
    else response.socket?.end();
  });
}

function hangUp(response) {
  response.socket?.resetAndDestroy();
}

function render({ headers, json, text }) {
  const body = Buffer.from(json === undefined ? (text ?? "") : JSON.stringify(json));
  return { body, head: { "Content-Type": "application/json", "Content-Length": body.length, ...headers } };
}
