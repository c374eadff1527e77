// Owns an owner in wp-admin without a browser: logs in, uploads, presses the buttons of the list of plugins.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const PLUGIN = "cartsignal/cartsignal.php";

export class Owner {
  #cookies = new Map();

  constructor(store) {
    this.store = store;
  }

  /** Logs in by the form. */
  static async login(store, { user, password }) {
    const owner = new Owner(store);
    await owner.ask("/wp-login.php");
    const form = { log: user, pwd: password, testcookie: "1", "wp-submit": "Log In" };
    assert.equal((await owner.ask("/wp-login.php", form)).status, 302, "logged in");
    return owner;
  }

  /** Returns the answer; never follows a redirect. A form makes it a POST; files are in it as File. */
  async ask(path, form) {
    const body = form && new FormData();
    for (const [name, value] of Object.entries(form ?? {})) body.append(name, value);
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const address = new URL(path, this.store.origin);
    const answer = await fetch(address, {
      method: body ? "POST" : "GET",
      body,
      headers: { cookie },
      redirect: "manual",
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (name) this.#cookies.set(name, value);
    }
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  /** Uploads a plugin on its page, and activates it by the button of the page that follows. */
  async install(zip) {
    const { text } = await this.ask("/wp-admin/plugin-install.php?tab=upload");
    const nonce = /name="_wpnonce" value="([^"]+)"/.exec(
      text.slice(text.indexOf("update.php?action=upload-plugin")),
    )?.[1];
    const pluginzip = new File([readFileSync(zip)], "cartsignal.zip", { type: "application/zip" });
    const form = { _wpnonce: nonce, "install-plugin-submit": "Install Now", pluginzip };
    const installed = (await this.ask("/wp-admin/update.php?action=upload-plugin", form)).text;
    assert.match(installed, /Plugin installed successfully/);
    const button = /href="([^"]+)"[^>]*>Activate Plugin</.exec(installed)?.[1];
    await this.#press(button);
  }

  /** Returns the list's row of the plugin. */
  async row() {
    const { text } = await this.ask("/wp-admin/plugins.php");
    return /<tr[^>]*data-slug="cartsignal"[\s\S]*?<\/tr>/.exec(text)?.[0] ?? "";
  }

  /** Deactivates the plugin and deletes it, as the two links of its row do. */
  async remove() {
    const link = /<a href="([^"]+)"[^>]*id="deactivate-cartsignal"/.exec(await this.row())?.[1];
    await this.#press(link);
    const { text } = await this.ask("/wp-admin/plugins.php");
    const nonce = /"ajax_nonce":"([^"]+)"/.exec(text)?.[1];
    const form = { action: "delete-plugin", slug: "cartsignal", plugin: PLUGIN, _ajax_nonce: nonce };
    const answer = JSON.parse((await this.ask("/wp-admin/admin-ajax.php", form)).text);
    assert.equal(answer.success, true, JSON.stringify(answer));
  }

  async #press(link) {
    assert.ok(link, "the button is there");
    const address = new URL(link.replaceAll("&amp;", "&").replaceAll("&#038;", "&"), `${this.store.origin}/wp-admin/`);
    const answer = await this.ask(address.href);
    assert.equal(answer.status, 302, answer.text);
  }
}
