// Owns the proof that nothing is taken in that nobody gave: without nonce, session, cart or tick, in masses, or with markup.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "./consent_scene.mjs";

const TICKED = { number: "+49 171 3920010", ticked: "cart-en-GB-1" };

test("contacts that nobody gave", async (t) => {
  const scene = await openScene(t);
  if (!scene) return;
  const { store, kinds, shopper, drain, contact, forget, ledger, php } = scene;
  t.beforeEach(forget);
  const limits = () => store.sql("SELECT name, times FROM wp_cartsignal_limits");

  await t.test("a wrong nonce, none, or somebody else's is refused", async () => {
    const [greta, mallory] = [await shopper().add(), await shopper().add()];
    await greta.openBoxes();
    await mallory.openBoxes();
    for (const nonce of ["0123456789", "", mallory.nonce]) {
      const { status } = await greta.tell(TICKED, nonce);
      assert.equal(status, 403, nonce);
    }
    assert.notEqual(greta.nonce, mallory.nonce, "nonces of guests are their session's");
    assert.deepEqual(await kinds(), []);
    assert.equal((await greta.tell(TICKED)).status, 204);
    assert.deepEqual(await kinds(), ["contact"]);
  });

  await t.test("a GET tells nothing, whatever it says", async () => {
    const greta = await shopper().add();
    await greta.openBoxes();
    const query = new URLSearchParams({ ...TICKED, nonce: greta.nonce });
    const { status } = await greta.request(`/?wc-ajax=cartsignal_contact&${query}`);
    assert.equal(status, 403);
    assert.deepEqual(await kinds(), []);
  });

  await t.test("the block's call without the Store API's nonce is refused", async () => {
    const greta = await shopper().add();
    const { status } = await greta.tellBlock(TICKED, "0123456789");
    assert.ok(status >= 400, `${status}`);
    assert.deepEqual(await kinds(), []);
    assert.equal((await greta.tellBlock(TICKED)).status, 200);
    assert.deepEqual(await kinds(), ["contact"]);
  });

  await t.test("without a session, or with an empty cart, nothing is taken", async () => {
    const greta = await shopper().add();
    await greta.openBoxes();
    const stranger = shopper();
    stranger.nonce = greta.nonce;
    await stranger.tell(TICKED);
    await stranger.tellBlock(TICKED);
    const emptied = await shopper().add();
    await emptied.openBoxes();
    const items = JSON.parse((await emptied.request("/wp-json/wc/store/v1/cart")).text).items;
    const cart = await emptied.request("/wp-json/wc/store/v1/cart");
    await emptied.request("/wp-json/wc/store/v1/cart/remove-item", {
      json: { key: items[0].key },
      headers: { nonce: cart.headers.get("nonce") },
    });
    await emptied.tell(TICKED);
    assert.deepEqual(await kinds(), []);
    assert.deepEqual(await limits(), []);
  });

  await t.test("a number without a tick leaves no trace: no row, no counter, nothing in the session", async () => {
    const greta = await shopper().add();
    await greta.openBoxes();
    for (const ticked of ["", "no-such-box-1", "offers-en-GB-1", "cart-de-9"])
      assert.equal((await greta.tell({ ...TICKED, ticked })).status, 204);
    await greta.tellBlock({ ...TICKED, ticked: "" });
    await greta.tell({ ...TICKED, ticked: "", unticked: "cart-en-GB-1" });
    assert.deepEqual(await kinds(), []);
    assert.deepEqual(await limits(), []);
    const sessions = await store.sql("SELECT session_value FROM wp_woocommerce_sessions");
    assert.ok(sessions.length > 0);
    for (const { session_value: value } of sessions)
      assert.ok(!/cartsignal_consent|reachable|3920010/.test(value), value);
  });

  await t.test("a box that the owner switched off can't be ticked from outside", async () => {
    const greta = await shopper().add();
    await greta.openBoxes();
    await greta.tell({ ...TICKED, ticked: "cart-en-GB-1 offers-en-GB-1" });
    await drain();
    assert.deepEqual(
      (await ledger()).map(({ purposes }) => purposes),
      ["cart"],
    );
  });

  await t.test("mass posting of numbers is refused quietly: in a session, and from a network", async () => {
    const one = await shopper().add();
    await one.openBoxes();
    const answers = new Set();
    for (let digit = 100; digit < 116; digit += 1)
      answers.add((await one.tell({ ...TICKED, number: `+49 171 3920${digit}` })).status);
    assert.deepEqual([...answers], [204], "refused looks like taken");
    assert.equal((await kinds()).length, 12, "of one session");
    for (let each = 0; each < 6; each += 1) {
      const next = await shopper().add();
      await next.openBoxes();
      for (let digit = 0; digit < 12; digit += 1)
        answers.add((await next.tell({ ...TICKED, number: `+49 171 392${each}2${10 + digit}` })).status);
    }
    assert.deepEqual([...answers], [204]);
    assert.equal((await kinds()).length, 60, "of one network");
    for (const { name } of await limits()) assert.match(name, /^contact:[0-9a-f]{32}$/, "hashed");
    await store.clock.jump("+3660000");
    await one.openBoxes();
    await one.tell({ ...TICKED, number: "+49 171 3920999" });
    const contacts = (await kinds()).filter((kind) => kind === "contact");
    assert.equal(contacts.length, 61, "an hour later");
  });

  await t.test(
    "a header that claims another network each time gets no further than the proxy's own limit",
    async () => {
      const claims = async (greta, address) =>
        greta.request("/?wc-ajax=cartsignal_contact", {
          form: { ...TICKED, nonce: greta.nonce, number: `+49 171 39${address.replaceAll(".", "").slice(0, 6)}` },
          headers: { "x-forwarded-for": address },
        });
      const greta = await shopper().add();
      await greta.openBoxes();
      await claims(greta, "203.0.113.1");
      await claims(greta, "198.51.100.2, 10.0.0.1");
      const names = (await limits()).map(({ name, times }) => `${name.split(":")[0]} ${times}`).sort();
      assert.deepEqual(names, ["contact 1", "contact 1", "contact 2", "proxy 2"]);
    },
  );

  await t.test("a withdrawal is never refused", async () => {
    const greta = await shopper().add();
    await greta.openBoxes();
    for (let digit = 100; digit < 116; digit += 1) await greta.tell({ ...TICKED, number: `+49 171 3920${digit}` });
    await greta.tell({ ...TICKED, ticked: "", unticked: "cart-en-GB-1" });
    assert.equal((await kinds()).at(-1), "withdrawn");
  });

  await t.test("the same told twice is one row", async () => {
    const greta = await shopper().add();
    await greta.openBoxes();
    await greta.tell(TICKED);
    await greta.tell({ ...TICKED, number: "+491713920010" });
    await greta.tellBlock({ ...TICKED, country: "DE", first_name: "Greta" });
    assert.deepEqual(await kinds(), ["contact"]);
    await greta.tell({ ...TICKED, first_name: "Grete" });
    assert.deepEqual(await kinds(), ["contact", "contact"]);
  });

  await t.test("markup and addresses in names, and lists in the place of words, come to nothing", async () => {
    const names = ["<script>alert(1)</script>", "Win http://evil.example", "a".repeat(41), "A\u0000da", "{cart_link}"];
    for (const [place, first_name] of names.entries()) {
      const number = `+49 171 392001${place}`;
      const greta = await shopper().add();
      await greta.openBoxes();
      await greta.tell({ ...TICKED, first_name, number, region: "<b>", zone: "../../<i>", locale: "x'--" });
    }
    const greta = await shopper().add();
    await greta.openBoxes();
    const odd = { nonce: greta.nonce, "number[]": "+49 171 3920010", "ticked[][a]": "cart-en-GB-1" };
    assert.equal((await greta.request("/?wc-ajax=cartsignal_contact", { form: odd })).status, 204);
    await greta.tellBlock({ number: { a: 1 }, ticked: [["cart-en-GB-1"], 7], unticked: 1 });
    await greta.tell({ ...TICKED, number: "1".repeat(5_000) });
    assert.equal((await kinds()).length, names.length);
    await drain();
    for (const place of names.keys()) {
      const { e164, first_name, region, browser_zone, locale } = await contact(`+49171392001${place}`);
      const expected = [`+49171392001${place}`, undefined, undefined, undefined, "en-US"];
      assert.deepEqual([e164, first_name, region, browser_zone, locale], expected);
    }
    assert.deepEqual(
      store.errors().filter(({ isOurs }) => isOurs),
      [],
    );
  });

  await t.test("a failing plugin stops no order: without its keys and its tables the checkout goes on", async () => {
    await store.sql("RENAME TABLE wp_cartsignal_inbox TO wp_hidden_inbox");
    await store.sql("RENAME TABLE wp_cartsignal_limits TO wp_hidden_limits");
    try {
      const greta = await shopper().add();
      await greta.openBoxes();
      assert.equal((await greta.tell(TICKED)).status, 204);
      assert.equal((await greta.tellBlock(TICKED)).status, 200);
    } finally {
      await store.sql("RENAME TABLE wp_hidden_inbox TO wp_cartsignal_inbox");
      await store.sql("RENAME TABLE wp_hidden_limits TO wp_cartsignal_limits");
    }
    assert.equal(await php("return (new Cartsignal\\Consent\\Limit($services))->passes('contact:x', 1, 1000);"), true);
  });
});
