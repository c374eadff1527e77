// Owns the runner in Chrome: serves the package from this machine, opens a page in it, takes the page's word.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";
import { findChrome, root } from "../tools/toolchain.mjs";
import { readLibrary } from "./library.mjs";

const TYPES = { ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm" };
const PAGE = '<!doctype html><title>vectors</title><script type="module" src="/js/conformance/page.mjs"></script>';
const SERVED = /^\/(?:js\/(?:conformance|load)|dist\/pkg\/web)\/[\w./-]+$/;
const FLAGS = [
  ...["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

const { vectors, failures, sha256 } = await inChrome(readLibrary(process.argv[2]));
failures.forEach((failure) => console.log(failure));
console.log(`${vectors} vectors, sha256 ${sha256}`);
process.exit(failures.length > 0 ? 1 : 0);

async function inChrome(library) {
  const executablePath = findChrome();
  if (!executablePath) throw new Error("there is no Chrome or Chromium: install one, or name it in CHROME");
  const server = createServer((request, response) => serve(request.url, response, library));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const browser = await chromium.launch({ executablePath, args: FLAGS, headless: true });
  try {
    const page = await browser.newPage();
    const broken = new Promise((_, reject) => page.on("pageerror", reject));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const done = page.waitForFunction(() => globalThis.runVectors !== undefined);
    await Promise.race([done, broken]);
    return await Promise.race([page.evaluate(() => globalThis.runVectors()), broken]);
  } finally {
    await browser.close();
    server.close();
  }
}

function serve(url, response, library) {
  const path = normalize(url);
  const answer = (type, body) => response.writeHead(200, { "content-type": type }).end(body);
  if (path === "/") return answer("text/html", PAGE);
  if (path === "/library.json") return answer("application/json", JSON.stringify(library));
  if (!SERVED.test(path)) return response.writeHead(404).end();
  try {
    return answer(TYPES[extname(path)] ?? "text/plain", readFileSync(join(root, path)));
  } catch {
    return response.writeHead(404).end();
  }
}
