// Owns putting a host together: which part works with which.
import { randomBytes } from "node:crypto";
import { Attempts } from "./attempts.mjs";
import { Core } from "./core.mjs";
import { Dispatcher } from "./dispatcher.mjs";
import { Gateway } from "./gateway.mjs";
import { Hooks } from "./hooks.mjs";
import { Inbox } from "./inbox.mjs";
import { Journal } from "./journal.mjs";
import { Keys } from "./keys.mjs";
import { Links } from "./links.mjs";
import { Notices } from "./notices.mjs";
import { Outbox } from "./outbox.mjs";
import { People } from "./people.mjs";
import { Permission } from "./permission.mjs";
import { Runner } from "./runner.mjs";
import { Store } from "./store.mjs";
import { perform } from "./transport.mjs";
import { Vault } from "./vault.mjs";
import { Wakes } from "./wakes.mjs";
import { Why } from "./why.mjs";

/**
 * @typedef {object} Options
 * @property {string} path Of the database file.
 * @property {string} [shop] Which of the stores in it.
 * @property {any} engine The `Engine` of js/node.mjs or js/abi.mjs: the whole module.
 * @property {object | string} [configuration] Put in force where it differs from the one that is.
 * @property {import("./keys.mjs").Secrets} keys
 * @property {import("./gateway.mjs").Provider} [provider] Without one, nothing is sent.
 * @property {string} [publicOrigin] Where the provider reaches `handler`, as `https://shop.example`; no slash at the end.
 * @property {string} [instance] What tells this copy of the store from a clone.
 * @property {import("./dispatcher.mjs").Parts["platform"]} [platform] What the store's platform does.
 * @property {number} [parallel] Requests to the provider at once; 8 by default.
 * @property {() => number} [clock]
 * @property {(bytes: number) => Uint8Array} [random]
 * @property {typeof perform} [transport]
 * @property {(name: string) => void} [onPoint] Told of each point between two effects (README.md).
 * @property {() => void} [onWork] Told when something came in by itself: drain soon.
 */

/** Requests to the provider at once, unless told otherwise. Chosen: a provider that takes a second takes 480 a minute. */
const PARALLEL = 8;

/**
 * Returns the parts of a host; its database is open.
 * @param {Options} options
 */
export function assemble(options) {
  const { engine, provider, publicOrigin, clock = Date.now, random = randomBytes, parallel = PARALLEL } = options;
  const { onPoint: point = () => {}, onWork = () => {}, transport = perform, platform = {} } = options;
  const keys = new Keys(options.keys);
  const store = new Store(options.path, options.shop ?? "shop");
  try {
    keys.check(store);
    const vault = new Vault(store, keys, random);
    const core = new Core(engine, store);
    const inbox = new Inbox(store, vault);
    const people = new People(store, vault);
    const links = new Links(store, keys, random);
    const journal = new Journal(store);
    const outbox = new Outbox(store, vault, links, inbox, journal);
    const wakes = new Wakes(store, inbox, point);
    const notices = new Notices({ store, vault, engine, core, people, outbox, journal });
    const permission = new Permission(store, options.instance, provider !== undefined);
    const gateway = provider && new Gateway(engine, provider, transport, point);
    // Settings that the provider can't work with are refused here rather than with the first text.
    gateway?.prepare({ check: { what: "account" } }, clock());
    const shared = { store, inbox, people, core, outbox, notices, permission, gateway, point };
    const attempts = new Attempts(shared);
    const runner = new Runner({ ...shared, wakes });
    const dispatcher = new Dispatcher({ ...shared, attempts, platform, publicOrigin, random });
    const hooks = new Hooks({ ...shared, keys, engine, publicOrigin, clock, onWork });
    const why = new Why({ store, vault, inbox, permission });
    return { ...shared, engine, keys, links, wakes, runner, dispatcher, hooks, why, clock, parallel };
  } catch (error) {
    store.close();
    throw error;
  }
}
