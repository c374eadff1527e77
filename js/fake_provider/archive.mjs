// Owns the messages that were accepted, sent back or received: bounded, oldest dropped first; opt-outs beside them.
import { randomBytes } from "node:crypto";

const MAX_OPT_OUTS = 100_000;

/**
 * @typedef {object} Message
 * @property {string} sid
 * @property {"outbound-api" | "outbound-reply" | "inbound"} direction
 * @property {string} to
 * @property {string | null} from
 * @property {string | null} service
 * @property {string} body
 * @property {number} parts
 * @property {string} status
 * @property {number | null} errorCode
 * @property {string | null} statusCallback
 * @property {number} createdAt Milliseconds.
 * @property {number | null} sentAt
 * @property {number} updatedAt
 * @property {number | null} price Micros of the account's currency.
 */

export class Archive {
  #kept = new Map();
  #most;
  #optOuts = new Map();
  #watchers = [];

  /** @param {{ maxMessages: number }} options */
  constructor({ maxMessages }) {
    this.#most = maxMessages;
  }

  /** Calls `watch(kind, message)` with kind `added`, `changed` or `dropped`. */
  watch(watcher) {
    this.#watchers.push(watcher);
  }

  /**
   * @param {Omit<Message, "sid"> & { sid?: string }} draft
   * @returns {Message}
   */
  add(draft) {
    const message = { sid: newSid("SM"), ...draft };
    this.#kept.set(message.sid, message);
    this.#tell("added", message);
    if (this.#kept.size > this.#most) this.#dropOldest();
    return message;
  }

  change(message, changes) {
    Object.assign(message, changes);
    this.#tell("changed", message);
  }

  find(sid) {
    return this.#kept.get(sid);
  }

  /** Returns all, oldest first. */
  all() {
    return [...this.#kept.values()];
  }

  /** @param {string} sender A number, short code, name or messaging service. */
  optOut(sender, phone, at) {
    if (this.#optOuts.size >= MAX_OPT_OUTS) this.#optOuts.delete(this.#optOuts.keys().next().value);
    this.#optOuts.set(`${sender}\n${phone}`, { from: sender, to: phone, at });
  }

  optIn(sender, phone) {
    this.#optOuts.delete(`${sender}\n${phone}`);
  }

  isOptedOut(sender, phone) {
    return this.#optOuts.has(`${sender}\n${phone}`);
  }

  optOuts() {
    return [...this.#optOuts.values()].map((optOut) => ({ ...optOut }));
  }

  #dropOldest() {
    const oldest = this.#kept.values().next().value;
    this.#kept.delete(oldest.sid);
    this.#tell("dropped", oldest);
  }

  #tell(kind, message) {
    for (const watcher of this.#watchers) watcher(kind, message);
  }
}

/** Returns a Twilio-like identifier: two letters, 32 hexadecimal digits. */
export function newSid(prefix) {
  return prefix + randomBytes(16).toString("hex");
}
