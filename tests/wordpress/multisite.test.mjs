// Owns the proof on a network: each site is a shop of its own, with its own tables, settings and permissions; the keys are one.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { addSite, makeNetwork } from "../store/network.mjs";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";
import { PlainShopper } from "./consent_scene.mjs";
import { after, before, test } from "./with_woocommerce.mjs";

const NUMBER = "+491713920081";

let store;
let second;
before(async () => {
  store = await openStore();
  await makeNetwork(store);
  await store.call(
    `require_once ABSPATH . 'wp-admin/includes/plugin.php';
     deactivate_plugins(['cartsignal/cartsignal.php', 'woocommerce/woocommerce.php']);`,
    [],
    { admin: true },
  );
  for (const plugin of ["woocommerce/woocommerce.php", "cartsignal/cartsignal.php"])
    await store.call(
      "require_once ABSPATH . 'wp-admin/includes/plugin.php'; $failed = activate_plugin($args[0], '', true); if ($failed) { throw new Exception($failed->get_error_message()); }",
      [plugin],
      { admin: true },
    );
  await store.call(
    "file_put_contents(WPMU_PLUGIN_DIR . '/no-drain.php', \"<?php add_action('init', fn () => remove_all_actions('cartsignal_appended'), PHP_INT_MAX);\");",
  );
  second = await addSite(store);
});
after(async () => {
  const ours = store.errors().filter(({ isOurs }) => isOurs);
  await store.close();
  assert.deepEqual(ours, []);
});

const tables = async (prefix) =>
  (await store.sql(`SHOW TABLES LIKE '${prefix.replaceAll("_", "\\_")}cartsignal\\_%'`)).map(
    (row) => Object.values(row)[0],
  );
const marks = () => readdirSync(join(store.site, "wp-content")).filter((name) => name.startsWith("cartsignal"));
const meta = () =>
  store.sql("SELECT user_id, meta_key FROM wp_usermeta WHERE meta_key LIKE '\\_cartsignal%' ORDER BY meta_key");
/** PHP on a site of the network, with its services. */
const on = (site, code, args = []) =>
  store.call(`switch_to_blog(${site}); ${SERVICES.replaceAll("\n", " ")} ${code}`, args, { admin: true });
const kinds = async (prefix) =>
  (
    await store.sql(
      `SELECT kind FROM ${prefix}cartsignal_inbox WHERE kind IN ('contact', 'cart', 'withdrawn') ORDER BY place`,
    )
  ).map(({ kind }) => kind);

test("a new site of a network is set up by its first visit and its cron, with the network's keys", async () => {
  assert.ok((await tables("wp_")).length > 20, "the first site was set up when the plugin was switched on");
  assert.deepEqual(await tables("wp_2_"), []);
  // WooCommerce makes its own tables in the first visit.
  for (let visit = 0; visit < 2; visit += 1) await fetch(`${second.origin}/`);
  // WordPress answers first and works then; WooCommerce's own first work may end a cron half way.
  const isSetUp = async () => (await on(2, "return $services->settings()->version();")) !== "";
  for (let minute = 0; minute < 3 && !(await isSetUp()); minute += 1) {
    await store.clock.jump("+61000");
    await fetch(`${second.origin}/wp-cron.php`);
    for (let look = 0; look < 20 && !(await isSetUp()); look += 1)
      await new Promise((resolve) => setTimeout(resolve, 250));
  }
  assert.equal((await tables("wp_2_")).length, (await tables("wp_")).length);
  const [row] = await store.sql("SELECT option_value FROM wp_2_options WHERE option_name = 'cartsignal'");
  assert.doesNotMatch(row.option_value, /trouble/);
  const checks = (table) => store.sql(`SELECT name, value FROM ${table} WHERE name LIKE 'key\\_check%' ORDER BY name`);
  assert.deepEqual(await checks("wp_2_cartsignal_settings"), await checks("wp_cartsignal_settings"));
  assert.deepEqual(
    marks().filter((name) => name.includes("keys")),
    ["cartsignal-keys.php"],
  );

  await on(2, "$services->settings()->change(['shop' => ['name' => 'Zweitladen'], 'holdout_percent' => 25]);");
  assert.notEqual(await on(1, "return $services->settings()->shop()['name'];"), "Zweitladen");
  assert.deepEqual(
    await on(2, "return [$services->settings()->shop()['name'], $services->settings()->holdoutPercent()];"),
    ["Zweitladen", 25],
  );
});

test("what a user said to one shop of a network is not said to the other", async () => {
  await store.call(
    `switch_to_blog(2);
     add_user_to_blog(2, get_user_by('login', 'ada')->ID, 'customer');
     foreach (['classic-checkout' => ['checkout', '[woocommerce_checkout]'], 'my-account' => ['myaccount', '[woocommerce_my_account]'], 'cart' => ['cart', '[woocommerce_cart]']] as $slug => [$name, $content]) {
       update_option("woocommerce_{$name}_page_id", wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => $slug, 'post_name' => $slug, 'post_content' => $content]));
     }
     update_option('woocommerce_checkout_phone_field', 'required');
     update_option('woocommerce_coming_soon', 'no');
     update_option('woocommerce_enable_guest_checkout', 'yes');
     $product = new WC_Product_Simple();
     $product->set_name('Tasse'); $product->set_sku('hausmischung'); $product->set_regular_price('9'); $product->set_virtual(true);
     $product->save();
     update_option('permalink_structure', '/%postname%/');
     flush_rewrite_rules();`,
    [],
    { admin: true },
  );
  const ask = async (site) => {
    const who = await (await new PlainShopper(site).logIn(store.ada)).add();
    await who.openBoxes();
    return who;
  };
  const there = { ...store, origin: second.origin };
  const here = await ask(store);
  assert.equal((await here.tell({ number: NUMBER, ticked: "cart-en-GB-1" })).status, 204);
  await on(1, "return $services->host()->drain();");
  assert.deepEqual(
    (await meta()).map(({ meta_key: key }) => key),
    ["_cartsignal_reachable", "_cartsignal_recipient"],
  );

  const elsewhere = await ask(there);
  assert.deepEqual(await kinds("wp_2_"), [], "on the other site nothing is kept of her");
  assert.match(
    (await elsewhere.request("/my-account/?text-messages")).text,
    /You have not asked for any text messages here/,
  );
  assert.equal((await elsewhere.tell({ number: NUMBER, ticked: "cart-en-GB-1" })).status, 204);
  assert.deepEqual(await kinds("wp_2_"), ["contact"]);
  await on(2, "return $services->host()->drain();");
  assert.deepEqual(
    (await meta()).map(({ meta_key: key }) => key),
    ["_cartsignal_reachable", "_cartsignal_reachable_2", "_cartsignal_recipient", "_cartsignal_recipient_2"],
  );
  const proof = (prefix) => store.sql(`SELECT shown FROM ${prefix}cartsignal_consents`);
  assert.match((await proof("wp_2_"))[0].shown, /at Zweitladen/);
  assert.doesNotMatch((await proof("wp_"))[0].shown, /Zweitladen/);

  await here.tell({ number: NUMBER, ticked: "", unticked: "cart-en-GB-1" });
  await on(1, "return $services->host()->drain();");
  assert.deepEqual(
    (await meta()).map(({ meta_key: key }) => key),
    ["_cartsignal_reachable_2", "_cartsignal_recipient_2"],
  );
  await elsewhere.add();
  assert.deepEqual(await kinds("wp_2_"), ["contact", "cart"], "the other shop goes on knowing her");
  const known =
    "return isset($services->people()->contact('recipient', $services->keys()->recipient($args[0]))['e164']);";
  assert.deepEqual([await on(1, known, [NUMBER]), await on(2, known, [NUMBER])], [false, true]);
});

test("a site that is deleted takes everything of it along, and nothing of its neighbours", async () => {
  await on(2, "(new Cartsignal\\Settings\\MarkFile())->write('two');");
  await on(1, "(new Cartsignal\\Settings\\MarkFile())->write('one');");
  assert.deepEqual(
    marks().filter((name) => name.includes("mark")),
    ["cartsignal-mark-1.php", "cartsignal-mark-2.php"],
  );
  const before = (await tables("wp_")).length;
  await store.call("require_once ABSPATH . 'wp-admin/includes/ms.php'; wpmu_delete_blog(2, true);", [], {
    admin: true,
  });
  assert.deepEqual(await tables("wp_2_"), []);
  assert.equal((await tables("wp_")).length, before);
  assert.deepEqual(
    marks().filter((name) => name.includes("mark")),
    ["cartsignal-mark-1.php"],
  );
  assert.ok(existsSync(join(store.site, "wp-content", "cartsignal-keys.php")), "the keys are the network's");
  assert.deepEqual(
    (await meta()).filter(({ meta_key: key }) => key.endsWith("_2")),
    [],
  );
});

test("switched off for the whole network, no site keeps an event", async (t) => {
  if (process.env.CARTSIGNAL_EVERY !== "1") return t.skip("CARTSIGNAL_EVERY=1 runs it");
  const third = await addSite(store);
  for (let visit = 0; visit < 2; visit += 1) await fetch(`${third.origin}/`);
  const events = () =>
    store.call(
      "$left = []; foreach (get_sites(['fields' => 'ids']) as $site) { switch_to_blog($site); $left[] = wp_next_scheduled('cartsignal_tick') !== false; restore_current_blog(); } return $left;",
    );
  assert.deepEqual(await events(), [true, true]);
  await store.call(
    "require_once ABSPATH . 'wp-admin/includes/plugin.php'; deactivate_plugins('cartsignal/cartsignal.php', false, true);",
    [],
    { admin: true },
  );
  assert.deepEqual(await events(), [false, false]);
});
