// Owns the proof of the first five minutes: from activation to a test cart on a fresh shop, by hand and by keyboard.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { noChrome, openBrowser } from "../store/browser.mjs";
import { SERVICES } from "../store/plugin_php.mjs";
import { LINK_ORIGIN, openProvider } from "../store/provider.mjs";
import { ANYBODY, Shopper } from "../store/shopper.mjs";
import { openStore } from "../store/store.mjs";
import { Walk, logIn } from "./five_minutes/walk.mjs";
import { after, before, test } from "./with_woocommerce.mjs";

const FIVE_MINUTES = 300_000;
/** What a person may be asked to do on the way, in clicks and fields. */
const MOST_HANDS = 45;
const PHONE = "+491713920002";
const EVERY = Boolean(process.env.CARTSIGNAL_EVERY || process.env.CARTSIGNAL_SHOTS);
const skip = noChrome();

let store;
let provider;
let browser;
let owner;
before(async () => {
  if (skip) return;
  // A Tuesday morning: the shop's customers may be texted.
  store = await openStore({ clock: "2026-11-24T09:00Z" });
  provider = await openProvider(store);
  // What this machine can't have: a public https address, and the real provider behind its own address.
  writeFileSync(join(store.site, "wp-content", "mu-plugins", "provider.php"), throughFake(provider.url));
  await store.call(
    `${SERVICES} deactivate_plugins('cartsignal/cartsignal.php'); delete_option('cartsignal');
     update_option('show_avatars', '0'); // WordPress's own would be asked for elsewhere
     $services->settings()->change(['shop' => ['link_origin' => $args[0]]]);`,
    [LINK_ORIGIN],
  );
  browser = await openBrowser(store);
  owner = await browser.profile();
  await logIn(owner, store.admin);
});
after(() => store?.close());

test(
  "an owner is live in five minutes: a text to his own phone seen both ways, a test cart with its due time",
  { skip },
  async (t) => {
    const walk = new Walk(owner, { narrow: EVERY });
    const { page } = walk;
    const next = async () => walk.click(walk.button(/^(Done, next step|Finish)$/));
    // Not what is said aloud beside it.
    const shown = (text) => page.locator("#cartsignal-console").getByText(text);
    const heading = (name) => page.getByRole("heading", { level: 3, name }).waitFor();

    await owner.open("/wp-admin/plugins.php");
    walk.lap("(the list of plugins)");
    await walk.click(page.locator('[data-slug="cartsignal"] .activate a, #activate-cartsignal').first());
    await page.waitForURL(/page=cartsignal/);
    await heading("Watch mode");
    assert.match(page.url(), /#\/setup$/, "activation leads to the set-up");
    await shown("Everything is decided and listed").waitFor();
    await walk.look("watch");
    await next();
    walk.lap("0:00 watch mode");

    await heading("Your countries");
    await walk.look("countries");
    await walk.click(walk.button("Enter the sender: Germany"));
    await walk.fill(page.getByLabel("Sender", { exact: true }), "Kaffeehaus");
    if (EVERY) await walk.look("sender");
    await walk.click(walk.button("Save the sender"));
    await shown("Kaffeehaus · ").waitFor();
    await next();
    walk.lap("0:30 countries");

    await heading("Who carries the texts");
    await walk.fill(page.getByLabel("Account SID", { exact: true }), provider.accountSid);
    await walk.fill(page.getByLabel("Auth token", { exact: true }), "f".repeat(32));
    await walk.click(walk.button("Check and save"));
    await shown("The provider refuses this account").first().waitFor();
    if (EVERY) await walk.look("provider-refused");
    await walk.fill(page.getByLabel("Auth token", { exact: true }), provider.authToken);
    await walk.click(walk.button("Check and save"));
    await shown("Balance: ").waitFor();
    await shown("Sender for Germany: Kaffeehaus").waitFor();
    await walk.look("provider");
    await next();
    walk.lap("1:00 provider");

    await heading("A test text to your phone");
    if (EVERY) await walk.look("test-text-empty");
    await walk.fill(page.getByLabel("Your mobile number"), "0171 3920002");
    await walk.click(walk.button("Send the test text"));
    await page.locator(".is-true", { hasText: "The provider took it" }).waitFor();
    await usePhone();
    await shown("Both ways work.").waitFor();
    await walk.look("test-text");
    await next();
    walk.lap("1:45 test text");

    await heading("What customers see");
    await shown("Keine SMS mehr").first().waitFor();
    await walk.look("preview");
    await next();
    walk.lap("2:45 preview");

    await heading("Budget, discount, holdout");
    await walk.fill(page.getByLabel("Budget a month, EUR"), "fifty");
    await walk.click(walk.button("Save"));
    await shown("Enter an amount such as 12.50").waitFor();
    if (EVERY) await walk.look("money-refused");
    await walk.fill(page.getByLabel("Budget a month, EUR"), "40");
    await walk.click(walk.button("Save"));
    await page.getByRole("status").getByText("Saved.").waitFor();
    await walk.look("money");
    await next();
    walk.lap("3:30 budget");

    await heading("Opt-outs you already have");
    await walk.click(walk.button("I have none"));
    await shown("Noted: your opt-outs are here").waitFor();
    await walk.look("opt-outs");
    await next();
    walk.lap("4:00 opt-outs");

    await heading("Watch, or go live");
    await walk.click(walk.button("Go live…: Germany"));
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    await walk.look("go-live");
    await walk.click(dialog.getByRole("button", { name: /^Go live/ }));
    await shown("Sending to Germany").waitFor();
    if (EVERY) await walk.look("live");
    await next();
    walk.lap("4:30 go live");

    await heading("Place a test cart");
    const [tab] = await Promise.all([owner.context.waitForEvent("page"), walk.click(walk.button(/Place a test cart/))]);
    await tab.waitForURL(/\/shop\//);
    await shopIn(tab);
    await tab.close();
    await shown("A number was typed beside a ticked box").waitFor();
    await page.locator(".cartsignal-told", { hasText: /its text is due then|The text is due/ }).waitFor();
    await walk.look("test-cart");
    await next();
    await page.waitForURL(/#\/activity/);
    walk.lap("5:00 test cart");

    for (const { name, ms } of walk.steps) t.diagnostic(`${(ms / 1_000).toFixed(1).padStart(6)} s  ${name}`);
    t.diagnostic(`${(walk.ms / 1_000).toFixed(1).padStart(6)} s, ${walk.hands} clicks and fields`);
    assert.ok(walk.ms < FIVE_MINUTES, `${walk.ms} ms of the machine's time`);
    assert.ok(walk.hands <= MOST_HANDS, `${walk.hands} clicks and fields`);
    assert.deepEqual(owner.complaints, []);
    assert.deepEqual(owner.outside, []);
  },
);

test("the test cart counts in no number, and its shopper is nobody's", { skip }, async () => {
  const shoppers = await store.sql("SELECT shopper FROM wp_cartsignal_shoppers WHERE state IS NOT NULL");
  assert.equal(shoppers.length, 1);
  assert.match(shoppers[0].shopper, /^t[0-9a-f]{48}$/);
  assert.deepEqual(await store.sql("SELECT * FROM wp_cartsignal_facts"), []);
  const meta = "SELECT meta_key FROM wp_usermeta WHERE meta_key LIKE '%cartsignal%'";
  assert.deepEqual(await store.sql(meta), [], "nothing of it at the manager's own account");
});

test("the link of a test cart is good once, and for nobody else", { skip }, async () => {
  const begin = `${SERVICES} return (new Cartsignal\\Trial\\TestCart($services))->begin();`;
  const url = await store.call(begin, [], { admin: true });
  const trial = () => store.sql("SELECT value FROM wp_cartsignal_settings WHERE name = 'trial_cart'");
  const opened = async () => JSON.parse((await trial())[0].value).opened_at !== undefined;
  await fetch(url, { redirect: "manual" });
  assert.equal(await opened(), false, "a stranger's visit");
  const stranger = await browser.profile();
  await stranger.logIn();
  await stranger.open(url);
  assert.equal(await opened(), false, "a customer's visit");
  await owner.open(url);
  assert.equal(await opened(), true);
  const [{ value }] = await trial();
  await owner.open(url);
  assert.deepEqual(await trial(), [{ value }], "a second time is an ordinary visit");
});

test("the set-up can be walked by keyboard alone", { skip }, async () => {
  const walk = new Walk(owner, { narrow: false });
  const { page } = walk;
  await owner.open("/wp-admin/admin.php?page=cartsignal#/setup/watch");
  await page.reload();
  const steps = ["Watch mode", "Your countries", "Who carries the texts", "A test text to your phone"];
  for (const [place, name] of [...steps, "What customers see"].entries()) {
    await page.getByRole("heading", { level: 3, name }).waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".cartsignal-loading").length === 0);
    if (place > 0) {
      const head = await page.evaluate(() => document.activeElement?.textContent);
      assert.equal(head, name, "the focus is at the head of the next step");
    }
    await walk.tabTo(/^(Done, next step|Skip for now)$/);
    await page.keyboard.press("Enter");
  }
  await page.getByRole("heading", { level: 3, name: "Budget, discount, holdout" }).waitFor();
  await page.getByLabel("Held out, percent").waitFor();
  await walk.tabTo(/^Held out, percent$/);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("20");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Saved.").waitFor();
  await walk.tabTo(/^Undo$/);
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("It is as it was before.").waitFor();
});

test(
  "every page is without a violation, empty and full, wide and at 360 pixels",
  { skip: skip || !EVERY },
  async () => {
    const walk = new Walk(owner, { tongue: "en-pages" });
    for (const name of ["numbers", "activity", "journeys", "markets", "settings", "setup"]) {
      await owner.open(`/wp-admin/admin.php?page=cartsignal#/${name}`);
      await walk.page.reload();
      await walk.page.getByRole("heading", { level: 2 }).first().waitFor();
      await walk.page.waitForLoadState("networkidle");
      await walk.look(name);
    }
    await walk.click(walk.button("Pause"));
    await walk.page.getByRole("dialog").waitFor();
    await walk.look("pause");
    await walk.page.keyboard.press("Escape");
  },
);

test("the same screens speak German", { skip: skip || !EVERY }, async () => {
  const speak = (locale) =>
    store.call("update_user_meta(get_user_by('login', 'admin')->ID, 'locale', $args[0]);", [locale]);
  await speak("de_DE");
  const walk = new Walk(owner, { tongue: "de" });
  const steps = ["watch", "countries", "provider", "test_text", "preview", "money", "opt_outs", "go_live", "test_cart"];
  const pages = ["numbers", "activity", "journeys", "markets", "settings", ...steps.map((step) => `setup/${step}`)];
  for (const name of pages) {
    await owner.open(`/wp-admin/admin.php?page=cartsignal#/${name}`);
    await walk.page.reload();
    await walk.page.getByRole("heading", { level: 2 }).first().waitFor();
    await walk.page.waitForLoadState("networkidle");
    await walk.look(name.replace("/", "-"));
    const tab = await walk.page.locator('.cartsignal-tabs a[aria-current="page"]').innerText();
    assert.notEqual(tab, { setup: "Set-up", settings: "Settings", numbers: "Numbers" }[name.split("/")[0]], name);
  }
  await speak("");
});

/** A must-use plugin that leads what goes to Twilio to the fake one. */
const throughFake = (url) => `<?php
add_filter('pre_http_request', static function ($answer, $arguments, $url) {
    $fake = preg_replace('~^https://(api|messaging)\\.twilio\\.com~', '${url}', $url, 1, $times);
    return $times === 1 ? wp_remote_request($fake, $arguments) : $answer;
}, 10, 3);
`;

/** Opens the text's link on another device, as a phone does, and uses its way out there. */
async function usePhone() {
  const [{ body }] = provider.sentTo(PHONE);
  const [link, wayOut] = [...body.matchAll(/https:\/\/kaffee\.example(\/\w{7})/g)].map(([, path]) => path);
  const phone = await browser.profile({ device: "phone" });
  await phone.open(link);
  await phone.open(wayOut);
  await phone.page.locator("button").first().click();
  await phone.page.waitForLoadState();
  await phone.context.close();
}

/** Shops as a customer would, up to the tick. */
async function shopIn(tab) {
  const { context, clock, outside, complaints } = owner;
  const shopper = new Shopper({ store, context, page: tab, clock, outside, complaints });
  await shopper.addProduct("hausmischung");
  await shopper.openCheckout("block");
  await shopper.fill(ANYBODY);
  await shopper.tick(/Text me about my basket/);
}
