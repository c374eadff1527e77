// Owns what the tests of the pages share: a store on a file whose texts have links, its pages over HTTP, taps on them.
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine } from "../../js/abi.mjs";
import { createHost } from "../../js/host/host.mjs";
import { createPages } from "../../js/host_pages/pages.mjs";
import { demoConfiguration } from "../../js/replay/configuration.mjs";

export const MINUTE = 60_000;
/** A Tuesday, 10:00 in Munich. */
const START = Date.parse("2026-11-24T09:00:00Z");
export const SHOP = "https://shop.example";

/** What a phone's browser sends when a link is tapped. */
export const TAP = {
  "Sec-Fetch-Mode": "navigate",
  "Sec-Fetch-Dest": "document",
  "Sec-Fetch-User": "?1",
  "User-Agent":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1",
};

/**
 * Opens a store whose pages are answered over HTTP; all of it ends with the test.
 * @param {import("node:test").TestContext} test
 */
export async function openStore(test) {
  const folder = mkdtempSync(join(tmpdir(), "cartsignal-pages-"));
  const time = { now: START };
  const configuration = demoConfiguration();
  configuration.holdout_percent = 0;
  const host = createHost({
    path: join(folder, "shop.db"),
    engine: new Engine(),
    configuration,
    keys: { recipients: Buffer.alloc(32, 1), store: Buffer.alloc(32, 2) },
    provider: { name: "log", settings: {} },
    publicOrigin: "https://shop.example",
    clock: () => time.now,
  });
  /** @type {Error[]} */
  const faults = [];
  const pages = createPages({
    host,
    shop: configuration.shop,
    cartUrl: ({ cart }) => (cart === null ? undefined : `${SHOP}/cart?restore=${cart}`),
    clock: () => time.now,
    addressOf: ({ headers }) => String(headers["x-test-address"] ?? "192.0.2.1"),
    onWork: () => {},
    onFault: (error) => faults.push(error),
  });
  const server = http.createServer(async (request, response) => {
    if (!(await pages(request, response))) response.writeHead(404).end("not a short link");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const url = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
  test.after(async () => {
    server.close();
    server.closeAllConnections();
    await host.close();
    rmSync(folder, { recursive: true });
    if (faults.length > 0) throw faults[0];
  });
  return { host, time, url, ask: asker(url), ...shoppersOf(host, time) };
}

/** @param {import("../../js/host/host.mjs").Host} host @param {{now: number}} time */
function shoppersOf(host, time) {
  let people = 0;
  /**
   * Lets somebody leave a cart and get a text; returns the key of its link of a kind, and who it was.
   * @param {"cart" | "checkout" | "opt_out" | "confirm"} kind A question leads to `confirm`, a reminder to all others.
   * @param {string} [locale]
   */
  async function texted(kind, locale = "de-DE") {
    people += 1;
    const shopper = `s${people}`;
    const known = { first_name: "Anna", locale, country: "DE", browser_zone: "Europe/Berlin" };
    const who = host.contact({ text: `0171 39200${String(people).padStart(2, "0")}`, ...known });
    if ("refused" in who) throw new Error(who.refused);
    const { recipient } = who;
    const say = (/** @type {string} */ id, /** @type {any} */ what, more = {}) =>
      host.append({ ...more, input: { id: `${shopper}:${id}`, occurred_at: time.now, trust: "server", what } });
    if (kind !== "confirm") say("yes", { reply: { kind: "yes", channel: "sms", by: "link" } }, { recipient });
    say("contact", { "contact.provided": { recipient } }, { shopper, contact: known });
    say(
      "tick",
      { "consent.granted": { purpose: "cart", channel: "sms", evidence: `e${people}` } },
      { shopper, recipient },
    );
    const lines = [{ product: "tea", quantity: 2, unit_price_minor: 1_950 }];
    say(
      "cart",
      { "cart.updated": { cart: `cart-${people}`, version: 1, change: "added", currency: "EUR", lines } },
      { shopper },
    );
    say("checkout", { "checkout.started": { cart: `cart-${people}` } }, { shopper });
    const text = await nextText(recipient);
    const keys = text
      .split("https://s.kaffee.de/")
      .slice(1)
      .map((rest) => rest.slice(0, 7));
    const wanted = kind === "cart" ? ["cart", "checkout"] : [kind];
    const key = keys.find((each) => wanted.includes(host.links.find(each, time.now)?.kind ?? ""));
    if (key === undefined) throw new Error(`the text has no link of the kind ${kind}`);
    return { key, recipient, shopper };
  }

  /** Lets time pass until somebody gets a text. @param {string} recipient */
  async function nextText(recipient) {
    for (let turns = 0; turns < 50; turns += 1) {
      await host.drain();
      const sent = host
        .recent(1_000)
        .find(({ decision, act }) => act === "send" && host.why(decision)?.recipient === recipient);
      if (sent) return String(host.why(sent.decision)?.text);
      time.now = Math.max(time.now, Math.min(host.nextAt(), time.now + 60 * MINUTE));
    }
    throw new Error("nobody was texted");
  }

  return { texted };
}

/** @param {string} url */
function asker(url) {
  /**
   * @param {string} path
   * @param {{method?: string, headers?: Record<string, string>, form?: Record<string, string>}} [how]
   * @returns {Promise<{status: number, headers: http.IncomingHttpHeaders, text: string}>}
   */
  return (path, { method = "GET", headers = {}, form } = {}) =>
    new Promise((resolve, reject) => {
      const body = form ? new URLSearchParams(form).toString() : "";
      const type = form ? { "Content-Type": "application/x-www-form-urlencoded" } : {};
      const all = { ...type, ...headers };
      const request = http.request(
        url + path,
        { method: form ? "POST" : method, headers: all, agent: false },
        (response) => {
          /** @type {Buffer[]} */
          const chunks = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("end", () =>
            resolve({
              status: Number(response.statusCode),
              headers: response.headers,
              text: Buffer.concat(chunks).toString("utf8"),
            }),
          );
        },
      );
      request.on("error", reject);
      request.end(body);
    });
}

/**
 * Returns the hidden fields of a page's form, as a browser sends them.
 * @param {string} text
 */
export function fieldsOf(text) {
  return Object.fromEntries(
    [...text.matchAll(/<input type="hidden" name="(\w+)" value="(\w+)"/g)].map(([, name, value]) => [name, value]),
  );
}
