// Owns the attacks on the plugin that no other file tries, and the list of where each one is tried.
//
// | attack | tried in |
// |---|---|
// | forged, altered, expired and swapped links; their presses | recovery_attacks, recovery_pages |
// | enumeration of short links | recovery_pages ("guessing ends after forty tries") |
// | taking back an opt-out that was said in another way | here |
// | redirects, `Host` and forwarding headers at links | recovery_attacks |
// | `Host` where WordPress takes its address from the request | here |
// | `Host` at the provider's route; forged and replayed calls | provider_route |
// | logging in, or reading a person, by a link | recovery_attacks |
// | tying a customer's account to a stranger's phone by a link | recovery_cart (another's cart), here (a guest's) |
// | somebody else's coupon | recovery_coupon |
// | a stranger's phone: account page, orders, copies of data | consent_account, capture_orders, privacy_requests |
// | a way into a stranger's texts by a copy of data | here |
// | contacts without nonce, session, cart or tick; mass posting | consent_refused |
// | mass posting of carts | here |
// | objects and markup in what a cart holds | here; recovery_attacks, consent_refused (names) |
// | CSRF and missing capabilities at the settings | console_settings |
// | the same at Site Health; REST without a signature | here |
// | CSRF at the account page | consent_account |
// | the proof of consent: capability, nonce, formulas | privacy_uninstall |
// | secrets in pages, dumps, logs; files of keys by the web | console_settings, settings_setup |
// | files that only developers need, in the zip | package |
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ANYBODY } from "../store/shopper.mjs";
import { NO_WOOCOMMERCE, fieldsOf, openScene, tapper } from "./recovery_scene.mjs";

const HOOK = "/wp-json/cartsignal/v1/hooks/twilio";

/** Reports that one session may send in an hour. Source: Capture\Visitor. */
const MOST_REPORTS = 240;

test("attacks", async (t) => {
  const scene = await openScene(t);
  const { store, ask, texted, inbox, php } = scene;
  if (!store.woocommerce) return t.skip(NO_WOOCOMMERCE);
  const somebody = () => tapper(ask, store.origin);
  const ada = await store.call("return get_user_by('login', 'ada')->ID;");
  const product = await store.call("return wc_get_product_id_by_sku('hausmischung');");
  const mustUse = (/** @type {string} */ name) => join(store.site, "wp-content", "mu-plugins", name);
  // What was told waits: the plugin itself would take it in right after the answer.
  writeFileSync(
    mustUse("no-drain.php"),
    "<?php add_action('init', fn () => remove_all_actions('cartsignal_appended'), PHP_INT_MAX);",
  );

  await t.test("an opt-out said by text is not lifted by a form that its sender made himself", async () => {
    const { links, recipient, decision } = await texted();
    const path = `/${links.opt_out}`;
    const shown = fieldsOf((await ask(path)).text);
    await store.clock.jump("+60000");
    const stop = "$services->people()->keepOptOuts($args[0], [['channel' => 'sms', 'at' => $services->now()]]);";
    await php(stop, [recipient]);
    await store.clock.jump("+1000");
    const at = String(store.clock.now());
    const said = `cartsignal form\n${links.opt_out}\nopt_out\n${decision}\n`;
    const reckoned = [said, said + at].map((text) => createHash("sha256").update(text).digest("hex").slice(0, 32));
    assert.equal(reckoned[0], shown.nonce, "the nonce of opting out is no secret");
    for (const nonce of [...reckoned, shown.nonce])
      assert.equal((await ask(path, { form: { act: "start", nonce, at } })).status, 400);
    assert.deepEqual(
      (await inbox()).filter((row) => row.recipient === recipient),
      [],
    );
  });

  await t.test("a host that a request names gets into no text, even where WordPress believes it", async () => {
    const { host } = new URL(store.origin);
    const inForce = () => store.sql("SELECT link_origin FROM wp_cartsignal_programs WHERE in_force = 1");
    // What a wp-config.php does that makes WP_HOME of the request.
    const believing = `<?php $host = PHP_SAPI === 'cli' ? '${host}' : $_SERVER['HTTP_HOST'];
      add_filter('option_home', fn () => "http://$host"); add_filter('option_siteurl', fn () => "http://$host");`;
    writeFileSync(mustUse("believing.php"), believing);
    try {
      await php("$services->settings()->change(['provider' => ['name' => 'log', 'settings' => []]]);");
      assert.deepEqual(await php("return $services->host()->permission()->sending();"), { allowed: true });
      const before = await inForce();
      for (const path of [HOOK, HOOK.replace("twilio", "log")]) {
        const { status } = await ask(path, { form: { a: "b" }, headers: { Host: "evil.example" } });
        assert.ok(status >= 400 && status < 500, String(status));
      }
      assert.deepEqual(await inForce(), before);
      await php("$services->settings()->change(['shop' => ['link_origin' => 'https://s.example']]);");
      await ask(HOOK, { form: { a: "b" } });
      assert.deepEqual(
        await inForce(),
        [{ link_origin: "https://s.example" }],
        "what the owner chose goes on counting",
      );
    } finally {
      rmSync(mustUse("believing.php"));
    }
  });

  await t.test("a guest's link that somebody sends to a customer ties the account to no phone", async () => {
    const victim = somebody();
    const { text } = await victim.open("/my-account/");
    const nonce = /name="woocommerce-login-nonce" value="([^"]+)"/.exec(text)?.[1] ?? "";
    const form = { username: store.ada.user, password: store.ada.password, login: "Log in" };
    await victim.open("/my-account/", { form: { ...form, "woocommerce-login-nonce": nonce } });
    assert.ok([...victim.jar.keys()].some((name) => name.includes("logged_in")));
    const mallory = await texted({ lines: [{ sku: "filterpapier" }] });
    const reachable = () => store.sql("SELECT 1 FROM wp_usermeta WHERE meta_key = '_cartsignal_reachable'");
    const kinds = async () => (await inbox()).map(({ kind }) => kind).filter((kind) => /merge|cart/.test(kind));

    await victim.open(`/${mallory.links.cart}`);
    await victim.open(`/my-account/?add-to-cart=${product}`);
    assert.deepEqual((await victim.cart()).lines.toSorted(), ["1 filterpapier", "1 hausmischung"]);
    assert.deepEqual(await kinds(), [], "nothing of what the customer does is told");
    assert.deepEqual(await reachable(), []);

    const number = await php("return $services->people()->contact('recipient', $args[0])['e164'];", [
      mallory.recipient,
    ]);
    await store.call("update_user_meta($args[0], 'billing_phone', $args[1]);", [ada, `0${number.slice(3)}`]);
    await victim.open(`/${mallory.links.cart}`);
    assert.ok((await kinds()).includes("merge"), "it is the phone of the account");
  });

  await t.test("one session fills neither the disk nor the runner's time, and its orders are still told", async () => {
    const { links } = await texted({ lines: [{ sku: "hausmischung" }] });
    const machine = somebody();
    await machine.open(`/${links.cart}`);
    const session = [...machine.jar].find(([name]) => name.startsWith("wp_woocommerce_session_"))?.[1] ?? "";
    const customer = decodeURIComponent(session).split("||")[0];
    const told = async () => (await inbox()).filter(({ kind }) => kind === "cart").length;
    const counted = await store.call(
      `global $wpdb;
       $table = $wpdb->prefix . 'woocommerce_sessions';
       $data = maybe_unserialize($wpdb->get_var($wpdb->prepare("SELECT session_value FROM $table WHERE session_key = %s", $args[0])));
       $ours = maybe_unserialize($data['cartsignal']);
       $times = $ours['told'][1];
       $ours['told'][1] = $args[1];
       $data['cartsignal'] = serialize($ours);
       $wpdb->update($table, ['session_value' => serialize($data)], ['session_key' => $args[0]]);
       return $times;`,
      [customer, MOST_REPORTS - 2],
    );
    assert.equal(counted, 1, "the cart that was put back");
    const before = await told();
    for (let times = 0; times < 4; times += 1) await machine.open(`/my-account/?add-to-cart=${product}`);
    assert.equal((await told()) - before, 2);
    await machine.open("/classic-checkout/");
    assert.equal((await inbox()).filter(({ natural_key: key }) => key.startsWith("opened:")).length, 0);
    const { order_id: order, status } = await buy(machine);
    const orders = (await inbox()).filter(({ natural_key: key }) => key.startsWith(`order:${order}:${status}:`));
    assert.equal(orders.length, 1);
    await store.clock.jump("+3600000");
    await machine.open(`/my-account/?add-to-cart=${product}`);
    assert.equal((await told()) - before, 3, "an hour later");
  });

  await t.test("what looks like an object to PHP comes back as the text that it is", async () => {
    const engraving = 'O:8:"stdClass":1:{s:1:"a";s:1:"b";}';
    const { links, cart } = await texted({ lines: [{ sku: "tasse-mit-gravur", data: { engraving } }] });
    const kept = await php(
      "return (new Cartsignal\\Host\\Carts($services->database(), $services->vault()))->find($args[0])['snapshot'];",
      [cart],
    );
    assert.equal(kept.lines[0].data.engraving, engraving);
    const device = somebody();
    await device.open(`/${links.cart}`);
    const { text } = await device.open("/wp-json/wc/store/v1/cart", { headers: { "Sec-Fetch-Mode": "cors" } });
    const [item] = JSON.parse(text).items;
    assert.equal(item.sku, "tasse-mit-gravur");
    assert.match(JSON.stringify(item.item_data), /stdClass/);
  });

  await t.test("a copy of data holds no link that would open, confirm or opt out", async () => {
    const { links, recipient } = await texted();
    const shown = await php(
      `[$recipient, $links] = $args;
       $text = 'Teekontor: yes? https://s.example/' . $links['confirm'] . ' Stop: https://s.example/' . $links['opt_out'] . '.';
       $row = ['decision' => 'd', 'state' => 'accepted', 'receipt' => null, 'reason' => 'asked', 'cancelled' => 0,
         'decided_at' => 0, 'recipient' => $recipient, 'shopper' => null,
         'sealed' => $services->vault()->seal('recipient', $recipient, (object) ['text' => $text])];
       return (new Cartsignal\\Privacy\\Wording($services))->text($row);`,
      [recipient, links],
    );
    const said = JSON.stringify(shown);
    assert.match(said, /Teekontor: yes\? https:\/\/s\.example\/… Stop/);
    for (const key of Object.values(links)) assert.ok(!said.includes(key));
  });

  await t.test("a provider's address leads nowhere inside, even where code sets it", async () => {
    const inside = "http://169.254.169.254/latest";
    const settings = { account_sid: `AC${"0".repeat(32)}`, auth_token: "0f1e2d3c4b5a69788796a5b4c3d2e1f0" };
    const refused = await php(
      `try { (new Cartsignal\\Settings\\Saving($services))->save($args[0]); return 'saved'; }
       catch (Cartsignal\\Settings\\Unfit $unfit) { return array_key_first($unfit->errors); }`,
      [{ provider: { name: "twilio", settings: { ...settings, base: inside } } }],
    );
    assert.equal(refused, "/provider/settings/base", "plain http leads nowhere but to this machine");
    await php("$services->settings()->change(['provider' => $args[0]]);", [{ name: "twilio", settings }]);
  });

  await t.test(
    "REST has one route, which says nothing to whoever can't sign; Site Health asks who is there",
    async () => {
      const { text } = await ask("/wp-json/cartsignal/v1");
      assert.doesNotMatch(text, /hooks/);
      for (const method of ["GET", "POST", "PUT", "DELETE"])
        for (const path of [HOOK, `${HOOK}?_method=POST`, `${HOOK}?_envelope=1`]) {
          const answer = await ask(path, {
            method,
            ...(method === "POST" && { form: { MessageSid: "SM1", Body: "STOP" } }),
          });
          const status = path.includes("_envelope") ? (JSON.parse(answer.text).status ?? 0) : answer.status;
          assert.ok(status >= 400 && status < 500, `${method} ${path}: ${status}`);
        }
      const long = await ask(HOOK, { body: "a".repeat(70_000), headers: { "Content-Type": "text/plain" } });
      assert.equal(long.status, 413);
      const { stdout } = await store.run(
        `require_once ABSPATH . 'wp-admin/includes/admin.php';
       wp_set_current_user(get_user_by('login', 'ada')->ID);
       $_REQUEST['_ajax_nonce'] = wp_create_nonce('health-check-site-status');
       do_action('wp_ajax_health-check-cartsignal-reached');`,
      );
      assert.match(stdout, /"success":false/);
      assert.doesNotMatch(stdout, /Cartsignal/);
      const anybody = await ask("/wp-admin/admin-ajax.php?action=health-check-cartsignal-reached");
      assert.equal(anybody.status, 400);
    },
  );

  assert.deepEqual(
    store.errors().filter(({ isOurs }) => isOurs),
    [],
  );
});

/** Orders what is in a cart, to be paid on delivery; answers the order as the Store API tells it. */
async function buy(/** @type {ReturnType<typeof tapper>} */ device) {
  const address = { ...ANYBODY, country: "DE" };
  const { nonce } = await device.cart();
  const { status, text } = await device.open("/wp-json/wc/store/v1/checkout", {
    body: JSON.stringify({ billing_address: address, shipping_address: address, payment_method: "cod" }),
    headers: { "Content-Type": "application/json", Nonce: nonce, "Sec-Fetch-Mode": "cors" },
  });
  assert.equal(status, 200, text);
  return JSON.parse(text);
}
