// Owns the proof of the whole: a real cart is left, texted, brought back on another device, bought, and left alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noChrome } from "../store/browser.mjs";
import { assertQuiet, DAY, HOUR, linksOf, londoner, MINUTE, openStory } from "./story_scene.mjs";

const everything = process.env.CARTSIGNAL_EVERY ? ["hpos", "legacy"] : ["hpos"];

for (const orders of everything)
  for (const kind of ["block", "classic"])
    test(
      `a cart left at the ${kind} checkout is texted, restored elsewhere, bought and left alone (${orders})`,
      {
        skip: noChrome(),
      },
      async (t) => {
        const story = await openStory(t, { checkout: kind, orders });
        if (!story) return;
        const { store, browser, pass, texts, php } = story;
        const greta = londoner(6);

        const desk = await browser.profile();
        await desk.addProduct("laenderkaffee", { attributes: { pa_groesse: "250-g", mahlgrad: "Gemahlen" } });
        await desk.addQuickly("tasse-mit-gravur", 2, { engraving: "For Ada" });
        const left = await desk.cart();
        await story.leaveAtCheckout(desk, kind, greta);
        await story.work();
        await pass(28 * MINUTE);
        assert.deepEqual(texts(greta), [], "it came too early");

        await pass(3 * MINUTE);
        const [text, ...more] = texts(greta);
        assert.deepEqual(more, []);
        assert.match(
          text.body,
          /^Kaffeehaus: Hi Greta, you're almost done\. Finish your order here: \S+ No more texts: \S+$/,
        );
        const [link] = linksOf(text, store);

        const phone = await browser.profile({ device: "phone" });
        await phone.open(link);
        assert.match(new URL(phone.page.url()).pathname, /^\/(classic-)?checkout\/$/);
        assert.deepEqual(await phone.cart(), left);
        const cookies = await phone.context.cookies();
        assert.deepEqual(
          cookies.filter(({ name }) => /logged_in|sec_/.test(name)),
          [],
          "a link logs nobody in",
        );
        await phone.openCheckout(kind);
        await phone.fill(greta);
        const order = await phone.placeOrder();
        await pass(5 * MINUTE);

        const credited = await store.call("return wc_get_order($args[0])->get_meta('_cartsignal_decision');", [order]);
        const why = await php("return $services->host()->why($args[0]);", [credited]);
        assert.equal(why.act, "send");
        assert.equal(why.receipt, "delivered");
        const acts = (await story.reasons()).map(({ act, state }) => `${act} ${state ?? "-"}`);
        assert.ok(acts.includes("credit_order accepted"), `the order was not credited: ${acts.join(", ")}`);

        await pass(3 * DAY, 12 * HOUR);
        assert.equal(texts(greta).length, 1, "somebody who bought was texted again");
        assertQuiet(store, desk, phone);
      },
    );
