// Owns Chromium as the shoppers of one store: a profile is one device, with its own cookies and what it complained of.
import { chromium } from "playwright-core";
import { findChrome } from "../../js/tools/toolchain.mjs";
import { followClock } from "./page_clock.mjs";
import { Shopper } from "./shopper.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1280, height: 900 } };
// A machine on which several stores are opened at once is slow, not broken.
const STEP_MS = 60_000;
// By the resolver and not by a route: with a route Chromium caches nothing, and each page takes a second longer.
const ONLY_LOOPBACK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost";

/** The sentence for tests that need Chromium, or false when it is here: `{ skip: noChrome() }`. */
export function noChrome() {
  return findChrome() ? false : "NO CHROME OR CHROMIUM: nothing was bought in a browser (CHROME may name one)";
}

/**
 * Opens Chromium for a store; it closes with it.
 * @param {Awaited<ReturnType<import("./store.mjs").openStore>> | ReturnType<import("./store.mjs").joinStore>} store
 * @param {{ headless?: boolean }} [options]
 */
export async function openBrowser(store, { headless = true } = {}) {
  const args = ["--no-sandbox", ONLY_LOOPBACK];
  const browser = await chromium.launch({ executablePath: findChrome(), headless, args });
  const person = await userAgentOf(browser);
  const ends = [];
  const close = async () => {
    for (const end of ends.splice(0)) end();
    store.beforeClose?.delete(close);
    await browser.close();
  };
  store.beforeClose?.add(close);
  return {
    browser,
    close,
    /**
     * Returns a shopper on a device of their own. Nothing reaches hosts other than loopback: `outside` lists the tries.
     * `device`: "desktop" or "phone"; `zone`: the device's, IANA.
     * @param {{ device?: "desktop" | "phone", locale?: string, zone?: string, javaScript?: boolean,
     *   userAgent?: string }} [options]
     */
    async profile({ device = "desktop", locale = "en-GB", zone = "Europe/Berlin", ...rest } = {}) {
      const { javaScript = true, userAgent = person } = rest;
      const screen = device === "phone" ? PHONE : DESKTOP;
      const settings = {
        ...screen,
        userAgent,
        locale,
        timezoneId: zone,
        javaScriptEnabled: javaScript,
        serviceWorkers: "block",
      };
      const context = await browser.newContext({ ...settings, acceptDownloads: true });
      context.setDefaultTimeout(STEP_MS);
      const outside = [];
      context.on("request", (request) => isOutside(new URL(request.url())) && outside.push(request.url()));
      const clock = await followClock(context, store.clock);
      ends.push(clock.end);
      const page = await context.newPage();
      return new Shopper({ store, context, page, clock, outside, complaints: complaintsOf(context) });
    },
  };
}

/** What Chromium calls itself with a window: who says he is headless is a machine to the store. */
async function userAgentOf(browser) {
  const page = await browser.newPage();
  const userAgent = await page.evaluate(() => navigator.userAgent);
  await page.context().close();
  return userAgent.replace("HeadlessChrome", "Chrome");
}

/** What went wrong in a context's pages: errors of scripts, and files or answers that failed. */
function complaintsOf(context) {
  const complaints = [];
  context.on("weberror", (error) => complaints.push(`script: ${error.error().message}`));
  context.on("console", (message) => {
    // What did not load is told below, and in `outside`; a refused order is no complaint.
    const isLoading = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isLoading) complaints.push(`console: ${message.text()}`);
  });
  context.on("response", (response) => {
    const request = response.request();
    const isFile = request.method() === "GET" && request.resourceType() !== "document";
    if (response.status() >= (isFile ? 400 : 500)) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return complaints;
}

function isOutside(url) {
  return ["http:", "https:"].includes(url.protocol) && !["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
}
