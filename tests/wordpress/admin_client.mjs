// Owns a user of wp-admin without a browser: logs in, reads pages, posts forms with the nonces they were given.
import assert from "node:assert/strict";

export class AdminClient {
  #cookies = new Map();

  /** @param {{ origin: string }} store */
  constructor(store) {
    this.origin = store.origin;
  }

  /** Logs in by the form, as a browser does. */
  static async login(store, { user, password }) {
    const client = new AdminClient(store);
    await client.request("/wp-login.php");
    const body = { log: user, pwd: password, testcookie: "1", "wp-submit": "Log In" };
    const answer = await client.request("/wp-login.php", { body });
    assert.equal(answer.status, 302, "logged in");
    return client;
  }

  /** Returns the answer with its text; never follows a redirect. A `body` makes it a POST of a form. */
  async request(path, { body } = {}) {
    return this.send(body ? "POST" : "GET", path, { body: body && new URLSearchParams(body) });
  }

  /** Sends anything else, with this user's cookies. */
  async send(method, path, { headers = {}, body } = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const sent = { method, body, headers: { cookie, ...headers }, redirect: /** @type {const} */ ("manual") };
    const answer = await fetch(new URL(path, this.origin), sent);
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name) this.#cookies.set(name, value);
    }
    return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
  }
}

/** Returns the fields of the form that has a button of this value, as a browser would post them. */
export function fieldsOf(html, button) {
  const form = html.split("<form").find((part) => part.includes(`value="${button}"`)) ?? "";
  const fields = {};
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const { name, value = "", type } = attributesOf(tag);
    if (name && (type !== "checkbox" || /\schecked=/.test(tag))) fields[name] = value;
  }
  for (const [, head, body] of form.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
    const options = [...body.matchAll(/<option\b[^>]*>/g)].map(([tag]) => tag);
    const chosen = options.find((tag) => /\sselected=/.test(tag)) ?? options[0];
    fields[attributesOf(head).name] = attributesOf(chosen).value;
  }
  return fields;
}

/** Returns the text of the error shown at a field, by its JSON pointer. */
export function errorAt(html, pointer) {
  const id = `cartsignal${pointer.replaceAll("/", "-")}-error`;
  return new RegExp(`id="${id}">([^<]*)<`).exec(html)?.[1];
}

function attributesOf(tag) {
  const found = [...tag.matchAll(/([a-z-]+)=(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(found.map(([, name, double, single]) => [name, double ?? single]));
}
