// Owns what becomes of a message after it was accepted: its states by the agenda, its signed receipts, their retries.
import { randomUUID } from "node:crypto";
import { receiptForm } from "./receipts.mjs";

export class Deliveries {
  #account;
  #archive;
  #agenda;
  #courier;
  #log;
  #retryAfterMs;

  constructor({ account, archive, agenda, courier, log, retryAfterMs }) {
    this.#account = account;
    this.#archive = archive;
    this.#agenda = agenda;
    this.#courier = courier;
    this.#log = log;
    this.#retryAfterMs = retryAfterMs;
  }

  /**
   * Puts a plan's states and receipts on the agenda.
   * @param {import("./archive.mjs").Message} message
   * @param {import("./receipts.mjs").Step[]} steps
   */
  plan(message, steps) {
    const { createdAt, statusCallback } = message;
    for (const { state, after, code, posts = [after] } of steps) {
      this.#later(createdAt + after, () => this.#move(message, state, code, createdAt + after));
      if (statusCallback === null) continue;
      const form = () => receiptForm(message, state, code, this.#account.sid);
      for (const postAfter of posts)
        this.#later(createdAt + postAfter, (at) => this.#post("receipt", message.sid, statusCallback, form(), at));
    }
  }

  /** Posts now; a 5xx or no answer comes back by the agenda. Returns the answer, or undefined when none came. */
  async post(what, sid, url, form, now) {
    return this.#post(what, sid, url, form, now);
  }

  #move(message, state, code, at) {
    const changes = { status: state, errorCode: code ?? null, updatedAt: Math.max(at, message.createdAt) };
    if (state !== "queued" && state !== "failed" && message.sentAt === null) {
      changes.sentAt = at;
      changes.price = message.price ?? this.#account.charge(message.parts);
    }
    this.#archive.change(message, changes);
    this.#log.record("state", { sid: message.sid, state });
  }

  async #post(what, sid, url, form, at, attempt = 0, token = randomUUID()) {
    const answer = await this.#courier.post(url, form, token);
    if (answer.failed === undefined) this.#log.record("posted", { what, sid, status: answer.status });
    else this.#log.record("post_failed", { what, sid, why: answer.failed });
    if (answer.failed !== undefined || answer.status >= 500) this.#retry(what, sid, url, form, at, attempt, token);
    return answer.failed === undefined ? answer : undefined;
  }

  #retry(what, sid, url, form, at, attempt, token) {
    const wait = this.#retryAfterMs[attempt];
    if (wait === undefined) return;
    this.#later(at + wait, (then) => this.#post(what, sid, url, form, then, attempt + 1, token));
  }

  #later(at, run) {
    if (!this.#agenda.add(at, run)) this.#log.record("not_posted", { why: "agenda_full" });
  }
}
