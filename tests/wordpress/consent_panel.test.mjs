// Owns the proof of the question after the first add, as a shopper meets it: once, in nobody's way, and a no is kept.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { noChrome, openBrowser } from "../store/browser.mjs";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";
import { test } from "./with_woocommerce.mjs";

const PICTURES = process.env.CARTSIGNAL_PICTURES;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PANEL = ".cartsignal-ask";

test("the question after the first add is one panel in nobody's way, by keyboard and on a phone", async (t) => {
  const chrome = process.env.CARTSIGNAL_EVERY === "1" ? noChrome() : "CARTSIGNAL_EVERY=1 runs it";
  if (chrome) return t.skip(chrome);
  const store = await openStore();
  t.after(() => store.close());
  const php = (code, args = []) => store.call(`${SERVICES}\n${code}`, args);
  await php("$services->settings()->change(['asks' => ['add_to_cart' => true]]);");
  await php(
    `wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Text me', 'post_name' => 'text-me', 'post_content' => '<!-- wp:cartsignal/sign-up {"title":"Stay in touch"} /-->']);`,
  );
  const browser = await openBrowser(store);
  const picture = async (shopper, name) => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await shopper.page.screenshot({ path: join(PICTURES, `ask-${name}.png`) });
  };
  /** What axe finds in a part of the page. */
  const faults = async ({ page }, part) => {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(
      ([where, tags]) => globalThis.axe.run(where, { runOnly: tags }),
      [part, TAGS],
    );
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  };
  const inbox = async () =>
    (await store.sql("SELECT kind FROM wp_cartsignal_inbox ORDER BY place")).map(({ kind }) => kind);

  await t.test("it comes after the add, takes no focus, and Escape closes it for good", async () => {
    const shopper = await browser.profile();
    await shopper.open("/shop/");
    assert.equal(await shopper.page.locator(PANEL).count(), 0, "not before");
    await shopper.addFromShop("hausmischung");
    const panel = shopper.page.locator(PANEL);
    await panel.waitFor();
    await picture(shopper, "desktop");
    assert.equal(await panel.getByRole("heading").innerText(), "May we text you about your cart?");
    assert.equal(await panel.locator("input[type=checkbox]").isChecked(), false);
    const inPanel = () => shopper.page.evaluate((where) => !!document.activeElement.closest(where), PANEL);
    assert.equal(await inPanel(), false);
    assert.deepEqual(await faults(shopper, PANEL), []);
    await panel.getByLabel("Phone number").focus();
    await shopper.page.keyboard.press("Escape");
    assert.equal(await panel.count(), 0);
    await shopper.addFromShop("filterpapier");
    await shopper.page.waitForTimeout(500);
    assert.equal(await panel.count(), 0, "it is asked once");
    assert.deepEqual(await inbox(), [], "nothing is kept");
    assert.deepEqual(shopper.complaints, []);
  });

  await t.test("on a phone, after an add that loads the page, a yes is thanked for without a reload", async () => {
    const shopper = await browser.profile({ device: "phone" });
    await shopper.addProduct("hausmischung");
    const panel = shopper.page.locator(PANEL);
    await panel.waitFor();
    await picture(shopper, "phone");
    const { x, width } = await panel.boundingBox();
    assert.ok(x >= 0 && x + width <= shopper.page.viewportSize().width, "it fits the screen");
    await panel.getByRole("button", { name: "Yes, text me" }).click();
    assert.equal(await panel.count(), 1, "a field that is empty stays in the browser");
    await panel.getByLabel("Phone number").fill("0171 3920002");
    await panel.getByRole("button", { name: "Yes, text me" }).click();
    await panel.getByText("Please tick the box if you want text messages.").waitFor();
    assert.deepEqual(await inbox(), []);
    await panel.locator("input[type=checkbox]").first().check();
    await panel.getByRole("button", { name: "Yes, text me" }).click();
    await panel.getByText(/Thank you\./).waitFor();
    await picture(shopper, "thanks");
    assert.equal(await panel.getByRole("button").innerText(), "Close");
    assert.deepEqual(await inbox(), ["contact"]);
    assert.deepEqual(shopper.complaints, []);
  });

  await t.test("the block's form changes its words with the country and unticks the box", async () => {
    const shopper = await browser.profile();
    await php(
      `foreach (['terms' => 'woocommerce_terms_page_id', 'privacy' => 'wp_page_for_privacy_policy'] as $name => $option) {
         update_option($option, wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => $name, 'post_name' => "shop-$name"]));
       }`,
    );
    await shopper.open("/text-me/");
    const form = shopper.page.locator("form.cartsignal-sign-up");
    await picture(shopper, "block");
    const box = form.locator("input[type=checkbox]").first();
    await box.check();
    await form.getByLabel("Country").selectOption("US");
    assert.equal(await box.isChecked(), false);
    assert.match(await form.innerText(), /Not a condition of purchase/);
    assert.doesNotMatch(await form.innerText(), /basket/);
    assert.deepEqual(await faults(shopper, "form.cartsignal-sign-up"), []);
    assert.deepEqual(shopper.complaints, []);
  });

  await t.test("the editor offers the block, keeps its title, and saves no form of its own", async () => {
    const owner = await browser.profile();
    const { page } = owner;
    await owner.open("/wp-login.php");
    await page.fill("#user_login", store.admin.user);
    await page.fill("#user_pass", store.admin.password);
    await Promise.all([page.waitForURL(/wp-admin/), page.click("#wp-submit")]);
    await owner.open("/wp-admin/post-new.php?post_type=page");
    await page.waitForFunction(() => globalThis.wp?.blocks?.getBlockType("cartsignal/sign-up"));
    const saved = await page.evaluate(async () => {
      const { blocks, data } = globalThis.wp;
      data.dispatch("core/preferences").set("core/edit-post", "welcomeGuide", false);
      const block = blocks.createBlock("cartsignal/sign-up", { title: "Texts from us" });
      await data.dispatch("core/block-editor").insertBlocks(block);
      return [blocks.getBlockType("cartsignal/sign-up").title, blocks.serialize(block)];
    });
    assert.deepEqual(saved, ["Text message sign-up", '<!-- wp:cartsignal/sign-up {"title":"Texts from us"} /-->']);
    const canvas = page.frameLocator('iframe[name="editor-canvas"]').locator('[data-type="cartsignal/sign-up"]');
    const own = page.locator('[data-type="cartsignal/sign-up"]');
    await canvas.or(own).first().waitFor();
    await picture(owner, "editor");
    assert.deepEqual(
      owner.complaints.filter((text) => /cartsignal|sign-up/i.test(text)),
      [],
    );
  });
});
