// Owns the test of deleting the plugin from a network: each site as its owner chose, and the shared file of keys last.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "./with_woocommerce.mjs";
import { makeNetwork } from "../store/network.mjs";
import { openStore } from "../store/store.mjs";

test("on a network each site loses what its owner chose, and the keys stay for those who keep proof", async (t) => {
  const store = await openStore();
  t.after(() => store.close());
  await makeNetwork(store);
  await store.call(
    `$site = wpmu_create_blog($args[0], '/two/', 'Two', 1);
     switch_to_blog($site);
     $services = new Cartsignal\\Services(WP_PLUGIN_DIR . '/cartsignal/cartsignal.php');
     (new Cartsignal\\Host\\Migrations($services->database()))->run();
     update_option('cartsignal', ['remove_on_uninstall' => true]);
     wp_schedule_event(time(), 'daily', 'cartsignal_daily');
     restore_current_blog();`,
    [new URL(store.origin).host],
    { admin: true },
  );
  assert.ok((await tables(store)).some((name) => name === "wp_2_cartsignal_inbox"));
  const marks = await store.call(
    `$mark = new Cartsignal\\Settings\\MarkFile();
     $mark->write('one');
     switch_to_blog(2);
     $read = [$mark->read()];
     $mark->write('two');
     restore_current_blog();
     return [...$read, $mark->read()];`,
  );
  assert.deepEqual(marks, [null, "one"], "the last text of one site says nothing of another's database");
  const left = await store.call(
    `define('WP_UNINSTALL_PLUGIN', 'cartsignal/cartsignal.php');
     require WP_PLUGIN_DIR . '/cartsignal/uninstall.php';
     $left = [];
     foreach ([1, 2] as $site) {
       switch_to_blog($site);
       $left[] = [get_option('cartsignal'), wp_next_scheduled('cartsignal_daily')];
       restore_current_blog();
     }
     return $left;`,
    [],
    { admin: true },
  );
  assert.deepEqual(left, [
    [false, false],
    [false, false],
  ]);
  assert.deepEqual(await tables(store), ["wp_cartsignal_consents", "wp_cartsignal_opt_outs", "wp_cartsignal_settings"]);
  const files = readdirSync(join(store.site, "wp-content")).filter((name) => name.startsWith("cartsignal"));
  assert.deepEqual(files, ["cartsignal-keys.php"]);
});

async function tables(store) {
  return (await store.sql("SHOW TABLES LIKE '%cartsignal%'")).map((row) => Object.values(row)[0]).sort();
}
