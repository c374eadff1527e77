// Owns how a module of the package runs in Chrome: serves it from this machine, opens a page in it, takes the page's word.
import { createReadStream, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";
import { findChrome, root } from "../tools/toolchain.mjs";

const TYPES = { ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm" };
const SERVED = /^\/(?:js|tests\/replay|dist\/pkg\/web)\/[\w./-]+$/;
const FLAGS = [
  ...["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/**
 * Opens `module`, a path from the root, in a page and returns what its `globalThis.runInPage()` answers.
 * @param {string} module
 * @param {{json?: object, file?: string}} given What the page gets at `/given`: an object, or a file as it is.
 */
export async function inChrome(module, given) {
  const executablePath = findChrome();
  if (!executablePath) throw new Error("there is no Chrome or Chromium: install one, or name it in CHROME");
  const server = createServer((request, response) => serve(request.url, response, module, given));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const browser = await chromium.launch({ executablePath, args: FLAGS, headless: true });
  try {
    const page = await browser.newPage();
    const broken = new Promise((_, reject) => page.on("pageerror", reject));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const done = page.waitForFunction(() => globalThis.runInPage !== undefined);
    await Promise.race([done, broken]);
    return await Promise.race([page.evaluate(() => globalThis.runInPage()), broken]);
  } finally {
    await browser.close();
    server.close();
  }
}

function serve(url, response, module, given) {
  const path = normalize(url);
  const answer = (type, body) => response.writeHead(200, { "content-type": type }).end(body);
  if (path === "/") return answer("text/html", `<!doctype html><script type="module" src="/${module}"></script>`);
  if (path === "/given" && given.file) return createReadStream(given.file).pipe(response);
  if (path === "/given") return answer("application/json", JSON.stringify(given.json));
  if (!SERVED.test(path)) return response.writeHead(404).end();
  try {
    return answer(TYPES[extname(path)] ?? "text/plain", readFileSync(join(root, path)));
  } catch {
    return response.writeHead(404).end();
  }
}
