// Owns the phones: which texts each number got and wrote, what is unread on it, and the search through them.

const MAX_LISTED = 200;

export class Threads {
  /** Grows with each change; the page asks again when it does. */
  revision = 0;
  #byNumber = new Map();
  #byId = new Map();
  #made = 0;

  /** @param {import("./archive.mjs").Archive} archive */
  constructor(archive) {
    archive.watch((kind, message) => this.#follow(kind, message));
  }

  find(id) {
    return this.#byId.get(id);
  }

  /**
   * Returns the phones a search finds, the last active first.
   * @param {string} query Looked for in numbers, senders and texts.
   * @param {string} only `unread`, `trouble` (a text of theirs did not arrive), or anything else for all.
   */
  list(query, only = "all") {
    const wanted = query.trim().toLowerCase();
    const digits = wanted.replaceAll(/[\s().-]/g, "");
    const all = [...this.#byNumber.values()];
    const found = all
      .filter((thread) => fits(thread, only))
      .filter((thread) => wanted === "" || matches(thread, wanted, digits))
      .sort((one, other) => other.last.order - one.last.order);
    const unread = all.reduce((sum, thread) => sum + thread.unread, 0);
    return { threads: found.slice(0, MAX_LISTED).map(summary), found: found.length, total: all.length, unread };
  }

  read(id) {
    const thread = this.#byId.get(id);
    if (!thread || thread.unread === 0) return;
    thread.unread = 0;
    this.revision += 1;
  }

  #follow(kind, message) {
    this.revision += 1;
    const thread = this.#threadOf(message);
    if (kind === "added") {
      thread.messages.push(message);
      thread.last = { message, order: this.revision };
      if (message.direction !== "inbound") thread.unread += 1;
    }
    if (kind === "dropped") this.#drop(thread, message);
  }

  #threadOf(message) {
    const number = phoneOf(message);
    const known = this.#byNumber.get(number);
    if (known) return known;
    this.#made += 1;
    const thread = { id: `t${this.#made}`, number, messages: [], unread: 0, last: undefined };
    this.#byNumber.set(number, thread);
    this.#byId.set(thread.id, thread);
    return thread;
  }

  #drop(thread, message) {
    thread.messages = thread.messages.filter((kept) => kept !== message);
    thread.unread = Math.min(thread.unread, thread.messages.length);
    if (thread.messages.length > 0) return;
    this.#byNumber.delete(thread.number);
    this.#byId.delete(thread.id);
  }
}

/** Returns the number of the phone a message is on: the end that is not the store's. */
export function phoneOf(message) {
  return message.direction === "inbound" ? message.from : message.to;
}

function fits({ unread, messages }, only) {
  if (only === "unread") return unread > 0;
  return only !== "trouble" || messages.some(({ status }) => status === "undelivered" || status === "failed");
}

function matches({ number, messages }, wanted, digits) {
  if (digits !== "" && number.includes(digits)) return true;
  return messages.some(
    ({ body, from, direction }) =>
      body.toLowerCase().includes(wanted) || (direction !== "inbound" && (from ?? "").toLowerCase().includes(wanted)),
  );
}

function summary({ id, number, messages, unread, last }) {
  const { message } = last;
  const mine = message.direction === "inbound";
  return {
    id,
    number,
    unread,
    count: messages.length,
    last: { text: message.body.slice(0, 120), at: message.createdAt, mine, state: message.status },
  };
}
