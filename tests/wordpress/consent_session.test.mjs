// Owns the proof that a tick outlives the session's race: WooCommerce keeps what the last of two requests at once wrote.
import assert from "node:assert/strict";
import { before, after, test } from "./with_woocommerce.mjs";
import { openScene } from "./consent_scene.mjs";

const NUMBER = "+491713920071";
const COOKIE = "cartsignal_contact";

// A page of a shop that takes its time, and whose request changes the session, as a currency switcher's does.
const SLOW = `<?php add_action('template_redirect', function () {
  if (isset($_SERVER['HTTP_X_SLOW'])) {
    WC()->session->set('looked_at', microtime());
    file_put_contents(CARTSIGNAL_STORE_FOLDER . '/slow-began', '1');
    usleep(1500000);
  }
});`;

let scene;
const closing = [];
before(async () => {
  scene = await openScene({ after: (work) => closing.push(work), skip: () => {} });
  await scene.store.call("file_put_contents(WPMU_PLUGIN_DIR . '/slow.php', $args[0]);", [SLOW]);
});
after(async () => {
  const ours = scene.store.errors().filter(({ isOurs }) => isOurs);
  for (const work of closing) await work();
  assert.deepEqual(ours, []);
});

const session = (name) =>
  scene.php(
    `global $wpdb;
     $found = $wpdb->get_col("SELECT session_value FROM {$wpdb->prefix}woocommerce_sessions ORDER BY session_id DESC LIMIT 1");
     return maybe_unserialize(maybe_unserialize($found[0])[$args[0]] ?? '');`,
    [name],
  );
/** Begins a slow page, does something while the store still works on it, and waits for the page's end. */
async function beside(who, work) {
  await scene.store.call("@unlink(CARTSIGNAL_STORE_FOLDER . '/slow-began');");
  const page = who.request("/shop/", { headers: { "x-slow": "1" } });
  const { existsSync } = await import("node:fs");
  const { join } = await import("node:path");
  while (!existsSync(join(scene.store.folder, "slow-began"))) await new Promise((resolve) => setTimeout(resolve, 10));
  await work();
  await page;
}
const carts = async () =>
  scene.php(`$said = [];
    foreach ($services->database()->all("SELECT place, kind, shopper FROM {inbox} WHERE kind IN ('contact', 'cart') ORDER BY place") as $row) {
      $payload = $services->inbox()->read($row['place'])->payload;
      $said[] = [$row['kind'], ($payload->cart ?? $payload)->input->what->{'cart.updated'}->cart, $row['shopper']];
    }
    return $said;`);

for (const checkout of /** @type {const} */ (["classic", "block"]))
  test(`${checkout}: a page that ends after the tick undoes the session, and the cart goes on being known`, async () => {
    await scene.forget();
    const who = await scene.shopper().add();
    await who.openBoxes();
    const told = { number: NUMBER, ticked: "cart-en-GB-1" };
    const nonce = (await who.request("/wp-json/wc/store/v1/cart")).headers.get("nonce");
    await beside(who, () => (checkout === "classic" ? who.tell(told) : who.tellBlock(told, nonce)));
    assert.equal((await session("cartsignal"))?.reachable, undefined, "the session lost it: the trap is there");
    await who.add("filterpapier");
    const [[contact, cart, shopper], next, ...rest] = await carts();
    assert.equal(contact, "contact");
    assert.deepEqual(next, ["cart", cart, shopper], "the same cart of the same shopper");
    assert.deepEqual(rest, []);
    assert.equal((await session("cartsignal")).cart, cart, "and the session knows it again");
  });

test("what was taken back stays taken back, whichever request ends last", async () => {
  await scene.forget();
  const who = await scene.shopper().add();
  await who.openBoxes();
  await who.tell({ number: NUMBER, ticked: "cart-en-GB-1" });
  await beside(who, () => who.tell({ number: NUMBER, ticked: "", unticked: "cart-en-GB-1" }));
  assert.equal((await session("cartsignal")).reachable, true, "the session has it again: the trap is there");
  await who.add("filterpapier");
  assert.deepEqual(
    (await scene.kinds()).filter((kind) => kind === "cart"),
    [],
  );
  assert.deepEqual((await scene.kinds()).slice(0, 2), ["contact", "withdrawn"]);
});

test("the cookie says nothing of a person, and counts for its own session alone", async () => {
  await scene.forget();
  const who = await scene.shopper().add();
  await who.openBoxes();
  const answer = await who.tell({ number: NUMBER, ticked: "cart-en-GB-1" });
  const line = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(COOKIE));
  assert.match(
    line,
    /^cartsignal_contact=1\.c[0-9a-f]{24}\.[0-9a-f]{64}; expires=[^;]+; Max-Age=172800; path=\/; HttpOnly; SameSite=Lax$/,
  );
  const cookie = who.cookies.get(COOKIE);
  const stranger = await scene.shopper().add();
  const forged = [
    cookie,
    cookie.replace(/^1/, "0"),
    cookie.replace(/.$/, (end) => (end === "0" ? "1" : "0")),
    "1..",
    "",
    "x".repeat(5000),
  ];
  for (const each of forged) {
    stranger.cookies.set(COOKIE, each);
    await stranger.add("filterpapier");
  }
  assert.deepEqual(await scene.kinds(), ["contact"], "nothing of a visitor who said nothing");
  who.cookies.set(COOKIE, cookie.replace(/^1/, "0"));
  await who.add("filterpapier");
  assert.deepEqual(await scene.kinds(), ["contact", "cart"], "a forged withdrawal is none");
});
