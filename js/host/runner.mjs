// Owns taking arrivals in: each in one transaction, from the inbox through the core to states, decisions and wakes.

/**
 * @typedef {object} Parts What the runner works with.
 * @property {import("./store.mjs").Store} store
 * @property {import("./core.mjs").Core} core
 * @property {import("./people.mjs").People} people
 * @property {import("./inbox.mjs").Inbox} inbox
 * @property {import("./wakes.mjs").Wakes} wakes
 * @property {import("./outbox.mjs").Outbox} outbox
 * @property {import("./notices.mjs").Notices} notices
 * @property {(name: string) => void} point
 */

export class Runner {
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * Takes the next arrival in; returns what became of it, or undefined where there is none.
   * @param {number} now
   * @returns {"done" | "later" | "quarantined" | undefined}
   */
  one(now) {
    const { store, inbox, point } = this.#parts;
    const place = inbox.next(now);
    if (place === undefined) return undefined;
    try {
      store.transaction(() => {
        const row = inbox.read(place);
        if (!row) return;
        point("input_taken");
        this.#take(row, now);
        inbox.done(place, now);
        point("input_written");
      });
      point("input_committed");
      return "done";
    } catch (error) {
      const code = blame(error);
      if (code === undefined) throw error;
      const fate = store.transaction(() => inbox.failed(place, now, code));
      point("input_failed");
      // A core that trapped is not to be trusted with the next arrival: the process has to begin anew.
      if (error instanceof WebAssembly.RuntimeError) throw error;
      return fate;
    }
  }

  /** @param {import("./inbox.mjs").Row} row @param {number} now */
  #take(row, now) {
    const { people, notices } = this.#parts;
    const shopper = people.survivor(row.shopper);
    switch (row.kind) {
      case "input":
        return this.#input({ ...row, shopper }, row.input, now);
      case "wake":
        return this.#input({ ...row, shopper }, wake(row, now), now);
      case "merge":
        return this.#merge(row, now);
      default: {
        const input = notices.take(row, now);
        return (
          input &&
          this.#input({ ...row, shopper: people.survivor(input.shopper), recipient: input.recipient }, input.input, now)
        );
      }
    }
  }

  /**
   * @param {import("./inbox.mjs").Row} row
   * @param {any} input
   * @param {number} now
   */
  #input({ shopper, recipient: named, contact, place }, input, now) {
    const { people } = this.#parts;
    people.learn("shopper", shopper, withoutNumber(contact));
    const provided = input.what["contact.provided"]?.recipient;
    const about = named ?? provided;
    people.learn("recipient", about, contact);
    const recipient = provided ?? people.pointsAt(shopper);
    const others = about !== undefined && about !== recipient;
    if (shopper !== undefined && !(others && isRecipients(input))) this.#step(shopper, recipient, input, now, place);
    // An order, receipt or outcome reaches the recipient it is about, even where the shopper points elsewhere.
    if (others) this.#step(undefined, about, input, now, place);
  }

  /**
   * @param {string | undefined} shopper
   * @param {string | undefined} recipient
   * @param {any} input
   * @param {number} now
   * @param {number} place Of the arrival.
   */
  #step(shopper, recipient, input, now, place) {
    const { core, people, point } = this.#parts;
    if (recipient !== undefined) this.#remember(recipient, now);
    const contact = people.contactOf(shopper, recipient);
    const call = { shopper, recipient, contact, moment: now, input };
    const answer = core.step(call, people.state("shopper", shopper), people.state("recipient", recipient));
    point("stepped");
    if (shopper !== undefined) people.keep("shopper", shopper, answer.shopper, answer.points_at);
    this.#keep(answer, answer.recipient, { moment: now, shopper, recipient }, place);
  }

  /**
   * Writes all that a step or merge answered but the shopper's state.
   * @param {any} answer
   * @param {Uint8Array | undefined} recipientState
   * @param {import("./outbox.mjs").Scene} scene
   * @param {number} place
   */
  #keep(answer, recipientState, scene, place) {
    const { store, core, people, wakes, outbox, inbox, point } = this.#parts;
    const { shopper, recipient, moment } = scene;
    if (shopper !== undefined) {
      wakes.set("shopper", shopper, answer.wakes.shopper);
      this.#listen(shopper, answer.topics);
    }
    if (recipient !== undefined) {
      people.keep("recipient", recipient, recipientState);
      people.keepOptOuts(recipient, answer.opt_outs ?? []);
      wakes.set("recipient", recipient, answer.wakes.recipient);
    }
    point("states_written");
    for (const { id, counts, day, key, value } of answer.facts)
      store.run("INSERT OR IGNORE INTO facts VALUES (?1, ?2, ?3, ?4, ?5, ?6)", id, counts, day, key, value);
    for (const decision of answer.decisions) outbox.take(decision, scene, core.linkOrigin);
    point("decisions_written");
    if (!answer.wake_pointing || recipient === undefined) return;
    for (const pointing of people.pointing(recipient))
      if (pointing !== shopper)
        inbox.append({ kind: "wake", naturalKey: `pointing:${place}:${pointing}`, shopper: pointing }, moment);
  }

  /**
   * Keeps which topics a shopper listens to: only the difference is written.
   * @param {string} shopper
   * @param {{name: string, rank: number}[]} topics
   */
  #listen(shopper, topics) {
    const { store } = this.#parts;
    const before = new Map(
      store
        .all("SELECT name, rank FROM topics WHERE shop = ?1 AND shopper = ?2", shopper)
        .map((row) => [row.name, row.rank]),
    );
    for (const { name, rank } of topics) {
      if (before.get(name) !== rank)
        store.run("INSERT OR REPLACE INTO topics VALUES (?1, ?2, ?3, ?4)", shopper, name, rank);
      before.delete(name);
    }
    for (const name of before.keys())
      store.run("DELETE FROM topics WHERE shop = ?1 AND shopper = ?2 AND name = ?3", shopper, name);
  }

  /**
   * Tells the core of the opt-outs of somebody who was erased: they outlived the state. What it decides is not done.
   * @param {string} recipient
   * @param {number} now
   */
  #remember(recipient, now) {
    const { core, people } = this.#parts;
    if (people.state("recipient", recipient)) return;
    for (const { channel, at } of people.optOuts(recipient)) {
      const input = {
        id: `erased:${channel}`,
        occurred_at: at,
        trust: "server",
        what: { reply: { kind: "stop", channel } },
      };
      const state = people.state("recipient", recipient);
      const answer = core.step({ recipient, contact: {}, moment: now, input }, undefined, state);
      people.keep("recipient", recipient, answer.recipient);
    }
  }

  /** @param {import("./inbox.mjs").Row} row @param {number} now */
  #merge({ merge: pair, place }, now) {
    const { core, people } = this.#parts;
    const [a, b] = [people.survivor(pair?.a), people.survivor(pair?.b)];
    if (a === undefined || b === undefined || a === b) return;
    const recipient = people.pointsAt(a) ?? people.pointsAt(b);
    const states = [people.state("shopper", a), people.state("shopper", b), people.state("recipient", recipient)];
    const contact = people.contactOf(a, recipient);
    const { survivor, alias, stepped, ...after } = core.merge({ a, b, recipient, contact, moment: now }, states);
    people.learn("shopper", survivor, { ...people.contact("shopper", alias), ...people.contact("shopper", survivor) });
    people.join(alias, survivor);
    people.keep("shopper", survivor, after.shopper, stepped.points_at);
    this.#keep(stepped, after.recipient, { moment: now, shopper: survivor, recipient }, place);
  }
}

/** @param {import("./inbox.mjs").Row} row @param {number} now */
function wake({ place }, now) {
  return { id: `wake:${place}`, occurred_at: now, trust: "server", what: { wake: {} } };
}

/**
 * Returns whether an input is the word of a number's owner, which says nothing about a shopper who points elsewhere.
 * @param {any} input
 */
function isRecipients({ what }) {
  return "consent.granted" in what || "consent.revoked" in what || "reply" in what;
}

/** @param {import("./people.mjs").Contact | undefined} contact The digits belong to the recipient alone. */
function withoutNumber(contact) {
  return contact && { ...contact, e164: undefined };
}

/** SQLite's results that are about the database, not about what was written: busy, locked, read-only, I/O, full … */
const OF_THE_DATABASE = new Set([5, 6, 7, 8, 10, 11, 13, 14, 22, 26]);

/**
 * Returns the word for what is wrong with an arrival, or undefined where the fault is the host's surroundings.
 * @param {any} error
 * @returns {string | undefined}
 */
function blame(error) {
  if (error instanceof WebAssembly.RuntimeError) return "core.trap";
  if (error?.code === "ERR_SQLITE_ERROR") return OF_THE_DATABASE.has(error.errcode & 0xff) ? undefined : "database";
  if (typeof error?.code === "string") return error.code;
  return error?.name ?? "fault";
}
