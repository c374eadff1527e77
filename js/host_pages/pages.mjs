// Owns what a short link does when it is opened or its button is pressed: which page, and which input the host gets.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { nonceOf, readForm, UNDO_MS, undoNonceOf } from "./form.mjs";
import { Limiter } from "./limiter.mjs";
import { page, redirect } from "./page.mjs";
import { isPerson, networkOf } from "./visitor.mjs";
import { languageFor, wordsOf } from "./wording.mjs";

/** A link's key; phones take the mark that ends a sentence for a part of the link before it. */
const PATH = /^\/([0-9A-Za-z]{7})[.,;:!?)]*(?:\?|$)/;

/**
 * @typedef {import("../host/links.mjs").Link} Link
 * @typedef {import("./page.mjs").Answer} Answer
 * @typedef {{locale?: string, optOuts: {channel: string, at: number}[]}} About
 *
 * @typedef {object} Options
 * @property {import("../host/host.mjs").Host} host
 * @property {{name: string, help_contact?: string}} shop As in the configuration.
 * @property {(link: Link) => string | undefined} cartUrl Where a cart or checkout lies in the store; undefined: it is gone.
 *   The address must log nobody in: whoever holds the text holds the link.
 * @property {() => number} [clock]
 * @property {(request: import("node:http").IncomingMessage) => string | undefined} [addressOf] The visitor's, behind a proxy.
 * @property {Uint8Array} [secret] Signs what takes a press back; by default this process's own, so that nothing can be taken
 *   back after a restart.
 * @property {() => void} [onWork] Something came in: drain. By default the host is drained.
 * @property {(error: Error) => void} [onFault] A page could not be shown; the visitor was told so.
 *
 * @typedef {object} Visit
 * @property {string} key
 * @property {Link} link
 * @property {About} about
 * @property {string} language
 * @property {string} network
 * @property {number} now
 */

/**
 * Returns the handler of `/<key>`; it resolves to false, untouched, for every other path.
 * @param {Options} options
 * @returns {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => Promise<boolean>}
 */
export function createPages(options) {
  const pages = new Pages(options);
  return (request, response) => pages.handle(request, response);
}

class Pages {
  #host;
  #shop;
  #cartUrl;
  #clock;
  #addressOf;
  #secret;
  #onWork;
  #onFault;
  #limiter = new Limiter();

  /** @param {Options} options */
  constructor({
    host,
    shop,
    cartUrl,
    clock = Date.now,
    addressOf = (request) => request.socket.remoteAddress,
    secret = randomBytes(32),
    onWork,
    onFault = () => {},
  }) {
    this.#host = host;
    this.#shop = shop;
    this.#cartUrl = cartUrl;
    this.#clock = clock;
    this.#addressOf = addressOf;
    this.#secret = secret;
    this.#onWork = onWork ?? (() => void host.drain().catch(onFault));
    this.#onFault = onFault;
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async handle(request, response) {
    const key = PATH.exec(request.url ?? "")?.[1];
    if (key === undefined) return false;
    const { status, headers, body } = await this.#answer(key, request);
    response.writeHead(status, headers);
    response.end(request.method === "HEAD" ? undefined : body);
    return true;
  }

  /** @param {string} key @param {import("node:http").IncomingMessage} request @returns {Promise<Answer>} */
  async #answer(key, request) {
    const accepted = request.headers["accept-language"];
    try {
      const now = this.#clock();
      const network = networkOf(this.#addressOf(request));
      const wait = this.#limiter.waitOf(network, now);
      if (wait > 0) {
        const headers = { "Retry-After": String(Math.ceil(wait / 1_000)) };
        return this.#page("too_many", languageFor(undefined, accepted), { status: 429, wayOut: true, headers });
      }
      // The same work whether there is such a link or not: the time it takes tells nothing.
      const link = this.#host.links.find(key, 0);
      const about = this.#host.about(link?.recipient ?? "");
      const language = languageFor(about.locale, accepted);
      if (!link) {
        this.#limiter.count(network, now);
        return this.#page("unknown", language, { status: 404, wayOut: true });
      }
      if (link.expires_at <= now) return this.#page("expired", language, { status: 410, wayOut: true });
      return await this.#visit({ key, link, about, language, network, now }, request);
    } catch (error) {
      this.#onFault(/** @type {Error} */ (error));
      return this.#page("fault", languageFor(undefined, accepted), { status: 500, wayOut: true });
    }
  }

  /** @param {Visit} visit @param {import("node:http").IncomingMessage} request */
  async #visit(visit, request) {
    const leadsAway = visit.link.kind === "cart" || visit.link.kind === "checkout";
    const allowed = leadsAway ? ["GET", "HEAD"] : ["GET", "HEAD", "POST"];
    if (!allowed.includes(request.method ?? "")) {
      return this.#page("stale_form", visit.language, {
        status: 405,
        wayOut: true,
        headers: { Allow: allowed.join(", ") },
      });
    }
    if (leadsAway) return this.#cart(visit, request);
    return request.method === "POST" ? this.#press(visit, await readForm(request)) : this.#show(visit);
  }

  /** @param {Visit} visit @param {import("node:http").IncomingMessage} request */
  #cart({ key, link, language, now }, request) {
    const url = this.#cartUrl(link);
    if (isPerson(request)) {
      this.#tell(link, `link:${link.kind}:${link.decision}`, now, { "link.opened": { decision: link.decision } });
      this.#host.links.use(key, now);
      this.#onWork();
    }
    if (url === undefined) return this.#page("cart_gone", language, { status: 410, wayOut: true });
    return redirect(new URL(url).href);
  }

  /** @param {Visit} visit */
  #show({ key, link, about, language }) {
    const hidden = { nonce: nonceOf(key, link) };
    if (link.kind === "confirm")
      return this.#page(link.used_at === null ? "confirm" : "confirmed_before", language, {
        acts: ["yes", "stop"],
        hidden,
      });
    if (stands(about)) return this.#page("stopped_before", language, {});
    return this.#page("opt_out", language, { acts: ["stop"], hidden });
  }

  /** @param {Visit} visit @param {Awaited<ReturnType<typeof readForm>>} form */
  #press(visit, form) {
    const { key, link, about, language, network, now } = visit;
    const isUndo = form?.act === "start" && form.at !== undefined && link.kind === "opt_out";
    const acts = link.kind === "confirm" ? ["yes", "stop"] : ["stop"];
    const isKnown = form !== undefined && (isUndo || acts.includes(form.act));
    const nonce = isUndo ? undoNonceOf(key, link, this.#secret, form.at ?? 0) : nonceOf(key, link);
    if (!isKnown || !isSame(form.nonce, nonce) || (isUndo && isOver(form, now))) {
      this.#limiter.count(network, now);
      return this.#page("stale_form", language, { status: 400, wayOut: true });
    }
    if (form.act === "stop" && stands(about)) return this.#page("stopped_before", language, {});
    this.#limiter.count(network, now);
    // An undo is dated to the press it takes back: a STOP said since then stands.
    const said = isUndo && form.at !== undefined ? form.at + 1 : now;
    const kind = /** @type {"stop" | "yes" | "start"} */ (form.act);
    this.#tell(link, `link:${kind}:${link.decision}:${said}`, said, { reply: { kind, channel: "sms", by: "link" } });
    this.#host.links.use(key, now);
    this.#onWork();
    if (kind === "yes") return this.#page("confirmed", language, {});
    if (kind === "start") return this.#page("undone", language, {});
    if (link.kind === "confirm") return this.#page("stopped", language, {});
    const hidden = { nonce: undoNonceOf(key, link, this.#secret, now), at: String(now) };
    return this.#page("stopped", language, { acts: ["start"], hidden });
  }

  /**
   * @param {Link} link
   * @param {string} id Nothing of the key is in it: it lies in clear.
   * @param {number} at
   * @param {Record<string, any>} what
   */
  #tell({ kind, shopper, recipient }, id, at, what) {
    const leadsAway = kind === "cart" || kind === "checkout";
    this.#host.append({
      ...(leadsAway && shopper !== null && { shopper }),
      ...(recipient !== null && { recipient }),
      input: { id, occurred_at: at, trust: "signed", what },
    });
  }

  /**
   * @param {string} name
   * @param {string} language
   * @param {{status?: number, acts?: string[], hidden?: Record<string, string>, wayOut?: boolean, headers?: Record<string, string>}} how
   */
  #page(name, language, { status = 200, acts = [], ...how }) {
    const words = wordsOf(language, name, this.#shop);
    const buttons = acts.map((act) => {
      const look = act === "start" || (act === "stop" && acts.length > 1) ? /** @type {const} */ ("other") : undefined;
      return { act, label: words[act === "start" ? "undo" : act], ...(look && { look }) };
    });
    return page({ status, language, words, buttons, ...how });
  }
}

/** @param {About} about */
function stands({ optOuts }) {
  return optOuts.some(({ channel }) => channel === "sms");
}

/** @param {{at?: number}} form @param {number} now */
function isOver({ at = 0 }, now) {
  return now - at > UNDO_MS || at > now;
}

/** @param {string} given @param {string} expected */
function isSame(given, expected) {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
