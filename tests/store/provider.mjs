// Owns the fake provider beside a store, and Cartsignal told to send through it.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createFakeProvider } from "../../js/fake_provider/index.mjs";
import { explanation } from "../../js/loop/explain.mjs";
import { repository } from "./places.mjs";
import { SERVICES } from "./plugin_php.mjs";

/** Where short links live in texts. Nobody owns it: the phone page leads them to the store. */
export const LINK_ORIGIN = "https://kaffee.example";

const HOOK = "/wp-json/cartsignal/v1/hooks/twilio";
const demo = JSON.parse(readFileSync(join(repository, "src", "preset", "demo.json"), "utf8"));

// A store and its phones are in one country's evening together.
const ZONE = "Europe/Berlin";

const WHY = `${SERVICES} return $services->host()->why($args[0]);`;
const SAVE = `${SERVICES}
try {
    return ['warnings' => (new Cartsignal\\Settings\\Saving($services))->save($args[0])];
} catch (Cartsignal\\Settings\\Unfit $unfit) {
    return ['errors' => $unfit->errors];
}`;

/**
 * Opens a fake provider in the store's time; it closes with the store. Options as in js/fake_provider/README.md.
 * @param {Awaited<ReturnType<import("./store.mjs").openStore>>} store
 * @param {Record<string, any>} [options]
 */
export async function openProvider(store, options = {}) {
  const smsUrl = `${store.origin}${HOOK}`;
  const provider = createFakeProvider({
    accountSid: `AC${randomBytes(16).toString("hex")}`,
    authToken: randomBytes(16).toString("hex"),
    clock: () => store.clock.now(),
    senders: [{ from: "Kaffeehaus" }, { from: "+18335550123", smsUrl, verification: "TWILIO_APPROVED" }],
    smsUrl,
    callbackBase: store.origin,
    linkBase: { from: LINK_ORIGIN, to: store.origin },
    zone: ZONE,
    explain: explainer(store),
    ...options,
  });
  await provider.listen(0);
  store.beforeClose?.add(() => provider.close());
  return provider;
}

/**
 * Tells Cartsignal of a shop whose four markets are live through that provider, by the way its settings page takes.
 * Throws with what it did not like.
 * @param {Awaited<ReturnType<import("./store.mjs").openStore>>} store
 * @param {{ url: string, accountSid: string, authToken: string }} provider
 * @param {Record<string, any>} [changes] more settings, as `Settings\Changes` takes them
 */
export async function setUpCartsignal(store, provider, changes = {}) {
  const { url: base, accountSid: account_sid, authToken: auth_token } = provider;
  const { name, help_contact } = demo.shop;
  const settings = {
    shop: { name, help_contact, link_origin: LINK_ORIGIN },
    provider: { name: "twilio", settings: { account_sid, auth_token, base } },
    markets: demo.markets,
    ...changes,
  };
  const { errors, warnings } = await store.call(SAVE, [settings], { admin: true });
  if (errors) throw new Error(`Cartsignal did not take its settings: ${JSON.stringify(errors)}`);
  return warnings;
}

/** Returns what tells the phone page why a text came: the store is asked, once per text. */
function explainer(store) {
  const known = new Map();
  return async ({ sid }) => {
    if (!known.has(sid)) known.set(sid, store.call(WHY, [sid]));
    const why = await known.get(sid).catch(() => null);
    // The page may ask before the store has taken in what the provider answered.
    if (!why) known.delete(sid);
    return why ? explanation(why, ZONE) : undefined;
  };
}
