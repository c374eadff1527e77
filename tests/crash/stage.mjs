// Owns the stage of the host's tests: a host on a file, a fake provider and HTTP between them, in one process and virtual time.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine } from "../../js/abi.mjs";
import { createFakeProvider } from "../../js/fake_provider/index.mjs";
import { createHost } from "../../js/host/host.mjs";
import { Store } from "../../js/host/store.mjs";
import { account, configuration, keys, ORIGIN, phone, START, twilio, visit } from "./shop.mjs";

/** One core for all tests of a file: a host keeps nothing in it but its program. */
const engine = new Engine();

/** Rounds after which it is clear that a story never comes to rest. */
const RESTLESS = 5_000;

/**
 * Sets a stage that is cleared when the test ends.
 * @param {import("node:test").TestContext} test
 * @param {{provider?: object, host?: object}} [wishes] Options beyond the usual ones.
 */
export async function stage(test, wishes = {}) {
  const folder = mkdtempSync(join(tmpdir(), "cartsignal-host-"));
  const path = join(folder, "shop.db");
  const clock = { now: START };
  const server = http.createServer(async (request, response) => {
    if (!(await host.handler(request, response))) response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const address = `http://127.0.0.1:${port}`;
  const provider = createFakeProvider({
    ...account,
    clock: () => clock.now,
    callbackBase: address,
    smsUrl: `${ORIGIN}/hooks/twilio/inbound`,
    ...wishes.provider,
  });
  const base = await provider.listen(0);
  const options = {
    path,
    engine,
    keys,
    provider: twilio(base),
    publicOrigin: ORIGIN,
    clock: () => clock.now,
    ...wishes.host,
  };
  const host = createHost({ configuration: configuration(), ...options });
  test.after(async () => {
    await host.close();
    await provider.close();
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    host,
    provider,
    clock,
    address,
    options,
    path,
    /** Lets a person come by, leave a cart and allow texts; returns the recipient's key. @param {number} n */
    visit(n, more = {}) {
      const typed = { text: phone(n), country: "GB", locale: "en-GB", first_name: "Ada", ...more };
      const { recipient } = /** @type {{recipient: string}} */ (host.contact(typed));
      for (const arrival of visit(n, recipient, clock.now)) host.append(arrival);
      return recipient;
    },
    /** Lets time pass. @param {number} ms */
    async pass(ms) {
      const until = clock.now + ms;
      for (let round = 0; round < RESTLESS; round += 1) {
        await host.drain();
        if ((await provider.tick()) > 0) continue;
        const next = Math.min(host.nextAt(), provider.nextAt() ?? Number.POSITIVE_INFINITY);
        if (next > until) {
          clock.now = until;
          return;
        }
        clock.now = Math.max(clock.now, next);
      }
      throw new Error("the story does not come to rest");
    },
    /** Returns the texts the provider made. */
    texts: () => provider.messages.filter((/** @type {any} */ message) => message.direction === "outbound-api"),
    /** Returns what the database has, for looking on. @param {string} sql @param {...any} values */
    rows(sql, ...values) {
      const store = new Store(path, "shop");
      const rows = store.all(sql, ...values);
      store.close();
      return rows;
    },
  };
}
