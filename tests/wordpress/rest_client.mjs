// Owns an owner's program without a browser: the plugin's REST interface with WordPress's cookie and nonce.
import assert from "node:assert/strict";
import { AdminClient } from "./admin_client.mjs";

const ROOT = "/wp-json/cartsignal/v1";
/** What the plugin's page hands its scripts; wp.apiFetch sends it along. */
const NONCE = /createNonceMiddleware\(\s*"([0-9a-f]+)"/;

export class RestClient {
  #nonce;

  /** @param {AdminClient} client logged in */
  constructor(client, nonce) {
    this.client = client;
    this.#nonce = nonce;
  }

  /** Logs in, by default as the administrator, and opens the plugin's page for its nonce. */
  static async open(store, user = store.admin) {
    const client = await AdminClient.login(store, user);
    const page = await client.request("/wp-admin/admin.php?page=cartsignal");
    const [, nonce] = NONCE.exec(page.text) ?? [];
    assert.ok(nonce, `the page hands out a nonce (${page.status})`);
    return new RestClient(client, nonce);
  }

  /**
   * Asks and returns `{ status, body }`, whatever came.
   * @param {"GET" | "POST" | "PUT" | "DELETE"} method
   * @param {string} path below the namespace, as `/markets`
   * @param {object} [body]
   * @param {{ nonce?: string | null }} [options] another nonce, or with null none
   */
  async ask(method, path, body, { nonce = this.#nonce } = {}) {
    const headers = { "content-type": "application/json", ...(nonce !== null && { "x-wp-nonce": nonce }) };
    const json = body === undefined ? undefined : JSON.stringify(body);
    const answer = await this.client.send(method, ROOT + path, { headers, body: json });
    return { status: answer.status, body: parsed(answer.text) };
  }

  /** Asks for what must succeed and returns its body. */
  async ok(method, path, body) {
    const answer = await this.ask(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  get = (path) => this.ok("GET", path);

  /** Asks for what must be refused and returns the sentences by JSON pointer. */
  async refused(method, path, body) {
    const answer = await this.ask(method, path, body);
    assert.equal(answer.status, 422, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.data.errors;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
