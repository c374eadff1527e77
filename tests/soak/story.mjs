// Owns one phone's side of the diary: what its owner gave, said, bought and left, as a judge asks for it.

/** Ways to pay after which somebody has bought. */
const BOUGHT = new Set(["paid", "cod", "bank"]);

export class Story {
  /** Reminders by the cart that they were about. @type {Map<string, number>} */
  #used = new Map();

  /**
   * @param {any} evidence
   * @param {string} phone
   */
  constructor(evidence, phone) {
    const person = evidence.people.find((/** @type {any} */ each) => each.phone === phone);
    // A mistyped number is of the market of whoever typed it.
    const typist = evidence.diary.find(
      (/** @type {any} */ entry) => entry.act === "ticked" && entry.phone === phone,
    )?.who;
    const owner = person ?? evidence.people.find(({ id }) => id === typist);
    this.phone = phone;
    this.name = person?.id ?? `a number that ${owner?.id ?? "nobody"} mistyped`;
    this.where = { market: owner?.market ?? "DE", state: owner?.state ?? "", zone: owner?.zone ?? "Europe/Berlin" };
    this.recipient = evidence.recipients[phone];
    /** What was said with or about this number. */
    this.about = evidence.diary.filter(
      (entry) => entry.phone === phone || (entry.act === "owner_read" && entry.recipient === this.recipient),
    );
    /** What was done with carts, by the owner alone. */
    this.deeds = person ? evidence.diary.filter((entry) => entry.who === person.id && entry.cart) : [];
    this.all = evidence.diary;
  }

  wasGiven(/** @type {number} */ at) {
    return this.about.some((entry) => entry.act === "ticked" && entry.from <= at);
  }

  said(/** @type {string} */ act) {
    return this.about.filter((entry) => entry.act === act);
  }

  /** Whether the store can't know what was then: the database was put back, and this is about something of later. */
  isForgotten(/** @type {number} */ moment, /** @type {number} */ now) {
    const backup = this.all.find(({ act }) => act === "backed_up");
    const restored = this.all.find(({ act }) => act === "restored");
    return (
      backup !== undefined &&
      restored !== undefined &&
      moment >= backup.at &&
      moment <= restored.at &&
      now > restored.at
    );
  }

  /**
   * Returns the carts that were left before a moment and of which no text was since they were touched, the one touched
   * last first; or why there is none.
   * @param {number} at
   * @param {number} still how long nothing may have been done with it
   */
  abandonedBefore(at, still) {
    const carts = [];
    let why = { law: "consent", says: "a reminder to somebody who left nothing" };
    for (const [cart, deeds] of Map.groupBy(this.deeds, ({ cart }) => cart)) {
      const before = deeds.filter((deed) => deed.from <= at);
      const last = before.findLast(isSignOfLife);
      if (!last) continue;
      const end = before.find((deed) => deed.at >= last.at && isEnd(deed));
      const used = this.#used.get(cart) ?? 0;
      if (end) why = { law: "purchase", says: "a reminder of a cart that was bought or emptied" };
      else if (used >= last.from)
        why = { law: "twice", says: "a second reminder of a cart that nobody touched since the first" };
      else if (at - last.at < still) why = { law: "early", says: "a reminder while the cart was still in use" };
      else carts.push({ cart, at: last.at });
    }
    return { carts: carts.sort((one, other) => other.at - one.at), ...why };
  }

  /** Notes that a cart has had its text. */
  use(/** @type {{ cart: string }} */ { cart }, /** @type {number} */ at) {
    this.#used.set(cart, at);
  }

  usedAt(/** @type {string} */ cart) {
    return this.#used.get(cart);
  }

  /** Whether something kept the store from working between two moments. */
  wasHindered(/** @type {number} */ from, /** @type {number} */ to) {
    return hindrances(this.all).some((each) => each.from < to && each.to > from);
  }
}

/** Returns when the store could not work, or not send. */
export function hindrances(/** @type {any[]} */ diary) {
  const pairs = [
    ["outage_began", "outage_ended"],
    ["restored", "resumed"],
    ["rolled_back", "upgraded_again"],
    ["cron_stopped", "cron_back"],
    ["database_killed", "database_back"],
  ];
  return pairs.flatMap(([began, ended]) => {
    const from = diary.find(({ act }) => act === began)?.at;
    const to = diary.find(({ act }) => act === ended)?.at;
    return from === undefined || to === undefined ? [] : [{ from, to, name: began }];
  });
}

/** Returns what permits a text to this phone at a moment. */
export function permissionOf(/** @type {Story} */ { about }, /** @type {number} */ at) {
  const devices = new Map();
  const found = { ticked: false, tickedAt: 0, stoppedAt: 0, confirmed: false, mayMeanStop: false };
  for (const entry of about) {
    // What was under way as the text went may count for it, and never against it.
    if (entry.act === "ticked" && entry.from <= at) {
      devices.set(entry.device, true);
      found.tickedAt = Math.max(found.tickedAt, entry.from);
    } else if (entry.act === "yes" && entry.from <= at) {
      found.confirmed = true;
      found.stoppedAt = 0;
    } else if (entry.at < at) {
      if (entry.act === "unticked") devices.set(entry.device, false);
      if (entry.act === "stop" || (entry.act === "owner_read" && entry.kind === "stop")) {
        found.stoppedAt = entry.at;
        found.confirmed = false;
      }
      if (entry.act === "may_mean_stop") found.mayMeanStop = true;
      if (entry.act === "owner_read") found.mayMeanStop = false;
    }
  }
  found.ticked = [...devices.values()].some(Boolean);
  return found;
}

/** Returns what was bought before a moment, by the owner of the phone or with it. */
export function ordersOf(/** @type {Story} */ { deeds, about }, /** @type {number} */ at) {
  const all = [...deeds, ...about].filter(({ act }) => act === "ordered");
  return all.filter((order) => BOUGHT.has(order.payment) && order.at < at);
}

/** Whether it shows that somebody still thinks of a cart. */
export function isSignOfLife(/** @type {any} */ { act, lives, payment }) {
  return lives === true || (act === "ordered" && !BOUGHT.has(payment));
}

/** Whether a cart is no more after it. */
export function isEnd(/** @type {any} */ { act, payment }) {
  return act === "emptied" || (act === "ordered" && BOUGHT.has(payment));
}
