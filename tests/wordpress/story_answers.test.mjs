// Owns the proof that whoever says no, in whatever words and wherever, is never reminded again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noChrome } from "../store/browser.mjs";
import {
  assertQuiet,
  american,
  CHECKOUTS,
  DAY,
  EVERY,
  HOUR,
  linksOf,
  londoner,
  MINUTE,
  openStory,
} from "./story_scene.mjs";

/** Shops are open in London and in New Jersey. */
const AFTERNOON = "2026-11-25T16:00:00Z";

for (const kind of CHECKOUTS) {
  const other = kind === "block" ? "classic" : "block";

  test(`the link in a text ends all texts in two taps (${kind})`, { skip: noChrome() }, async (t) => {
    const story = await openStory(t, { checkout: kind, clock: AFTERNOON });
    if (!story) return;
    const { store, browser, texts, comeInTime, pass } = story;
    const ada = londoner(1);
    const desk = await browser.profile();
    const phone = await browser.profile({ device: "phone" });

    await desk.logIn();
    await desk.addQuickly("hausmischung");
    const after = await story.leaveAtCheckout(desk, kind, ada);
    await comeInTime([{ who: ada, after, minutes: 30, says: /^Kaffeehaus: Hi Greta, you're almost done\./ }]);
    const [, wayOut] = linksOf(texts(ada)[0], store);
    await phone.open(wayOut);
    assert.match(await phone.page.locator("main, body").first().innerText(), /Stop texts from Kaffeehaus\?/);
    await story.picture(phone, `${kind}-opt-out`);
    await phone.page.getByRole("button", { name: "Stop all texts" }).click();
    await phone.page.getByText("You get no more texts from Kaffeehaus.").first().waitFor();
    await story.picture(phone, `${kind}-opted-out`);
    await story.pictureOfThread(`${kind}-thread`);
    await pass(5 * MINUTE);
    const said = texts(ada).length;

    // She is still known, and her cart is too.
    await pass(8 * DAY - 6 * HOUR, 2 * DAY);
    await desk.logIn();
    await desk.addQuickly("filterpapier");
    await desk.openCheckout(other);
    await desk.open("about:blank");
    await pass(6 * HOUR, HOUR);
    assert.equal(texts(ada).length, said, "she was texted after she had opted out");
    const reasons = (await story.reasons()).map(({ reason }) => reason);
    assert.equal(reasons.at(-1), "opted_out", reasons.join(", "));

    if (EVERY)
      await t.test("a box ticked afterwards is not enough: the phone itself is asked", async () => {
        const stranger = await browser.profile();
        await stranger.addQuickly("hausmischung");
        await story.leaveAtCheckout(stranger, other, ada);
        await pass(DAY, 2 * HOUR);
        const more = texts(ada).slice(said);
        for (const { body } of more)
          assert.match(body, /would you like text reminders .*\? Confirm here: \S+ Otherwise we won't send any\.$/);
        assert.ok(more.length <= 1);
        assertQuiet(store, stranger);
      });
    assertQuiet(store, desk, phone);
  });

  if (EVERY)
    test(`words from an American phone are understood and end all texts (${kind})`, { skip: noChrome() }, async (t) => {
      const story = await openStory(t, { checkout: kind, clock: AFTERNOON });
      if (!story) return;
      const { store, browser, texts, reply, pass, comeInTime } = story;
      const people = ["STOP", "Arrêt", "nicht mehr"].map((word, at) => ({ word, who: american(10 + at) }));
      const control = american(20);
      const devices = [];

      const everybody = [...people, { word: undefined, who: control }];
      const asks =
        /^Kaffeehaus: reply YES to get cart reminders and offers by text\. Msg freq varies\. Msg & data rates may apply\. HELP for help, STOP to cancel\.$/;

      /** Lets everybody leave a cart: the box ticked, from a device that the store does not know. */
      async function allLeave(checkout) {
        const left = [];
        for (const { who } of everybody) {
          const device = await browser.profile({ locale: "en-US", zone: "America/New_York" });
          devices.push(device);
          await device.addQuickly("hausmischung");
          left.push({ who, after: await story.leaveAtCheckout(device, checkout, who), minutes: 30 });
        }
        return left;
      }

      const reminds = /^Kaffeehaus: Hey Greta, you're almost done\. Finish your order here: \S+ Reply STOP to opt out$/;
      await comeInTime((await allLeave(kind)).map((each) => ({ ...each, says: asks })));
      for (const { who, word } of everybody) {
        assert.equal(texts(who)[0].from, "+18335550123");
        await reply(who, "HELP");
        assert.match(
          texts(who).at(-1).body,
          /^Kaffeehaus cart reminders and offers\. Help: \S+@\S+\. .* STOP to opt out$/,
        );
        await reply(who, "Yes");
        await pass(2 * MINUTE);
        const said = texts(who).map(({ body }) => body);
        assert.ok(
          said.some((body) => body.startsWith("Kaffeehaus: cart reminders and offers are on.")),
          said.join("\n"),
        );
        assert.ok(
          said.some((body) => reminds.test(body)),
          said.join("\n"),
        );
        if (!word) continue;
        await reply(who, word);
        assert.equal(
          texts(who).at(-1).body,
          "Kaffeehaus: you're opted out and won't get any more texts from us.",
          word,
        );
      }
      const counts = everybody.map(({ who }) => texts(who).length);

      await pass(8 * DAY, 2 * DAY);
      const left = await allLeave(other);
      await comeInTime(left.slice(-1).map((each) => ({ ...each, says: reminds })));
      await pass(6 * HOUR, HOUR);
      const more = everybody.map(({ who }, at) => texts(who).length - counts[at]);
      assert.deepEqual(more, [...people.map(() => 0), 1], "who had said no was texted a week later");
      assertQuiet(store, ...devices);
    });
}
