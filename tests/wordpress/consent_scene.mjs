// Owns what the tests of consent share: a store, shoppers without a browser, and what the store keeps of them.
import { readFileSync } from "node:fs";
import { SERVICES } from "../store/plugin_php.mjs";
import { openStore } from "../store/store.mjs";

export const NO_WOOCOMMERCE = "NO WOOCOMMERCE: nobody was asked for permission (WOOCOMMERCE_DIR may name its folder)";

/** The wordings, as the core has them. */
export const WORDINGS = JSON.parse(
  readFileSync(new URL("../../src/preset/consent_boxes.json", import.meta.url), "utf8"),
);

/**
 * Opens a store for a test; undefined, with the test skipped, where there is no WooCommerce.
 * @param {import("node:test").TestContext} test
 * @param {{ before?: () => any }} [options] `before` runs before the store is closed: what hangs on it ends first.
 */
export async function openScene(test, { before } = {}) {
  const store = await openStore({ pluginPath: process.env.CARTSIGNAL_PLUGIN });
  test.after(async () => {
    await before?.();
    await store.close();
  });
  if (!store.woocommerce) return void test.skip(`${NO_WOOCOMMERCE}: ${store.missing}`);

  // What was told waits until a test takes it in: the plugin itself would do so right after the answer.
  const quiet = "<?php add_action('init', fn () => remove_all_actions('cartsignal_appended'), PHP_INT_MAX);";
  await store.call("file_put_contents(WPMU_PLUGIN_DIR . '/no-drain.php', $args[0]);", [quiet]);

  /** PHP with `$services` of the plugin at hand. */
  const php = (code, args = []) => store.call(`${SERVICES}\n${code}`, args);
  /** Takes in what lies in the inbox, by the store's own runner. */
  const drain = () => php("return $services->host()->drain();");
  const inbox = () =>
    store.sql("SELECT place, kind, shopper, recipient, state FROM wp_cartsignal_inbox ORDER BY place");
  const kinds = async () => (await inbox()).map(({ kind }) => kind);
  const ledger = async () =>
    (await store.sql("SELECT * FROM wp_cartsignal_consents ORDER BY at, kind, evidence")).map(({ shown, ...row }) => ({
      ...row,
      shown: JSON.parse(shown),
    }));
  /** What the host knows of the person behind a number. */
  const contact = (e164) =>
    php("return (object) $services->people()->contact('recipient', $services->keys()->recipient($args[0]));", [e164]);
  const contacts = () => store.sql("SELECT side, person FROM wp_cartsignal_contacts");
  const change = (settings) => php("$services->settings()->change($args[0]);", [settings]);
  /** Everything that the database holds, as a backup of it does. */
  const dump = async () => readFileSync(await store.backup(), "latin1");

  /** Forgets all that earlier tests left behind. */
  const forget = () =>
    php(`global $wpdb;
    foreach (explode(' ', 'inbox consents contacts limits shoppers recipients aliases carts data_keys') as $table) {
      $wpdb->query("DELETE FROM {$wpdb->prefix}cartsignal_$table");
    }
    $wpdb->query("DELETE FROM $wpdb->usermeta WHERE meta_key LIKE '\\\\_cartsignal%' OR meta_key LIKE '\\\\_woocommerce\\\\_persistent\\\\_cart%'");
    $wpdb->query("DELETE FROM {$wpdb->prefix}woocommerce_sessions");`);

  /** Lets the store's pages speak a language, and changes settings; WordPress itself takes only languages whose files it has. */
  const speak = (locale, settings = {}) =>
    php(
      `global $wpdb;
      $wpdb->replace($wpdb->options, ['option_name' => 'WPLANG', 'option_value' => $args[0]]);
      $services->settings()->change($args[1]);`,
      [locale, settings],
    );

  /** Gives the store the pages that the wording for the United States names. */
  const namePages = () =>
    php(`foreach (['terms' => 'woocommerce_terms_page_id', 'privacy' => 'wp_page_for_privacy_policy'] as $name => $option) {
      $page = wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => $name, 'post_name' => "shop-$name"]);
      update_option($option, $page);
    }
    return [get_permalink(wc_terms_and_conditions_page_id()), get_privacy_policy_url()];`);

  const shopper = () => new PlainShopper(store);
  return {
    store,
    php,
    drain,
    inbox,
    kinds,
    ledger,
    contact,
    contacts,
    change,
    dump,
    forget,
    speak,
    namePages,
    shopper,
  };
}

/** Ids of products, by store and SKU. */
const products = new Map();

/** A shopper whose requests a test writes itself: cookies, and nothing a browser would do by itself. */
export class PlainShopper {
  cookies = new Map();

  constructor(store) {
    this.store = store;
  }

  /** Asks for a path; follows no redirect. */
  async request(path, { method = "GET", form, json, headers = {} } = {}) {
    const body = form ? new URLSearchParams(form) : json && JSON.stringify(json);
    const answer = await fetch(new URL(path, this.store.origin), {
      method: body ? "POST" : method,
      body,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        referer: `${this.store.origin}/classic-checkout/?utm_source=x`,
        ...(json && { "content-type": "application/json" }),
        ...headers,
      },
      redirect: "manual",
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name) this.cookies.set(name, value);
    }
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  /** Puts something into the cart. */
  async add(sku = "hausmischung") {
    const place = `${this.store.origin} ${sku}`;
    if (!products.has(place)) {
      const found = JSON.parse((await this.request(`/wp-json/wc/store/v1/products?sku=${sku}`)).text);
      products.set(place, found[0].id);
    }
    await this.request(`/my-account/?add-to-cart=${products.get(place)}`);
    return this;
  }

  /** Logs in on the account page. */
  async logIn({ user, password }) {
    const page = await this.request("/my-account/");
    const nonce = /name="woocommerce-login-nonce" value="([^"]+)"/.exec(page.text)[1];
    const form = { username: user, password, login: "Log in", "woocommerce-login-nonce": nonce };
    await this.request("/my-account/", { form });
    return this;
  }

  /** Opens the classic checkout and reads its boxes: nonce, words by version, and which of them are ticked or hidden. */
  async openBoxes() {
    const { text } = await this.request("/classic-checkout/");
    const group = /<div[^>]*id="cartsignal_boxes_field".*?<\/div><\/div>/s.exec(text)?.[0];
    if (group === undefined) return undefined;
    const words = [
      ...group.matchAll(/<span data-version="([^"]+)" data-wording="([^"]+)" lang="([^"]+)"( hidden)?>(.*?)<\/span>/gs),
    ];
    this.nonce = /data-nonce="([^"]+)"/.exec(group)[1];
    return {
      html: group,
      hidden: /^<div[^>]* hidden>/.test(group),
      versions: words.map(([, version, wording, lang, hidden, html]) => ({
        version,
        wording,
        lang,
        hidden: !!hidden,
        html,
      })),
      ticked: /<input type="checkbox"[^>]*\schecked/.test(group),
      countries: JSON.parse(plain(/data-countries="([^"]+)"/.exec(group)[1])),
    };
  }

  /** Posts what the script of the classic checkout posts. */
  tell(fields, nonce = this.nonce) {
    const form = {
      country: "DE",
      first_name: "Greta",
      locale: "en-US",
      zone: "Europe/Berlin",
      unticked: "",
      ...fields,
    };
    return this.request("/?wc-ajax=cartsignal_contact", { form: { ...form, nonce } });
  }

  /** Posts what the script of the block checkout posts. */
  async tellBlock(fields, nonce) {
    const own = nonce ?? (await this.request("/wp-json/wc/store/v1/cart")).headers.get("nonce");
    const json = { namespace: "cartsignal", data: fields };
    return this.request("/wp-json/wc/store/v1/cart/extensions", { json, headers: { nonce: own } });
  }
}

/** Returns the text of a piece of HTML without tags. */
export function plain(html) {
  const entities = { "&quot;": '"', "&#039;": "'", "&amp;": "&", "&lt;": "<", "&gt;": ">" };
  return html.replaceAll(/<[^>]+>/g, "").replaceAll(/&(quot|#039|amp|lt|gt);/g, (entity) => entities[entity]);
}
