// Owns the attacks on the links that lead back to a cart: forged, replayed, led elsewhere, or used to become somebody.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE, NO_WOOCOMMERCE, openScene, TAP, tapper } from "./recovery_scene.mjs";

test("what comes back by a link is a cart and nothing else", async (t) => {
  const scene = await openScene(t);
  const { store, ask, texted, inbox, php } = scene;
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  const somebody = () => tapper(ask, store.origin);
  const signedOf = async (/** @type {string} */ key) => {
    const { headers } = await ask(`/${key}`, { headers: TAP });
    const { pathname, search } = new URL(String(headers.location));
    return pathname + search;
  };
  const sessions = async () => (await store.sql("SELECT count(*) AS n FROM wp_woocommerce_sessions"))[0].n;
  const ada = await store.call("return get_user_by('login', 'ada')->ID;");

  await t.test("a signed address works for a quarter of an hour, and only as it was signed", async () => {
    const mine = await texted({ lines: [{ sku: "hausmischung" }] });
    const other = await texted({ lines: [{ sku: "filterpapier" }] });
    const signed = await signedOf(mine.links.cart);
    const [path, token] = signed.split("=");
    const [decision, kind, until, mark] = token.split(".");
    const checkout = (await signedOf(mine.links.checkout)).split("=")[1].split(".")[3];
    const forged = [
      [other.decision, kind, until, mark],
      [decision, "checkout", until, mark],
      [decision, kind, until, checkout],
      [decision, kind, String(Number(until) + 60_000), mark],
      [decision, kind, until, mark.replace(/^./, (letter) => (letter === "0" ? "1" : "0"))],
      [decision, kind, until, "0".repeat(64)],
      [decision, kind, until, ""],
      [`${decision}' OR 1=1 --`, kind, until, mark],
    ];
    for (const parts of forged) {
      const browser = somebody();
      await browser.open(`${path}=${encodeURIComponent(parts.join("."))}`);
      assert.deepEqual((await browser.cart()).lines, [], parts.join("."));
    }
    const array = somebody();
    await array.open(`${path}[]=${token}`);
    assert.deepEqual((await array.cart()).lines, []);

    const early = somebody();
    const shown = await early.open(signed);
    assert.deepEqual((await early.cart()).lines, ["1 hausmischung"]);
    assert.equal(shown.status, 200);
    assert.deepEqual(early.trail, [`${store.origin}/cart/`], "the address that opens the cart stays nowhere");
    await store.clock.jump(`+${16 * MINUTE}`);
    const late = somebody();
    const refused = await late.open(signed);
    assert.match(refused.text, /This link has expired\. Please open it again from the text\./);
    assert.deepEqual((await late.cart()).lines, []);
    await late.open(`/${mine.links.cart}`);
    assert.deepEqual((await late.cart()).lines, ["1 hausmischung"], "the short link still works");
  });

  await t.test(
    "machines fill no cart: HEAD, previews and prefetches of the signed address change nothing",
    async () => {
      const { links, recipient } = await texted({ lines: [{ sku: "hausmischung" }] });
      const signed = await signedOf(links.cart);
      const before = [await sessions(), (await inbox()).length];
      const machines = [
        { method: "HEAD", headers: TAP },
        { headers: { ...TAP, "Sec-Purpose": "prefetch" } },
        { headers: { ...TAP, "User-Agent": "Slackbot-LinkExpanding 1.0" } },
        { headers: { ...TAP, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image" } },
        { headers: { ...TAP, "Sec-Fetch-Dest": "iframe" } },
        { method: "POST", body: "a=b", headers: { ...TAP, "Content-Type": "application/x-www-form-urlencoded" } },
      ];
      for (const machine of machines) {
        const { headers } = await ask(signed, machine);
        assert.equal(headers["set-cookie"], undefined, JSON.stringify(machine));
      }
      assert.deepEqual([await sessions(), (await inbox()).length], before, recipient);
    },
  );

  await t.test("nobody is led to another site, whatever host, path or parameter is asked with", async () => {
    const { links } = await texted({ lines: [{ sku: "hausmischung" }] });
    const tricks = [
      [`/${links.cart}?redirect_to=https://evil.example/&next=//evil.example&url=https://evil.example`, {}],
      [`/${links.cart}`, { Host: "evil.example" }],
      [
        `/${links.cart}`,
        { "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Original-URL": "//evil.example" },
      ],
      [`/${links.cart}?${"x".repeat(200)}`, { Referer: "https://evil.example/" }],
    ];
    for (const [path, headers] of tricks) {
      const answer = await ask(path, { headers: { ...TAP, ...headers } });
      assert.equal(answer.status, 302, path);
      assert.equal(new URL(String(answer.headers.location)).origin, store.origin);
      assert.doesNotMatch(String(answer.headers.location), /evil/);
    }
    for (const path of [
      `//evil.example/${links.cart}`,
      `/${links.cart}%0d%0aLocation:%20https://evil.example`,
      `/${links.cart}/..//evil.example`,
    ]) {
      const { headers, status } = await ask(path, { headers: TAP });
      assert.doesNotMatch(String(headers.location ?? ""), /^(https?:)?\/\/evil|cartsignal_cart/, path);
      assert.notEqual(status, 200, path);
    }
    const signed = await signedOf(links.cart);
    const led = await ask(signed, { headers: { ...TAP, Host: "evil.example" } });
    assert.equal(String(led.headers.location), `${store.origin}/cart/`);
  });

  await t.test("a shop whose pages lie on a host that WordPress does not know leads to its front page", async () => {
    const { links } = await texted({ lines: [{ sku: "hausmischung" }] });
    await store.call(`file_put_contents(WPMU_PLUGIN_DIR . '/elsewhere.php', "<?php add_filter('woocommerce_get_cart_url',
      static fn () => 'https://evil.example/cart/');");`);
    try {
      const { headers } = await ask(`/${links.cart}`, { headers: TAP });
      assert.equal(headers.location, `${store.origin}/`);
    } finally {
      await store.call("unlink(WPMU_PLUGIN_DIR . '/elsewhere.php');");
    }
  });

  await t.test("a link logs nobody in and shows nothing of the person whose cart it was", async () => {
    const { links } = await texted({ lines: [{ sku: "hausmischung" }], user: ada, number: "+491713920001" });
    const stranger = somebody();
    const tries = [
      `/${links.checkout}`,
      `/${links.checkout}?user_id=${ada}&wp_user=ada&log=ada`,
      `${await signedOf(links.checkout)}&user_id=${ada}&wcf_ac_token=x&wacp_action=track_links&validate=x`,
      `/${links.cart}`,
    ];
    for (const path of tries) {
      const page = await stranger.open(path);
      assert.equal(page.status, 200);
      assert.doesNotMatch(page.text, /Lindenweg|ada@kunden|3920001|Beispiel/, path);
    }
    assert.deepEqual((await stranger.cart()).lines, ["1 hausmischung"]);
    assert.deepEqual(
      [...stranger.jar.keys()].filter((name) => /logged_in|wordpress_sec|wordpress_[0-9a-f]{32}/.test(name)),
      [],
    );
    const me = await stranger.open("/wp-json/wp/v2/users/me");
    assert.equal(me.status, 401);
    assert.match((await stranger.open("/my-account/")).text, /name="login"/);
    const { text } = await stranger.open("/wp-json/wc/store/v1/cart");
    const { billing_address: billing } = JSON.parse(text);
    assert.deepEqual([billing.first_name, billing.phone, billing.email, billing.country], ["", "", "", "DE"]);
  });

  await t.test("of a person nothing but the country is filled in on another device", async () => {
    const { links } = await texted({ lines: [{ sku: "hausmischung" }], locale: "fr-FR" });
    const stranger = somebody();
    await stranger.open(`/${links.cart}`);
    const billing = JSON.parse((await stranger.open("/wp-json/wc/store/v1/cart")).text).billing_address;
    const filled = Object.entries(billing).filter(([, value]) => value !== "");
    assert.deepEqual(filled, [["country", "FR"]]);
  });

  await t.test("markup in a product's name is text on the pages and in the notices", async () => {
    const { links } = await texted({ lines: [{ sku: "hausmischung" }, { sku: "filterpapier" }] });
    await php(`global $wpdb; $id = wc_get_product_id_by_sku('filterpapier');
      $wpdb->update($wpdb->posts, ['post_title' => 'Filter<img src=x onerror=alert(1)> %s %1$s', 'post_status' => 'draft'], ['ID' => $id]); clean_post_cache($id);`);
    const browser = somebody();
    const { text } = await browser.open(`/${links.cart}`);
    assert.match(text, /Filter %s %1\$s is no longer sold\./);
    assert.doesNotMatch(text, /onerror=alert/);
    await php(`global $wpdb; $id = wc_get_product_id_by_sku('filterpapier');
      $wpdb->update($wpdb->posts, ['post_title' => 'Filterpapier', 'post_status' => 'publish'], ['ID' => $id]); clean_post_cache($id);`);
  });

  await t.test("without its tables the shop's pages are shown as ever", async () => {
    const { links } = await texted({ lines: [{ sku: "hausmischung" }] });
    const signed = await signedOf(links.cart);
    await store.sql("RENAME TABLE wp_cartsignal_carts TO wp_cartsignal_away");
    try {
      const browser = somebody();
      const page = await browser.open(signed);
      assert.equal(page.status, 200);
      assert.match(page.text, /Your cart could not be brought back/);
    } finally {
      await store.sql("RENAME TABLE wp_cartsignal_away TO wp_cartsignal_carts");
    }
  });
});
