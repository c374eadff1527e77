// Owns what the tests of the fake provider share: one that listens, a raw client, npm `twilio` on loopback, a host.
import { createServer, request } from "node:http";
import twilio from "twilio";
import { createFakeProvider } from "../../js/fake_provider/index.mjs";

export const NOON = Date.UTC(2026, 10, 21, 12);
export const PHONE = "+15122345678";
export const STORE = "+18885550100";

/**
 * Starts a provider on virtual time; it ends with the test.
 * @param {import("node:test").TestContext} test
 */
export async function start(test, options = {}) {
  const time = { now: NOON };
  const provider = createFakeProvider({ clock: () => time.now, ...options });
  await provider.listen();
  test.after(() => provider.close());
  return { provider, time };
}

/** npm's client, its requests turned to this machine. */
export function twilioClient({ url, accountSid, authToken }) {
  class Loopback extends twilio.RequestClient {
    request(options) {
      return super.request({ ...options, uri: options.uri.replace(/^https:\/\/\w+\.twilio\.com/, url) });
    }
  }
  return twilio(accountSid, authToken, { httpClient: new Loopback() });
}

/** Posts a text without any client in between; resolves to the answer, or to how the connection broke. */
export function post(provider, form = {}) {
  const body = new URLSearchParams({ To: PHONE, From: STORE, Body: "Hello", ...form }).toString();
  const path = `/2010-04-01/Accounts/${provider.accountSid}/Messages.json`;
  return raw(provider, { method: "POST", path, body });
}

/** Sends a request as it is; `aborted` ends it from this side. */
export function raw(provider, { method = "GET", path, body = "", headers = {}, signal }) {
  const login = Buffer.from(`${provider.accountSid}:${provider.authToken}`).toString("base64");
  const all = { Authorization: `Basic ${login}`, "Content-Type": "application/x-www-form-urlencoded", ...headers };
  return new Promise((resolve) => {
    const asked = request(provider.url + path, { method, headers: all, agent: false, signal }, (answer) => {
      const pieces = [];
      const settle = (error) => {
        const text = Buffer.concat(pieces).toString("utf8");
        resolve({ status: answer.statusCode, headers: answer.headers, text, error });
      };
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("end", () => settle(undefined));
      answer.on("error", ({ code }) => settle(code));
    });
    asked.on("error", ({ code }) => resolve({ error: code }));
    asked.end(body);
  });
}

/** Resolves with the next event of a kind. */
export function next(provider, kind) {
  return new Promise((resolve) => {
    const off = provider.on((event) => {
      if (event.kind !== kind) return;
      off();
      resolve(event);
    });
  });
}

/**
 * A host that takes hooks: keeps them, and answers what `answers` says, else 204.
 * @param {import("node:test").TestContext} test
 * @param {((hook: object, nth: number) => { status: number, type?: string, body?: string } | undefined)} [answers]
 */
export async function startHost(test, answers = () => undefined) {
  const hooks = [];
  const server = createServer(async (asked, answer) => {
    let text = "";
    for await (const piece of asked) text += piece;
    const hook = { path: asked.url, headers: asked.headers, params: Object.fromEntries(new URLSearchParams(text)) };
    hooks.push(hook);
    const { status = 204, type = "text/plain", body = "" } = answers(hook, hooks.length) ?? {};
    answer.writeHead(status, { "Content-Type": type });
    answer.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, hooks };
}
