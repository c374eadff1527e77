// Owns the proof of the pages of countries and journeys in Chromium: what is pressed is what is saved, and nothing else.
import assert from "node:assert/strict";
import { noChrome, openBrowser } from "../store/browser.mjs";
import { openLiveStore } from "./wake_scene.mjs";
import { after, before, test } from "./with_woocommerce.mjs";

/** Chromium takes its time: the interface below these pages is tested on every run. */
const skip = noChrome() || (process.env.CARTSIGNAL_EVERY !== "1" && "CARTSIGNAL_EVERY=1 drives the pages as well");

let store;
let page;
before(async () => {
  if (skip) return;
  store = await openLiveStore();
  ({ page } = await (await openBrowser(store)).profile());
  await page.goto(`${store.origin}/wp-login.php`);
  await page.fill("#user_login", store.admin.user);
  await page.fill("#user_pass", store.admin.password);
  await page.click("#wp-submit");
});
after(() => store?.close());

const row = () => store.call("return get_option('cartsignal');");
const focused = () => page.evaluate(() => document.activeElement.textContent);
async function open(hash) {
  await page.goto(`${store.origin}/wp-admin/admin.php?page=cartsignal${hash}`);
  await page.reload();
}

test("a text is edited with its cost beside it, and the form below is not saved with it", { skip }, async () => {
  await open("#/journeys");
  await page.getByLabel("Give a coupon to those who leave carts often").check();
  await page.getByRole("button", { name: /with a coupon.*English \(UK\)/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Text", { exact: true }).fill("{Shop}: ");
  for (const tag of ["Percent off", "Coupon code", "Link to the cart"])
    await dialog.getByRole("button", { name: tag }).click();
  await dialog.getByText(/United Kingdom 1 part, .* characters left/).waitFor();
  await dialog.getByText("Kaffeehaus: 10SAVE7K2M4Q").waitFor();
  await dialog.getByRole("button", { name: "Save the text" }).click();
  await dialog.waitFor({ state: "detached" });
  const kept = await row();
  assert.equal(kept.texts.repeat_coupon["en-GB"], "{Shop}: {percent}{code}{cart_link}");
  assert.equal(kept.coupon, undefined, "the coupon is not switched on by it");
  assert.ok(await page.getByLabel("Give a coupon to those who leave carts often").isChecked(), "nor is its tick lost");
});

test("pausing keeps the focus, says why, and is undone from the list below", { skip }, async () => {
  await page.getByRole("button", { name: "Pause the journey" }).click();
  await page.getByText("This journey is paused").first().waitFor();
  assert.equal(await focused(), "Resume the journey");
  await page.getByRole("button", { name: "Resume the journey" }).click();
  await page.getByRole("button", { name: "Pause the journey" }).waitFor();
  await page.getByLabel("Delay: Any other cart").selectOption("90");
  await page.getByText('Delay of "Any other cart": 60 to 90 minutes.').waitFor();
  await page.getByRole("button", { name: /^Undo: Delay of "Any other cart"/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
  await page.getByText('Delay of "Any other cart": 90 to 60 minutes.').waitFor();
  await page.waitForFunction(() => document.querySelector(".cartsignal-kind:last-child select").value === "60");
  assert.equal((await row()).delays, undefined);
});

test("a country goes back to watching and live again, each after it was said what that means", { skip }, async () => {
  await open("#/markets");
  const card = page.getByRole("region", { name: "United Kingdom" });
  await card.getByRole("button", { name: /^Back to watching/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Back to watching" }).click();
  await card.getByText("Ready.").waitFor();
  assert.equal((await row()).markets.GB.live, false);
  await card.getByRole("button", { name: /^Go live/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/would have been sent/).waitFor();
  await dialog.getByRole("button", { name: "Go live" }).click();
  await card.getByText("Texts go out.").waitFor();
  assert.equal((await row()).markets.GB.live, true);
});

test("a sender that networks refuse is said at its field, and the field has the focus", { skip }, async () => {
  const card = page.getByRole("region", { name: "United Kingdom" });
  await card.getByRole("button", { name: /^Change the sender/ }).click();
  await card.getByLabel("Sender", { exact: true }).fill("+18335550123");
  await card.getByText(/networks do not take it here/).waitFor();
  await card.getByRole("button", { name: "Save the sender" }).click();
  await card.getByText("Networks of this country do not take such a sender").waitFor();
  await page.waitForFunction(() => document.activeElement.value === "+18335550123");
  assert.equal((await row()).markets.GB.sender.id, "Kaffeehaus");
  await card.getByRole("button", { name: "Close" }).click();
  assert.equal(await focused(), "Change the sender");
});
