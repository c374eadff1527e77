// Owns the proof that activity and numbers say what really happened: each is checked against what was done by hand.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { DAY, HOUR, MINUTE, numberOf, openNumbers } from "./numbers_scene.mjs";
import { RestClient } from "./rest_client.mjs";
import { after, before, describe, test } from "./with_woocommerce.mjs";

const answers = JSON.parse(readFileSync(new URL("../schema/answers.json", import.meta.url), "utf8"));
const words = (/** @type {string} */ name) => answers.definitions[name].oneOf.map(({ const: word }) => word);

/** What a page says of a word that it does not know. */
const UNKNOWN = /^Reason: /;
const TOOK = 4900;

/** What takes a week of the store's time more. */
const EVERY = process.env.CARTSIGNAL_EVERY === "1";
const LONG = { skip: EVERY ? false : "CARTSIGNAL_EVERY=1 runs it" };

describe("activity and numbers of a store", () => {
  /** @type {Awaited<ReturnType<typeof openNumbers>>} */
  let scene;
  /** @type {RestClient} */
  let rest;
  let begun = 0;
  let firstDay = 0;
  let order = 0;
  /** @type {Record<number, string>} */
  const keys = {};

  /** Returns when the day of a moment begins, or one so many days later. */
  const dayOf = (moment, later) =>
    scene.php("return Cartsignal\\Numbers\\Days::begins(Cartsignal\\Numbers\\Days::of($args[0]) + $args[1]);", [
      moment,
      later,
    ]);

  /** People come and leave their carts. */
  async function come(people) {
    const found = await scene.leave(...people);
    people.forEach(({ n }, place) => (keys[n] = found[place]));
  }

  before(async () => {
    scene = await openNumbers({
      provider: { receipts: ({ to }) => (to === numberOf(3) ? "30003" : "delivered") },
    });
    const { store, work, pass, tap, buy, provider } = scene;
    begun = store.clock.now();
    firstDay = await dayOf(begun, 0);
    await come([1, 2, 3, 4, 5, 6, 7].map((n) => ({ n })));
    await come([{ n: 9, number: "+4915112345679", country: "DE", name: "Grete" }]);
    await work();
    await buy({ n: 7 });
    await pass(125 * MINUTE);
    await tap(1);
    await tap(2);
    await work();
    [order] = await buy({ n: 1, total: TOOK / 100 });
    const sent = provider.sentTo(numberOf(6)).at(-1).createdAt;
    await buy({ n: 6, total: 5, cart: null, at: sent - 5 * MINUTE, quietly: true });
    await provider.inbound({ from: numberOf(4), to: "+18335550123", body: "STOP" });
    await provider.inbound({ from: numberOf(5), to: "+18335550123", body: "I will stop by the store tomorrow" });
    await work();
    // Half past seven in the evening: it is due when the hours are over.
    await store.clock.jump("2026-12-01T19:30:00Z");
    await come([{ n: 8 }]);
    await pass(125 * MINUTE);
    rest = await RestClient.open(store);
  });

  after(async () => {
    const errors = scene.store.errors().filter(({ isOurs }) => isOurs);
    await scene.store.close();
    assert.deepEqual(errors, []);
  });

  /** The numbers since the beginning of the first day. */
  const period = () => scene.period(firstDay, scene.store.clock.now() + 1);

  test("every reason, refusal, rule and receipt of the core has words", async () => {
    const told = await scene.php(
      `[$reasons, $outcomes, $rules] = $args;
       $says = static fn (string $word): string => Cartsignal\\Activity\\Reasons::sentence($word);
       $clause = static fn (string $rule): array => Cartsignal\\Activity\\Reasons::clause(
         ['rule' => $rule, 'holds' => true, 'saw' => ['count' => 3], 'allows' => ['count' => 2]]);
       return [array_map($says, $reasons), array_map(Cartsignal\\Activity\\Reasons::outcome(...), $outcomes),
         array_map($clause, $rules)];`,
      [words("Reason"), [...words("Refusal"), ...words("ReceiptState")], words("Rule")],
    );
    const [reasons, outcomes, rules] = told;
    for (const sentence of [...reasons, ...outcomes, ...rules.map(({ says }) => says)]) {
      assert.doesNotMatch(sentence, UNKNOWN);
      assert.doesNotMatch(sentence, /_/);
    }
    assert.equal(new Set(reasons).size, reasons.length, "each reason has its own sentence");
    assert.match(await scene.php("return Cartsignal\\Activity\\Reasons::sentence('of_tomorrow');"), UNKNOWN);
  });

  test("each number is what was done by hand", async () => {
    const { countries, total, currency, lateness } = await period();
    const { GB: gb, DE: de } = countries;
    assert.equal(currency, "EUR");
    const parts = scene.provider.messages
      .filter(({ to, direction }) => direction !== "inbound" && to.startsWith("+44"))
      .reduce((sum, message) => sum + message.parts, 0);
    assert.deepEqual(
      Object.fromEntries(
        ["sent", "delivered", "undelivered", "clicked", "bought", "revenue_minor", "unknown", "refused"].map((name) => [
          name,
          gb[name],
        ]),
      ),
      { sent: 6, delivered: 5, undelivered: 1, clicked: 2, bought: 1, revenue_minor: TOOK, unknown: 0, refused: 0 },
    );
    assert.equal(gb.spend_micros, parts * 40_000);
    assert.equal(gb.net_minor, TOOK - Math.round((parts * 40_000) / 10_000));
    assert.deepEqual([gb.opt_outs, gb.replies_waiting, gb.held, de.asked, de.held], [1, 1, 1, 1, 1]);
    assert.deepEqual([gb.held_by_reason, de.held_by_reason], [{ quiet_hours: 1 }, { awaiting_confirmation: 1 }]);
    assert.equal(total.dropped_by_reason.bought, 1);
    assert.equal(total.texted_after_purchase, 1, "the order that the core was not told of");
    assert.ok(lateness.p95_ms < 10 * MINUTE && lateness.late === 0, JSON.stringify(lateness));
    const steps = {
      carts: 7,
      phone: 7,
      consent: 7,
      confirmed: 7,
      window: 6,
      sent: 6,
      delivered: 5,
      clicked: 2,
      bought: 1,
    };
    assert.deepEqual(gb.steps, steps);
    assert.deepEqual(gb.waiting, { confirmed: 1 });
    assert.deepEqual([gb.loss.step, gb.loss.lost, gb.loss.of], ["clicked", 3, 5]);
    assert.match(gb.loss.sentence, /3 of 5/);
    assert.ok(gb.loss.advice.length > 20);
  });

  test("a cart has one line, however often it was decided about", async () => {
    const { items, next } = await rest.get("/activity");
    assert.equal(next, null);
    const of = (n) => items.filter(({ who, result }) => who.key === keys[n] && result !== "answered");
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9]) assert.equal(of(n).length, 1, `cart ${n}: ${JSON.stringify(of(n))}`);
    const results = [1, 2, 3, 6, 7, 8, 9].map((n) => of(n)[0].result);
    assert.deepEqual(results, ["bought", "clicked", "undelivered", "delivered", "dropped", "held", "asked"]);
    assert.deepEqual([of(1)[0].amount_minor, of(1)[0].order], [TOOK, order]);
    assert.match(of(7)[0].says, /bought/);
    assert.match(of(8)[0].says, /outside the hours .*until December 2, 2026/);
    const { name, digits } = of(1)[0].who;
    assert.deepEqual([name, digits, of(1)[0].country], ["Ada", "01", "GB"]);
    const times = items.map(({ at }) => at);
    assert.deepEqual(
      times,
      times.toSorted((one, other) => other - one),
      "newest first",
    );
    assert.doesNotMatch(JSON.stringify(items), /44740012/);
  });

  test("filters find what they name, and pages go on where the last one ended", async () => {
    const found = async (query) => (await rest.get(`/activity?${query}`)).items.map(({ who }) => who.key);
    assert.deepEqual(await found("result=bought"), [keys[1]]);
    assert.deepEqual(await found("country=DE"), [keys[9]]);
    assert.deepEqual(await found("reason=quiet_hours"), [keys[8]]);
    assert.deepEqual(await found("journey=nothing"), []);
    assert.deepEqual((await found("result=dropped&days=1&journey=cart_recovery")).length, 1);
    const { status, body } = await rest.ask("GET", "/activity?country=drop%20table");
    assert.equal(status, 400, JSON.stringify(body));
    const seen = await scene.php(
      `$rows = new Cartsignal\\Activity\\Rows($services->database());
       $all = []; [$at, $place] = [PHP_INT_MAX, PHP_INT_MAX];
       while (($page = $rows->before($at, $place, 0, 4)) !== []) {
         foreach ($page as $row) { $all[] = $row['decision']; [$at, $place] = [$row['at'], $row['place']]; }
       }
       return [$all, array_column($rows->before(PHP_INT_MAX, PHP_INT_MAX, 0, 500), 'decision')];`,
    );
    assert.deepEqual(seen[0], seen[1]);
  });

  test("a number, an order and a reference are found, and no answer repeats the number", async () => {
    const search = async (text) => rest.ok("POST", "/activity/search", { text });
    const [{ decision }] = (await rest.get("/activity?result=bought")).items;
    for (const typed of [numberOf(1), "07400 120001", "+44 (0) 7400 120001"]) {
      const found = await search(typed);
      assert.equal(found.shopper, keys[1], typed);
      assert.doesNotMatch(JSON.stringify(found), /740012/);
    }
    assert.equal((await search(String(order))).decision, decision);
    assert.equal((await search(scene.provider.sentTo(numberOf(1))[0].sid)).decision, decision);
    assert.equal((await search(decision)).decision, decision);
    assert.equal((await search("+447400129999")).shopper, null);
    assert.match((await search("999999")).says, /no order/);
    assert.match((await search("' OR 1=1 --")).says, /Nothing was found/);
    const [line] = await scene.store.sql(
      "SELECT COUNT(*) AS times FROM wp_options WHERE option_value LIKE '%7400120001%'",
    );
    assert.equal(Number(line.times), 0);
  });

  test("a decision is explained clause by clause, and its links open nobody's cart", async () => {
    const [{ decision }] = (await rest.get("/activity?result=bought")).items;
    const why = await rest.get(`/activity/${decision}`);
    assert.match(why.text, /^Kaffeehaus: Hi Ada, .*https:\/\/kaffee\.example\/·{7}/);
    assert.doesNotMatch(JSON.stringify(why), /kaffee\.example\/[0-9A-Za-z]{7}/);
    assert.ok(why.clauses.length >= 13);
    for (const clause of why.clauses) {
      assert.ok(clause.holds, clause.rule);
      assert.doesNotMatch(`${clause.says}${clause.saw}${clause.allows}`, UNKNOWN);
    }
    const clause = (rule) => why.clauses.find((each) => each.rule === rule);
    assert.deepEqual([clause("market").saw, clause("consent").saw], ["United Kingdom (UK)", "ticked the box"]);
    assert.match(clause("cap").allows, /^at most 2 texts$/);
    assert.match(why.changes_says, /handed over by/);
    assert.deepEqual([why.order.amount_minor, why.clicks.length], [TOOK, 1]);
    assert.ok(why.outcomes.some(({ says }) => /arrived/.test(says)));
    const [held] = (await rest.get("/activity?result=held&country=GB")).items;
    const waits = await rest.get(`/activity/${held.decision}`);
    assert.match(waits.changes_says, /^On December 2, 2026.* it is decided again\.$/);
    assert.deepEqual(
      waits.clauses.filter(({ holds }) => !holds).map(({ rule }) => rule),
      ["quiet_hours"],
    );
    assert.equal((await rest.ask("GET", "/activity/nothing")).status, 404);
  });

  test("one shopper's timeline has consent with its words, cart, text, tap and order", async () => {
    const { who, items } = await rest.get(`/activity/shopper/${keys[1]}`);
    assert.equal(who.name, "Ada");
    const kinds = items.map(({ kind }) => kind);
    for (const kind of ["consent", "cart", "text", "click", "order", "credit_order"])
      assert.ok(kinds.includes(kind), `${kind} is missing: ${kinds}`);
    assert.equal(items.find(({ kind }) => kind === "consent").text, "Text me about my basket.");
    assert.deepEqual(
      items.map(({ at }) => at),
      items.map(({ at }) => at).toSorted((one, other) => other - one),
    );
    const { opted_out_at: optedOut } = await rest.get(`/activity/shopper/${keys[4]}`);
    assert.ok(optedOut > begun);
    assert.equal((await rest.ask("GET", "/activity/shopper/r0000")).status, 404);
  });

  test("only who runs the store may look", async () => {
    const customer = await import("./admin_client.mjs").then(({ AdminClient }) =>
      AdminClient.login(scene.store, scene.store.ada),
    );
    for (const path of ["/activity", "/waiting", "/numbers", `/activity/shopper/${keys[1]}`]) {
      const { status, text } = await customer.request(`/wp-json/cartsignal/v1${path}`);
      assert.ok(status === 401 || status === 403, `${path}: ${status}`);
      assert.doesNotMatch(text, /Ada/);
    }
    assert.equal((await rest.ask("POST", "/activity/search", { text: "1", more: 1 })).status, 400);
  });

  test("the owner reads a reply as STOP once, and tries again what was set aside", async () => {
    const waiting = await rest.get("/waiting");
    assert.deepEqual(waiting.counts, { replies: 1, unknown: 0, set_aside: 0 });
    const [{ place, text, who }] = waiting.replies;
    assert.deepEqual([text, who.key], ["I will stop by the store tomorrow", keys[5]]);
    const done = await rest.ok("POST", `/waiting/replies/${place}`, { is: "stop" });
    assert.equal(done.counts.replies, 0);
    assert.equal((await rest.ask("POST", `/waiting/replies/${place}`, { is: "stop" })).status, 409);
    assert.equal((await rest.ask("POST", `/waiting/replies/${place}`, { is: "maybe" })).status, 400);
    await scene.work();
    assert.equal((await period()).countries.GB.opt_outs, 2);
    await scene.php(
      `$input = ['id' => 'bad', 'occurred_at' => $services->now(), 'trust' => 'server', 'what' => ['cart.updated' => ['cart' => '']]];
       $services->inbox()->say($input, $services->now(), 'w1', null);`,
    );
    for (let time = 0; time < 3; time += 1) await scene.pass(HOUR);
    const { set_aside: aside, counts } = await rest.get("/waiting");
    assert.deepEqual([aside.length, counts.set_aside], [1, 1]);
    assert.equal((await rest.ok("POST", `/waiting/arrivals/${aside[0].place}`)).counts.set_aside, 0);
    assert.equal((await rest.ask("POST", `/waiting/arrivals/${aside[0].place}`)).status, 409);
  });

  test("carts of people nobody can text are counted once, and nothing else of them is kept", async () => {
    const { store } = scene;
    const before = await period();
    const [{ id }] = await store.sql(
      "SELECT ID AS id FROM wp_posts WHERE post_name = 'filterpapier' AND post_type = 'product'",
    );
    for (let visitor = 0; visitor < 2; visitor += 1)
      await fetch(`${store.origin}/?add-to-cart=${id}`, { redirect: "manual" });
    await scene.pass(30 * HOUR);
    await scene.night();
    await scene.night();
    const { total } = await period();
    assert.equal(total.steps.carts, before.total.steps.carts + 2);
    assert.equal(total.steps.phone, before.total.steps.phone);
    const rows = await store.sql(
      "SELECT counts, counted_by, value FROM wp_cartsignal_facts WHERE counts LIKE 'numbers.carts.%'",
    );
    assert.deepEqual(
      rows.map(({ counts, value }) => [counts, Number(value)]),
      [["numbers.carts.left", 2]],
    );
  });

  test("both groups of the lot are compared by all that their people bought in the days after", LONG, async () => {
    const { store, php, buy, pass, night, work } = scene;
    const begins = store.clock.now();
    await php("(new Cartsignal\\Settings\\Saving($services))->save(['holdout_percent' => 50]);");
    await store.clock.jump("2026-12-04T12:00:00Z");
    const people = [21, 22, 23, 24, 25, 26, 27, 28, 29, 30];
    await come(people.map((n) => ({ n })));
    await work();
    await pass(125 * MINUTE);
    const drawn = await store.sql(
      "SELECT DISTINCT recipient FROM wp_cartsignal_decisions WHERE reason = 'holdout' AND at > ?",
      [begins],
    );
    const held = new Set(drawn.map(({ recipient }) => recipient));
    await store.clock.jump(`+${DAY}`);
    // By the number on the order alone, by the cart alone, twice, and too late.
    const orders = [
      { n: 21, total: 10, cart: null },
      { n: 22, total: 20, cart: null },
      { n: 23, total: 30, number: "" },
      { n: 24, total: 5, cart: null },
      { n: 24, total: 7, cart: null },
    ];
    await buy(...orders);
    const spent = new Map();
    for (const { n, total } of orders) spent.set(n, (spent.get(n) ?? 0) + total * 100);
    await store.clock.jump(`+${5 * DAY}`);
    await buy({ n: 25, total: 99, cart: null });
    await pass(3 * DAY);
    await night();
    const { texted, held: without, interval, months, months_at_half: half } = (await period()).compared;
    const group = (isHeld) => {
      const mine = people.filter((n) => held.has(keys[n]) === isHeld);
      const sums = mine.map((n) => spent.get(n) ?? 0);
      return {
        people: mine.length,
        buyers: sums.filter((sum) => sum > 0).length,
        sum: sums.reduce((total, sum) => total + sum, 0),
      };
    };
    assert.deepEqual([texted, without], [group(false), group(true)]);
    assert.equal(interval, null, "of ten people nobody can say anything");
    assert.ok(half > 0 && half <= months, `${half} ${months}`);
  });

  test("numbers outlive the decisions that they were counted from", async () => {
    const { store, night, pass } = scene;
    await pass(13 * DAY);
    await night();
    const kept = async () => {
      const { countries } = await scene.period(firstDay, await dayOf(begun, 2));
      const named = ({ sent, delivered, clicked, bought, net_minor, spend_micros, texted_after_purchase, steps }) => ({
        sent,
        delivered,
        clicked,
        bought,
        net_minor,
        spend_micros,
        texted_after_purchase,
        steps,
      });
      return [named(countries.GB), named(countries.DE)];
    };
    const before = await kept();
    assert.deepEqual([before[0].sent, before[0].clicked, before[0].bought], [6, 2, 1]);
    await night();
    for (const table of ["outcomes", "outbox", "decisions", "links"])
      await store.sql(`DELETE FROM wp_cartsignal_${table}`);
    assert.deepEqual(await kept(), before);
  });
});
