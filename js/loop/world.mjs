// Owns the parts of the loop and how they reach each other: a host on a database of its own, the server of its hooks and
// pages, and a provider that is fake, all on loopback.
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFakeProvider } from "../fake_provider/index.mjs";
import { createHost } from "../host/host.mjs";
import { createPages } from "../host_pages/pages.mjs";
import { readDramaNumber } from "../simulator/numbers.mjs";
import { Random } from "../simulator/random.mjs";

/** Where the provider is told that the host is; the fake one delivers to loopback whatever the name. */
const PUBLIC_ORIGIN = "https://hooks.shop.example";

const ACCOUNT = { accountSid: `AC${"0".repeat(32)}`, authToken: "a-token-of-the-demo" };

/**
 * @typedef {Awaited<ReturnType<typeof openWorld>>} World
 *
 * @typedef {object} Wishes
 * @property {any} engine
 * @property {any} configuration
 * @property {import("./clock.mjs").LoopClock} clock
 * @property {number} seed
 * @property {string} zone The store's.
 * @property {number[]} [ports] Of the fake provider and its page: the first that is free; 0 is any.
 * @property {(host: import("../host/host.mjs").Host, sid: string) => object | undefined} [explain] For the page.
 * @property {(message: any, nth: number) => any} [faults] Of the provider, as it takes them.
 * @property {(message: any, nth: number) => any} [receipts]
 */

/**
 * Opens all of it; `close` ends it and leaves nothing behind.
 * @param {Wishes} wishes
 */
export async function openWorld({ engine, configuration, clock, seed, zone, ports = [0], explain, faults, receipts }) {
  const folder = ownFolder();
  const forget = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", forget);
  const server = http.createServer((request, response) => void serve(request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${port}`;
  const provider = createFakeProvider({
    ...ACCOUNT,
    clock: clock.now,
    zone,
    callbackBase: origin,
    smsUrl: `${PUBLIC_ORIGIN}/hooks/twilio/inbound`,
    senders: sendersOf(configuration),
    linkBase: { from: configuration.shop.link_origin, to: origin },
    explain: async (/** @type {any} */ { sid }) => host && explain?.(host, sid),
    faults,
    receipts,
  });
  /** @type {import("../host/host.mjs").Host | undefined} */
  let host;
  const close = async () => {
    await provider.close();
    server.close();
    server.closeAllConnections();
    await host?.close();
    forget();
    process.off("exit", forget);
  };
  try {
    const base = await listen(provider, ports);
    // Chance is the seed's, so that a day can be played again; a store's own is `crypto.randomBytes`.
    const chance = new Random(seed, "secrets of the loop");
    const random = (/** @type {number} */ length) => Uint8Array.from({ length }, () => chance.bits() >>> 24);
    host = createHost({
      path: join(folder, "shop.db"),
      engine: readingDrama(engine),
      configuration,
      keys: { recipients: random(32), store: random(32) },
      provider: { name: "twilio", settings: { account_sid: ACCOUNT.accountSid, auth_token: ACCOUNT.authToken, base } },
      publicOrigin: PUBLIC_ORIGIN,
      clock: clock.now,
      random,
    });
  } catch (error) {
    await close();
    throw error;
  }
  /** @type {Error[]} */
  const faultsOfPages = [];
  const pages = createPages({
    host,
    shop: configuration.shop,
    cartUrl: ({ cart }) => (cart === null ? undefined : `${origin}/cart/${encodeURIComponent(cart)}`),
    clock: clock.now,
    onWork: () => {},
    onFault: (error) => faultsOfPages.push(error),
  });

  /** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
  async function serve(request, response) {
    try {
      if ((await host?.handler(request, response)) || (await pages(request, response))) return;
      const isCart = request.url?.startsWith("/cart/");
      response.writeHead(isCart ? 200 : 404, { "Content-Type": "text/plain" });
      response.end(isCart ? "Here the store would bring the cart back. The demo has none.\n" : undefined);
    } catch {
      response.destroy();
    }
  }

  // `origin` is where hooks and short links are answered.
  return { engine, host, provider, clock, configuration, seed, origin, faultsOfPages, close };
}

/**
 * Returns a folder for the database. In memory where the system has such a place: every commit is written through, which
 * takes a disk most of the day, and nobody needs this database after a power cut.
 */
function ownFolder() {
  for (const place of ["/dev/shm", tmpdir()]) {
    try {
      return mkdtempSync(join(place, `cartsignal-loop-${process.pid}-`));
    } catch {
      // Not there, or not for everybody.
    }
  }
  throw new Error(`no folder for a database can be made in ${tmpdir()}`);
}

/** @param {any} provider @param {number[]} ports */
async function listen(provider, [port, ...others]) {
  try {
    return await provider.listen(port);
  } catch (error) {
    if (others.length === 0) throw error;
    return listen(provider, others);
  }
}

/**
 * Returns the account's senders: those of the markets, and the numbers that take STOP for them.
 * @param {any} configuration
 */
function sendersOf(configuration) {
  const senders = Object.values(configuration.markets).map(({ sender }) => sender);
  const names = senders.flatMap(({ id, stop_number: stop }) => (stop ? [id, stop] : [id]));
  return [...new Set(names)].map((from) => ({ from }));
}

/**
 * Returns an engine that takes numbers of drama ranges for those of phones; it is the given one otherwise.
 * @param {any} engine
 */
function readingDrama(engine) {
  const read = engine.parsePhone.bind(engine);
  engine.parsePhone = (/** @type {string} */ text, /** @type {string | undefined} */ country) => {
    const said = readDramaNumber(text, country) ?? read(text, country);
    // Real shoppers are scattered; drama's ranges are a block or two, which would look like numbers bought in a row.
    return said.phone ? { phone: { ...said.phone, block: said.phone.e164.slice(1) } } : said;
  };
  return engine;
}
