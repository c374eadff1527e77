// Owns the proof of the boxes in a real browser, on both checkouts: unticked, told on a tick, deleted when unticked.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { noChrome, openBrowser } from "../store/browser.mjs";
import { ANYBODY } from "../store/shopper.mjs";
import { openScene } from "./consent_scene.mjs";

const BOXES = {
  classic: { cart: "#cartsignal_cart", offers: "#cartsignal_offers", group: "#cartsignal_boxes_field" },
  block: { cart: "#cartsignal-cart", offers: "#cartsignal-offers", group: ".cartsignal-boxes" },
};
const TERMS = "woocommerce_terms_page_id";
const TELLS = /wc-ajax=cartsignal_contact|cart\/extensions/;
const PICTURES = process.env.CARTSIGNAL_PICTURES;

test("boxes at the checkout", { skip: noChrome() }, async (t) => {
  const open = []; // closed before the store
  const scene = await openScene(t, { before: () => Promise.all(open.map((each) => each.close())) });
  if (!scene) return;
  const { store, inbox, drain, ledger, contact, contacts, change, dump, forget, namePages, php } = scene;
  const browser = await openBrowser(store);
  open.push(browser);
  /** Our own rows: an order is told of everybody, without anything personal. */
  const kinds = async () =>
    (await inbox()).map(({ kind }) => kind).filter((kind) => ["contact", "withdrawn"].includes(kind));
  await change({ boxes: { offers: true } });
  await namePages();

  /** A shopper at a checkout, and what their browser told us. */
  async function atCheckout(kind, options) {
    await forget();
    const greta = await browser.profile(options);
    const told = [];
    greta.page.on("request", (request) => TELLS.test(request.url()) && told.push(request));
    await greta.addQuickly("hausmischung", 2);
    await greta.openCheckout(kind);
    return { greta, told };
  }
  /** Until what was ticked or typed is told. */
  async function untilTold(greta, act) {
    const told = greta.page.waitForResponse((response) => TELLS.test(response.url()));
    await act();
    return (await told).finished();
  }
  const picture = async (greta, name) => {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await greta.page.screenshot({ path: join(PICTURES, `consent_${name}.png`), fullPage: true });
  };

  for (const kind of /** @type {const} */ (["classic", "block"])) {
    const { cart, offers, group } = BOXES[kind];

    await t.test(`${kind}: somebody who fills in everything and ticks nothing leaves nothing with us`, async () => {
      const { greta, told } = await atCheckout(kind);
      await greta.fill({ ...ANYBODY, phone: "+49 171 3920041" });
      for (const box of [cart, offers]) assert.equal(await greta.page.locator(box).isChecked(), false);
      await greta.page.locator(group).screenshot();
      await picture(greta, `${kind}_unticked`);
      const order = await greta.placeOrder();
      assert.ok(order > 0);
      assert.deepEqual(
        told.map((request) => request.url()),
        [],
      );
      assert.deepEqual(await kinds(), []);
      assert.deepEqual(await ledger(), []);
      assert.deepEqual([...greta.complaints, ...greta.outside], []);
      const ours = (await dump()).split("\n").filter((line) => /INSERT INTO `wp_cartsignal_/.test(line));
      assert.ok(!ours.some((line) => line.includes("3920041")));
      const rows = await inbox();
      assert.ok(
        rows.every((row) => row.kind === "order" && row.shopper === null && row.recipient === null),
        "of an order its number only",
      );
      const others = /_(contacts|consents|limits|recipients|shoppers|carts)`/;
      assert.ok(!ours.some((line) => others.test(line)), ours.join(" ").slice(0, 500));
      await greta.close();
    });

    await t.test(
      `${kind}: a tick tells the number once with the cart, a change again, unticking deletes it`,
      async () => {
        const { greta, told } = await atCheckout(kind);
        const number = kind === "classic" ? "+491713920042" : "+491713920043";
        await greta.fill({ ...ANYBODY, phone: number });
        await untilTold(greta, () => greta.tick(cart));
        await picture(greta, `${kind}_ticked`);
        assert.deepEqual(await kinds(), ["contact"]);
        await drain();
        const kept = await contact(number);
        assert.deepEqual([kept.e164, kept.first_name, kept.browser_zone], [number, "Greta", "Europe/Berlin"]);
        const words = await greta.page.locator(`label:has(${cart})`).innerText();
        const [{ shown }] = await ledger();
        assert.equal(shown.text, words.trim(), "the ledger has the words that were seen");
        assert.equal(shown.form, `checkout_${kind}`);
        await untilTold(greta, () => greta.fill({ first_name: "Grete" }));
        assert.equal(told.length, 2);
        await untilTold(greta, () => greta.tick(cart, false));
        assert.deepEqual(await kinds(), ["contact", "contact", "withdrawn"]);
        await drain();
        assert.deepEqual(await contacts(), []);
        if (kind === "classic") assert.ok(!(await dump()).includes("3920042"), "nowhere in the whole database");
        assert.deepEqual([...greta.complaints, ...greta.outside], []);
        await greta.close();
      },
    );

    await t.test(
      `${kind}: another country means other words, and a box that is ticked again by hand only`,
      async () => {
        const { greta } = await atCheckout(kind);
        await greta.fill({ ...ANYBODY, phone: "+12125550144" });
        await untilTold(greta, () => greta.tick(cart));
        assert.match(await greta.page.locator(group).innerText(), /about my basket/);
        await untilTold(greta, () => greta.fill({ country: "US" }));
        assert.equal(await greta.page.locator(cart).isChecked(), false);
        const words = await greta.page.locator(group).innerText();
        assert.match(
          words,
          /Not a condition of purchase.*Reply HELP for help, STOP to cancel\. Terms: http\S+ Privacy: http\S+/,
        );
        assert.doesNotMatch(words, /basket/);
        assert.equal(await greta.page.locator(`${group} a[href*="shop-terms"]:visible`).count(), 2);
        await picture(greta, `${kind}_us`);
        await untilTold(greta, () => greta.tick(cart));
        await drain();
        assert.deepEqual(
          (await ledger()).map(({ kind: what, shown }) => [what, shown.language]),
          [
            ["granted", "en-GB"],
            ["revoked", "en-GB"],
            ["granted", "en-US"],
          ],
        );
        const terms = await php("$terms = get_option($args[0]); update_option($args[0], 0); return $terms;", [TERMS]);
        await greta.openCheckout(kind);
        await greta.fill({ country: "US" });
        assert.equal(await greta.page.locator(cart).isVisible(), false, "no box where nothing may be sent");
        await php("update_option($args[0], $args[1]);", [TERMS, terms]);
        await greta.close();
      },
    );

    await t.test(
      `${kind}: what is ticked when the order is placed counts, though no script could tell it before`,
      async () => {
        const { greta } = await atCheckout(kind);
        await greta.context.route(TELLS, (route) => route.abort());
        await greta.fill({ ...ANYBODY, phone: "+491713920045" });
        await greta.tick(cart);
        await greta.placeOrder();
        const rows = (await inbox()).filter((row) => ["contact", "order"].includes(row.kind));
        assert.equal(rows[0]?.kind, "contact", "before the order: by then the number is known");
        await drain();
        assert.equal((await contact("+491713920045")).e164, "+491713920045");
        assert.equal((await ledger())[0].shown.form, `checkout_${kind}`);
        await greta.close();
      },
    );

    await t.test(`${kind}: a customer who comes back finds the boxes unticked, and a tick is theirs`, async () => {
      const { greta: ada } = await atCheckout(kind);
      await ada.logIn();
      await ada.openCheckout(kind);
      assert.equal(await ada.page.locator(cart).isChecked(), false);
      await untilTold(ada, () => ada.tick(cart));
      await drain();
      const meta = await store.sql("SELECT meta_key FROM wp_usermeta WHERE meta_key LIKE '\\_cartsignal%' ORDER BY 1");
      assert.deepEqual(
        meta.map(({ meta_key: key }) => key),
        ["_cartsignal_reachable", "_cartsignal_recipient"],
      );
      await ada.openCheckout(kind);
      assert.equal(await ada.page.locator(cart).isChecked(), false, "after the next visit too");
      await ada.close();
    });

    await t.test(`${kind}: the boxes work by keyboard, and a tick without a number says what is missing`, async () => {
      const { greta, told } = await atCheckout(kind, { device: "phone" });
      const box = greta.page.locator(cart);
      await box.focus();
      await greta.page.keyboard.press("Space");
      assert.equal(await box.isChecked(), true);
      await greta.page.locator(`${group} [role=status]`).getByText("phone number").waitFor();
      assert.deepEqual(told, []);
      assert.match(await box.evaluate((node) => node.labels[0].textContent), /Text me about my basket/);
      assert.equal(await greta.page.locator(group).getAttribute("role"), "group");
      await picture(greta, `${kind}_phone`);
      const wide = await greta.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(wide <= 0, "nothing sticks out on a phone");
      await greta.page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
      await picture(greta, `${kind}_rtl`);
      await greta.close();
    });
  }

  await t.test(
    "classic without JavaScript: the ticked box goes with the order, the unticked one goes nowhere",
    async () => {
      for (const isTicked of [false, true]) {
        await forget();
        const greta = await browser.profile({ javaScript: false });
        await greta.addQuickly("hausmischung");
        await greta.open("/classic-checkout/");
        const { country, ...fields } = { ...ANYBODY, phone: "+491713920046" };
        for (const [name, value] of Object.entries(fields)) await greta.page.locator(`#billing_${name}`).fill(value);
        await greta.page.locator("#billing_country").selectOption(country);
        if (isTicked) await greta.page.locator(BOXES.classic.cart).check();
        await greta.page.locator("#payment_method_cod").check();
        await greta.page.locator("#terms").check();
        await greta.page.locator("#place_order").click();
        await greta.page.waitForURL(/order-received/);
        await drain();
        assert.deepEqual(
          (await ledger()).map(({ purposes }) => purposes),
          isTicked ? ["cart"] : [],
        );
        assert.equal((await contact("+491713920046")).e164, isTicked ? "+491713920046" : undefined);
        await greta.close();
      }
    },
  );

  await t.test("scripts are deferred or in the footer, and on no page without boxes", async () => {
    const greta = await browser.profile();
    for (const path of ["/shop/", "/cart/", "/classic-cart/", "/product/hausmischung/"]) {
      await greta.open(path);
      assert.equal(await greta.page.locator('script[src*="/cartsignal/"]').count(), 0, path);
    }
    await greta.addQuickly("hausmischung");
    await greta.open("/classic-checkout/");
    const script = greta.page.locator('script[src*="consent-classic"]');
    assert.equal(await script.getAttribute("defer"), "");
    await greta.open("/checkout/");
    const isInHead = (node) => node.closest("head") !== null;
    assert.equal(await greta.page.locator('script[src*="consent-block"]').evaluate(isInHead), false);
    assert.deepEqual(greta.outside, []);
    await greta.close();
  });

  assert.deepEqual(
    store.errors().filter(({ isOurs }) => isOurs),
    [],
  );
});
