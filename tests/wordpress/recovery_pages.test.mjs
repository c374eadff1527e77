// Owns the proof of short links on a real store: opening changes nothing, the button does, guessing gets nowhere.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "./with_woocommerce.mjs";
import { noChrome, openBrowser } from "../store/browser.mjs";
import { EVERY, fieldsOf, HOUR, MINUTE, openScene, TAP } from "./recovery_scene.mjs";

/** What the opt-out page says in each language. */
const OPT_OUT = {
  "de-DE": { asks: /Keine SMS mehr von/, button: "Alle SMS abbestellen", done: /Sie bekommen keine SMS mehr von/ },
  "fr-FR": { asks: /Ne plus recevoir de SMS/, button: "Arrêter tous les SMS", done: /Vous ne recevrez plus de SMS/ },
  "en-GB": { asks: /Stop texts from/, button: "Stop all texts", done: /You get no more texts from/ },
};

test("short links on a real WordPress", async (t) => {
  const scene = await openScene(t, { woocommerce: process.env.CARTSIGNAL_WITHOUT_WOOCOMMERCE === undefined });
  const { ask, inbox, php, texted, store } = scene;
  const stops = async (/** @type {string} */ recipient) =>
    (await inbox()).filter((row) => row.recipient === recipient).map((row) => row.natural_key.split(":")[1]);

  for (const [locale, said] of Object.entries(OPT_OUT)) {
    await t.test(`opting out takes two taps in ${locale}: opening changes nothing, the button does`, async () => {
      const { links, recipient } = await texted({ locale });
      const shown = await ask(`/${links.opt_out}`, { headers: TAP });
      assert.equal(shown.status, 200);
      assert.match(shown.text, said.asks);
      assert.ok(shown.text.includes(said.button));
      assert.deepEqual(await stops(recipient), []);
      const pressed = await ask(`/${links.opt_out}`, { form: { act: "stop", ...fieldsOf(shown.text) } });
      assert.equal(pressed.status, 200);
      assert.match(pressed.text, said.done);
      assert.deepEqual(await stops(recipient), ["stop"]);
    });
  }

  await t.test("the core takes a press in after the answer; pressed again, the page says that it is done", async () => {
    await php("return $services->host()->configure(Cartsignal\\Settings\\Configuration::of($services->settings()));");
    const { links, recipient } = await texted();
    // After one run the next one behind an answer waits a quarter of a minute.
    await store.clock.jump("+20000");
    const path = `/${links.opt_out}`;
    const shown = await ask(path, { headers: TAP });
    const form = { act: "stop", ...fieldsOf(shown.text) };
    await ask(path, { form });
    const standing = () => store.sql("SELECT channel FROM wp_cartsignal_opt_outs WHERE recipient = ?", [recipient]);
    for (let tries = 0; tries < 100 && (await standing()).length === 0; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(await standing(), [{ channel: "sms" }]);
    const again = await ask(path, { form });
    assert.match(again.text, /Das ist bereits erledigt/);
    assert.doesNotMatch(again.text, /<button/);
    assert.match((await ask(path)).text, /Das ist bereits erledigt/);
    assert.deepEqual(await stops(recipient), ["stop"], "a form that is sent again says nothing new");
  });

  await t.test("the pages go without cookie, cache, script, theme or any request elsewhere", async () => {
    const { links } = await texted();
    for (const path of [`/${links.opt_out}`, `/${links.confirm}`, `/${links.opt_out}.`]) {
      const { headers, text, status } = await ask(path, { headers: TAP });
      assert.equal(status, 200);
      assert.equal(headers["set-cookie"], undefined);
      assert.equal(headers["referrer-policy"], "no-referrer");
      assert.match(headers["cache-control"] ?? "", /no-store/);
      assert.match(String(headers["x-robots-tag"]), /noindex/);
      assert.match(String(headers["content-security-policy"]), /default-src 'none'.*frame-ancestors 'none'/);
      assert.doesNotMatch(text, /<script|wp-content|https?:\/\/|src=/);
    }
  });

  await t.test("looking at a link is no tap: HEAD, previews and crawlers change nothing", async () => {
    const { links, recipient } = await texted({ lines: [{ sku: "hausmischung" }] });
    const before = (await inbox()).length;
    const machines = [
      { method: "HEAD", headers: TAP },
      { headers: { ...TAP, "User-Agent": "WhatsApp/2.24 A" } },
      { headers: { ...TAP, "Sec-Purpose": "prefetch;prerender" } },
      { headers: { ...TAP, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image" } },
      { headers: { "User-Agent": "facebookexternalhit/1.1" } },
      { headers: {} },
    ];
    for (const machine of machines)
      for (const kind of ["opt_out", "confirm", "cart"]) {
        const { status, headers } = await ask(`/${links[kind]}`, machine);
        assert.equal(status, kind === "cart" ? 302 : 200);
        if (kind === "cart") assert.doesNotMatch(String(headers.location), /cartsignal_cart/);
      }
    assert.equal((await inbox()).length, before, recipient);
    assert.deepEqual(
      await store.sql("SELECT 1 FROM wp_cartsignal_links WHERE used_at IS NOT NULL AND recipient = ?", [recipient]),
      [],
    );
  });

  await t.test("a press counts with the nonce of this very link only, and not by GET", async () => {
    const mine = await texted();
    const other = await texted();
    const nonce = fieldsOf((await ask(`/${other.links.opt_out}`)).text).nonce;
    const own = fieldsOf((await ask(`/${mine.links.opt_out}`)).text).nonce;
    const path = `/${mine.links.opt_out}`;
    const forged = [
      { form: { act: "stop" } },
      { form: { act: "stop", nonce } },
      { form: { act: "stop", nonce: own.toUpperCase() } },
      { form: { act: "yes", nonce: own } },
      { form: { act: "start", nonce: own, at: String(store.clock.now()) } },
      { form: { "act[]": "stop", "nonce[]": own } },
      { body: JSON.stringify({ act: "stop", nonce: own }), headers: { "Content-Type": "application/json" } },
      { body: `act=stop&nonce=${own}`, headers: { "Content-Type": "text/plain" } },
    ];
    for (const press of forged) assert.equal((await ask(path, press)).status, 400, JSON.stringify(press));
    assert.equal((await ask(`${path}?act=stop&nonce=${own}`)).status, 200);
    assert.equal((await ask(path, { method: "PUT", body: `act=stop&nonce=${own}` })).status, 405);
    assert.deepEqual(await stops(mine.recipient), []);
  });

  await t.test("a press is taken back for an hour, by the form of that very press", async () => {
    const { links, recipient } = await texted();
    const path = `/${links.opt_out}`;
    const shown = await ask(path);
    const pressed = await ask(path, { form: { act: "stop", ...fieldsOf(shown.text) } });
    const undo = { act: "start", ...fieldsOf(pressed.text) };
    assert.equal((await ask(path, { form: { ...undo, at: String(Number(undo.at) - 1) } })).status, 400);
    assert.match((await ask(path, { form: undo })).text, /Sie bekommen wieder SMS/);
    assert.deepEqual(await stops(recipient), ["stop", "start"]);
    await store.clock.jump(`+${HOUR + MINUTE}`);
    assert.equal((await ask(path, { form: undo })).status, 400);
    assert.deepEqual(await stops(recipient), ["stop", "start"]);
  });

  await t.test("a question is answered by its buttons, and asked again it says so", async () => {
    const { links, recipient } = await texted();
    const path = `/${links.confirm}`;
    const shown = await ask(path, { headers: TAP });
    assert.match(shown.text, /Ja, bitte per SMS erinnern.*Nein, bitte keine SMS/s);
    assert.deepEqual(await stops(recipient), []);
    const pressed = await ask(path, { form: { act: "yes", ...fieldsOf(shown.text) } });
    assert.match(pressed.text, /Danke, Ihre Nummer ist bestätigt/);
    assert.deepEqual(await stops(recipient), ["yes"]);
    const again = await ask(path);
    assert.match(again.text, /Sie haben schon geantwortet/);
    assert.match((await ask(path, { form: { act: "stop", ...fieldsOf(again.text) } })).text, /keine SMS mehr/);
  });

  await t.test("an expired link says so and changes nothing", async () => {
    const { links, recipient } = await texted();
    await store.sql("UPDATE wp_cartsignal_links SET expires_at = ? WHERE recipient = ?", [
      store.clock.now() - 1,
      recipient,
    ]);
    for (const kind of ["opt_out", "confirm", "cart"]) {
      const { status, text } = await ask(`/${links[kind]}`, { headers: TAP });
      assert.equal(status, 410);
      assert.match(text, /Dieser Link ist abgelaufen/);
    }
  });

  await t.test("what is no link of ours is WordPress's, and guessing ends after forty tries of a network", async () => {
    await store.call(
      "wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_name' => 'contact', 'post_title' => 'Contact']);",
    );
    const { links } = await texted();
    assert.equal((await ask("/Contact")).status, 301);
    assert.equal((await ask("/contact/")).status, 200);
    const shown = await ask("/AAAAAA1", { headers: TAP });
    assert.equal(shown.status, 404);
    assert.match(shown.text, /wp-content/, "the theme's own page");
    for (let tries = 0; tries < 45; tries += 1) {
      const { status } = await ask(`/Zz${String(tries).padStart(5, "0")}`, { headers: TAP });
      if (status === 429) break;
      assert.equal(status, 404);
    }
    const stopped = await ask("/Zz99999", {
      headers: { ...TAP, "X-Forwarded-For": "198.51.100.7", "X-Real-IP": "198.51.100.8" },
    });
    assert.equal(stopped.status, 429);
    assert.match(String(stopped.headers["retry-after"]), /^\d+$/);
    assert.match(stopped.text, /reply STOP/);
    assert.equal((await ask(`/${links.opt_out}`)).status, 429, "a right guess is not told from a wrong one");
    assert.equal((await ask("/Contact")).status, 301, "pages are found as ever");
    await store.clock.jump("+11000");
    assert.equal((await ask(`/${links.opt_out}`)).status, 200, "one more each ten seconds");
    assert.ok((await store.sql("SELECT count(*) AS n FROM wp_cartsignal_guesses"))[0].n <= 2);
  });

  await t.test("an opt-out whose database is gone says that nothing was changed", async () => {
    await store.clock.jump(`+${HOUR}`);
    const { links, recipient } = await texted();
    const shown = await ask(`/${links.opt_out}`);
    await store.sql("RENAME TABLE wp_cartsignal_inbox TO wp_cartsignal_away");
    try {
      const pressed = await ask(`/${links.opt_out}`, { form: { act: "stop", ...fieldsOf(shown.text) } });
      assert.equal(pressed.status, 500);
      assert.match(pressed.text, /nichts geändert|nothing was changed/);
    } finally {
      await store.sql("RENAME TABLE wp_cartsignal_away TO wp_cartsignal_inbox");
    }
    assert.deepEqual(await stops(recipient), []);
    assert.deepEqual(
      await store.sql("SELECT 1 FROM wp_cartsignal_links WHERE used_at IS NOT NULL AND recipient = ?", [recipient]),
      [],
    );
  });

  await t.test("the pages are seen on a phone in each language", { skip: noChrome() }, async () => {
    const browser = await openBrowser(store);
    const pictures = process.env.CARTSIGNAL_PICTURES;
    if (pictures) mkdirSync(pictures, { recursive: true });
    try {
      for (const [locale, said] of Object.entries(OPT_OUT).slice(0, EVERY ? 3 : 1)) {
        const { links } = await texted({ locale });
        const phone = await browser.profile({ device: "phone", locale: "en-GB", javaScript: false });
        const keep = async (/** @type {string} */ name) =>
          pictures && phone.page.screenshot({ path: join(pictures, `${name}-${locale}.png`) });
        await phone.open(`/${links.opt_out}`);
        await keep("opt_out");
        await phone.page.getByRole("button", { name: said.button }).click();
        await phone.page.getByRole("heading", { name: said.done }).waitFor();
        await keep("stopped");
        await phone.open(`/${links.confirm}`);
        await keep("confirm");
        assert.deepEqual(await phone.context.cookies(), []);
        assert.deepEqual(phone.outside, []);
        assert.deepEqual(phone.complaints, []);
        await phone.close();
      }
    } finally {
      await browser.close();
    }
  });
  const noted = store.errors().filter(({ isOurs }) => isOurs);
  assert.deepEqual(
    noted.filter(({ text }) => !/^cartsignal pages\.door:/.test(text)),
    [],
    "nothing but the table that was taken away",
  );
});
