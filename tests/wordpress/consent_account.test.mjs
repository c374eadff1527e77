// Owns the proof of the account page: a customer sees and takes back what they asked for, and learns nothing of others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openScene } from "./consent_scene.mjs";

const PAGE = "/my-account/text-messages/";
const NUMBER = "+491713920051";
const ASKED = { number: NUMBER, ticked: "cart-en-GB-1 offers-en-GB-1" };

test("text messages in the account", async (t) => {
  const scene = await openScene(t);
  if (!scene) return;
  const { store, shopper, drain, ledger, contact, contacts, change, forget, kinds, inbox, php } = scene;
  await change({ boxes: { offers: true }, asks: { account: false } });
  t.beforeEach(forget);
  const nonceOf = (html) => /name="cartsignal-account" value="([^"]+)"/.exec(html)?.[1];
  const stop = (who, what, nonce) =>
    who.request(PAGE, { form: { cartsignal_stop: what, "cartsignal-account": nonce } });

  /** Ada, logged in, who asked for texts to her number. */
  async function ada() {
    const who = await (await shopper().logIn(store.ada)).add();
    await who.openBoxes();
    await who.tell(ASKED);
    await drain();
    return who;
  }

  await t.test(
    "it names what was asked for and two digits of the number, and is in the menu of nobody else",
    async () => {
      const who = await ada();
      const { text } = await who.request(PAGE);
      assert.match(text, /You asked for text messages to the number ••••51:/);
      assert.ok(!text.includes("3920051"));
      assert.match(text, /Stop: Reminders of your cart/);
      assert.match(text, /Stop: Offers/);
      assert.match((await who.request("/my-account/")).text, /my-account\/text-messages/);
      const admin = await shopper().logIn(store.admin);
      assert.doesNotMatch((await admin.request("/my-account/")).text, /my-account\/text-messages/);
      assert.match((await admin.request(PAGE)).text, /You have not asked for any text messages here/);
      assert.doesNotMatch((await shopper().request(PAGE)).text, /You asked for/);
      await change({ asks: { account: true } });
      assert.match(
        (await admin.request("/my-account/")).text,
        /my-account\/text-messages/,
        "where the shop asks there",
      );
      assert.match((await admin.request(PAGE)).text, /class="cartsignal-sign-up"/);
      await change({ asks: { account: false } });
    },
  );

  await t.test("one purpose is taken back, then all: the number is deleted and the page knows it at once", async () => {
    const who = await ada();
    const page = await who.request(PAGE);
    assert.equal((await stop(who, "offers", nonceOf(page.text))).status, 302);
    const after = await who.request(PAGE);
    assert.doesNotMatch(after.text, /Stop: Offers/, "before the runner comes by");
    assert.match(after.text, /Stop: Reminders/);
    await drain();
    assert.equal((await contact(NUMBER)).e164, NUMBER);
    assert.equal((await stop(who, "all", nonceOf(after.text))).status, 302);
    assert.match((await who.request(PAGE)).text, /You have not asked/);
    await drain();
    assert.deepEqual(await contacts(), []);
    const revoked = (await ledger()).filter(({ kind }) => kind === "revoked");
    assert.deepEqual(
      revoked.map(({ purposes, shown }) => [purposes, shown.form, shown.page]),
      [
        ["offers", "account", PAGE],
        ["cart", "account", PAGE],
      ],
    );
    assert.deepEqual(await store.sql("SELECT * FROM wp_usermeta WHERE meta_key LIKE '\\_cartsignal%'"), []);
  });

  await t.test("without its nonce, with another's, or logged out, nothing is taken back", async () => {
    const who = await ada();
    const admin = await shopper().logIn(store.admin);
    const { text } = await who.request(PAGE);
    await stop(who, "all", "0123456789");
    await stop(admin, "all", nonceOf(text));
    await stop(shopper(), "all", nonceOf(text));
    await stop(who, "nothing-there", nonceOf(text));
    await who.request(PAGE, { form: { "cartsignal_stop[]": "all", "cartsignal-account": nonceOf(text) } });
    assert.deepEqual(
      (await kinds()).filter((kind) => kind === "withdrawn"),
      [],
    );
  });

  await t.test("who types a stranger's number sees nothing of what the stranger said", async () => {
    const victim = await shopper().add();
    await victim.openBoxes();
    await victim.tell({ ...ASKED, first_name: "Viktoria" });
    await drain();
    const mallory = await (await shopper().logIn(store.ada)).add();
    await mallory.openBoxes();
    await mallory.tell({ number: NUMBER, ticked: "cart-en-GB-1", first_name: "Mallory" });
    await drain();
    const { text } = await mallory.request(PAGE);
    assert.match(text, /Stop: Reminders of your cart/);
    assert.doesNotMatch(text, /Stop: Offers/, "the stranger asked for offers, and that stays theirs");
    assert.doesNotMatch(text, /Viktoria/);
    await stop(mallory, "all", nonceOf(text));
    await drain();
    assert.equal((await contact(NUMBER)).e164, NUMBER, "the stranger's number stays");
    const standing = "return (new Cartsignal\\Consent\\Ledger($services->database()))->standing($args[0]);";
    const [{ recipient }] = await ledger();
    assert.deepEqual(
      Object.values(await php(standing, [recipient])).map((rows) => Object.keys(rows)),
      [["cart", "offers"]],
    );
  });

  await t.test("a guest's number is nobody's account's", async () => {
    const guest = await shopper().add();
    await guest.openBoxes();
    await guest.tell(ASKED);
    await drain();
    assert.deepEqual(await store.sql("SELECT * FROM wp_usermeta WHERE meta_key LIKE '\\_cartsignal%'"), []);
    assert.equal((await inbox()).find(({ kind }) => kind === "contact").state, "done");
  });

  assert.deepEqual(
    store.errors().filter(({ isOurs }) => isOurs),
    [],
  );
});
