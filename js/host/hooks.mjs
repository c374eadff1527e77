// Owns the HTTP door for providers: a call is proved, written to the inbox, and only then answered.
import { pairs } from "./headers.mjs";

/** The most of a call that is read. Source: src/gateway, MOST_HOOK_BYTES. */
const MOST_HOOK_BYTES = 65_536;
const DAY_MS = 86_400_000;

/** What is answered to a call that is not believed, by why. */
const STATUS = { unsigned: 403, forged: 403, stale: 403, malformed: 400, unsupported: 404 };

/**
 * @typedef {object} Parts
 * @property {import("./store.mjs").Store} store
 * @property {import("./inbox.mjs").Inbox} inbox
 * @property {import("./notices.mjs").Notices} notices
 * @property {import("./outbox.mjs").Outbox} outbox
 * @property {import("./gateway.mjs").Gateway | undefined} gateway
 * @property {import("./keys.mjs").Keys} keys
 * @property {any} engine
 * @property {string | undefined} publicOrigin
 * @property {() => number} clock
 * @property {() => void} onWork
 * @property {(name: string) => void} point
 *
 * @typedef {{status: number, headers?: [string, string][], body?: string}} Reply
 */

export class Hooks {
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * Answers `/hooks/<provider>`; returns false, untouched, for every other path.
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async handle(request, response) {
    const provider = /^\/hooks\/([a-z0-9_]+)(?:[/?]|$)/.exec(request.url ?? "")?.[1];
    if (provider === undefined) return false;
    const reply = await this.#answer(provider, request);
    response.writeHead(reply.status, [...(reply.headers ?? []), ["Cache-Control", "no-store"]].flat());
    response.end(reply.body ?? "");
    this.#parts.point("hook_answered");
    return true;
  }

  /**
   * @param {string} provider
   * @param {import("node:http").IncomingMessage} request
   * @returns {Promise<Reply>}
   */
  async #answer(provider, request) {
    const { gateway, publicOrigin, clock, point } = this.#parts;
    const body = await read(request);
    if (gateway?.provider.name !== provider || !publicOrigin) return this.#refused(provider, "unsupported");
    if (!body) return { ...this.#refused(provider, "malformed"), status: 413 };
    point("hook_read");
    const headers = pairs(request.rawHeaders);
    const hook = { method: request.method ?? "", url: publicOrigin + request.url, headers };
    const { heard, refused } = gateway.hear(hook, body, clock());
    if (!heard) return this.#refused(provider, refused ?? "malformed");
    point("hook_proved");
    this.#write(provider, heard);
    point("hook_committed");
    this.#parts.onWork();
    return heard.reply;
  }

  /**
   * Writes what a call said, once.
   * @param {string} provider
   * @param {{notices: any[], replay: {key: string, keep_days: number}}} heard
   */
  #write(provider, { notices, replay }) {
    const { store, clock, point } = this.#parts;
    const now = clock();
    store.transaction(() => {
      store.run("DELETE FROM hook_keys WHERE shop = ?1 AND until < ?2", now);
      const sql = "INSERT OR IGNORE INTO hook_keys VALUES (?1, ?2, ?3, ?4)";
      if (store.run(sql, provider, replay.key, now + replay.keep_days * DAY_MS) === 0) {
        this.#parts.notices.count("repeated", now, provider);
        return;
      }
      for (const [place, notice] of notices.entries())
        this.#append(`hook:${provider}:${replay.key}:${place}`, notice, now);
      point("hook_written");
    });
  }

  /**
   * @param {string} naturalKey
   * @param {any} notice
   * @param {number} now
   */
  #append(naturalKey, { receipt, inbound }, now) {
    const { inbox, outbox, keys, engine } = this.#parts;
    if (receipt) {
      const { shopper, recipient } = outbox.ofAttempt(receipt) ?? {};
      inbox.append({ naturalKey, kind: "receipt", shopper, recipient, notice: receipt }, now);
    } else if (inbound) {
      // The recipient's key is made here, so that no text to them leaves before this is taken in.
      const { phone } = engine.parsePhone(inbound.from);
      const recipient = phone && keys.recipient(phone.e164);
      inbox.append({ naturalKey, kind: "inbound", recipient, notice: inbound }, now);
    }
  }

  /**
   * @param {string} provider
   * @param {string} why
   * @returns {Reply}
   */
  #refused(provider, why) {
    const { store, notices, clock, gateway } = this.#parts;
    // A name that no provider has is not kept: anybody could fill the table with them.
    const known = gateway?.provider.name === provider ? provider : "";
    store.transaction(() => notices.count(why, clock(), known));
    return { status: STATUS[/** @type {keyof STATUS} */ (why)] ?? 400 };
  }
}

/**
 * Returns the body, or undefined where it is too long or does not come whole.
 * @param {import("node:http").IncomingMessage} request
 */
async function read(request) {
  /** @type {Buffer[]} */
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      length += chunk.length;
      if (length <= MOST_HOOK_BYTES) chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return length <= MOST_HOOK_BYTES ? Buffer.concat(chunks) : undefined;
}
