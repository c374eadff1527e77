// Owns the proof of the page: what a phone shows, in Chromium, whatever is in the texts, and who may ask the server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { findChrome } from "../../js/tools/toolchain.mjs";
import { PHONE, post, raw, start, startHost, STORE } from "./fake_provider_setup.mjs";

const chrome = findChrome();
const skip = chrome ? false : "NO CHROME OR CHROMIUM: the fake phone's page was not seen (CHROME may name one)";
const HOSTILE = `<script>document.title="stolen"</script><img src=x onerror="document.title='stolen'"> </p>&amp; \u202e`;

test("the page shows texts, states, why and replies, and markup as text", { skip }, async (t) => {
  const host = await startHost(t, () => ({ status: 200 }));
  const explain = async ({ body }) => ({
    why: `Her cart was left <b>here</b>, ${body.length} letters`,
    clauses: [{ rule: "Quiet hours", holds: true, saw: "12:00", allows: "9 to 20" }],
    journey: "Abandoned cart",
  });
  const { provider } = await start(t, { smsUrl: `${host.url}/sms`, zone: "Europe/Berlin", explain });
  const { page, outside, complaints } = await open(t, provider.url);
  await page.getByRole("heading", { name: "No texts yet" }).waitFor();

  await post(provider, { Body: HOSTILE });
  await post(provider, { To: "+4915112345678", From: "Nordlicht", Body: "Ihr Warenkorb: https://shop.example/c/1." });
  await provider.flush();
  await page.getByRole("link", { name: /\+1 512 234 5678/ }).click();
  await page.getByRole("heading", { name: "+1 512 234 5678" }).waitFor();
  assert.equal(await page.locator(".bubble").innerText(), HOSTILE);
  assert.equal(await page.locator(".bubble *").count(), 0);
  assert.match(await page.locator(".fate").innerText(), /13:00.*2 parts.*\$0\.0166.*Delivered/s);
  assert.match(await page.locator(".why summary").innerText(), /Why: Her cart was left <b>here<\/b>/);
  await page.locator(".why summary").click();
  await page.getByText("saw 12:00 · allows 9 to 20").waitFor();

  await page.getByRole("button", { name: "STOP" }).click();
  await page.getByText("Sent, and the store took it.").waitFor();
  assert.deepEqual([host.hooks[0].params.Body, host.hooks[0].params.To], ["STOP", STORE]);
  await page.getByLabel("Reply to +1 888 555 0100").fill("thank you");
  await page.keyboard.press("Enter");
  await page.locator(".is-mine .bubble", { hasText: "thank you" }).waitFor();
  assert.equal(await page.locator(".why").getAttribute("open"), "", "what was opened stays open");

  await page.getByRole("link", { name: /\+49 151 1234 5678.*1 unread/s }).click();
  const link = page.locator(".bubble a");
  assert.equal(await link.getAttribute("href"), "https://shop.example/c/1");
  await page.getByText("A phone cannot reply to it").waitFor();
  await page.getByLabel("Search numbers and texts").fill("warenkorb");
  await page.getByText("1 found").waitFor();
  assert.equal(await page.locator(".phone").count(), 1);

  await page.setViewportSize({ width: 375, height: 740 });
  await page.getByRole("link", { name: "Phones" }).click();
  await page.locator(".phone").first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.className), "phone");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
  assert.match(await page.title(), /Fake phone/);
  assert.deepEqual(outside, []);
  assert.deepEqual(complaints, []);
});

test("all of the page can be worked by keyboard", { skip }, async (t) => {
  const host = await startHost(t);
  const { provider } = await start(t, { smsUrl: host.url });
  await post(provider);
  const { page } = await open(t, provider.url);
  await page.locator(".phone").waitFor();
  const seen = [];
  for (let count = 0; count < 12 && seen.at(-1) !== "reply"; count += 1) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => document.activeElement.id || document.activeElement.className);
    seen.push(name || (await page.evaluate(() => document.activeElement.textContent)));
    if (name !== "phone") continue;
    await page.keyboard.press("Enter");
    await page.locator(".bubble").waitFor();
  }
  assert.equal(seen[0], "skip");
  assert.deepEqual(seen.slice(-6, -1), ["Write from another phone", "bubbles", "YES", "STOP", "HELP"]);
});

test("the page is answered to its own origin on its own host only, under a policy that allows nothing else", async (t) => {
  const { provider } = await start(t);
  await post(provider);
  const shown = await raw(provider, { path: "/phone" });
  assert.match(shown.headers["content-security-policy"], /default-src 'none'.*frame-ancestors 'none'/);
  assert.ok(!/https?:\/\//.test(shown.text.replaceAll("http://www.w3.org/2000/svg", "")));
  const list = (headers) => raw(provider, { method: "POST", path: "/phone/list", body: "{}", headers });
  const json = { "Content-Type": "application/json" };
  assert.equal((await list(json)).status, 200);
  assert.equal((await list({})).status, 400);
  assert.equal((await list({ ...json, Origin: "http://evil.example" })).status, 403);
  assert.equal((await list({ ...json, Origin: provider.url, "Sec-Fetch-Site": "cross-site" })).status, 403);
  assert.equal((await list({ ...json, Host: "rebound.example" })).status, 403);
  for (const body of ["null", "[", '{"query":{"a":1},"only":[]}', '"x"'])
    assert.ok((await raw(provider, { method: "POST", path: "/phone/list", body, headers: json })).status < 500, body);
  for (const path of ["/phone/open", "/phone/read", "/phone/write", "/phone/../../package.json", "/phone/constructor"])
    assert.ok((await raw(provider, { method: "POST", path, body: "{}", headers: json })).status < 500, path);
  assert.equal((await raw(provider, { path: "/phone/../index.mjs" })).status, 404);
  assert.equal(provider.sentTo(PHONE).length, 1);
});

async function open(t, url) {
  const browser = await chromium.launch({ executablePath: chrome, args: ["--no-sandbox"] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const outside = [];
  const complaints = [];
  page.on("request", (request) => !request.url().startsWith(url) && outside.push(request.url()));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${url}/phone`);
  return { page, outside, complaints };
}
