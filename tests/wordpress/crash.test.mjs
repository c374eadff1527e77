// Owns the proof that accidents send no text twice and lose none unsaid: killed workers, killed runs, and hooks and calls
// that come twice or not at all.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { EVERY, HOUR, MINUTE, openAccidents, until } from "./crash_scene.mjs";

/** @type {import("./crash_scene.mjs").Scene} */
let scene;

const crashTest = (name, run) =>
  test(name, (t) =>
    scene.store.woocommerce ? run(t) : t.skip(`NO WOOCOMMERCE: nothing was killed. ${scene.store.missing}`),
  );

/** Tests in a store of their own. */
function inStore(orders, tests) {
  describe(`orders kept as ${orders}`, () => {
    before(async () => {
      scene = await openAccidents({ orders });
    });
    beforeEach(() => scene.noon?.());
    afterEach(() => scene.calm?.());
    after(() => scene?.store.close());
    tests();
  });
}

inStore("hpos", () => {
  crashTest("wherever an order's worker is killed, WooCommerce's order ends the text, and only that", ordering);
  crashTest("a worker killed as soon as it wrote loses no cart, and the same told again is no second text", writing);
  crashTest("wherever a run of the cron is killed, each text goes once or is shown as unknown", running);
  crashTest("hooks that fire twice, a form posted twice and receipts that come again change nothing", twice);
  crashTest("an order whose every hook was lost ends the text all the same", lost);
  crashTest("eight runs at once while a shopper fills the cart send one text to each", together);
});
if (EVERY)
  inStore("legacy", () => {
    crashTest("wherever an order's worker is killed, WooCommerce's order ends the text, and only that", ordering);
    crashTest("an order whose every hook was lost ends the text all the same", lost);
  });

/** Where a worker is killed while an order is placed. */
const ORDERING = {
  classic: [
    { hook: "woocommerce_checkout_create_order", priority: 99 },
    { hook: "woocommerce_new_order", priority: 1 },
    { hook: "woocommerce_checkout_order_created" },
    { hook: "woocommerce_checkout_order_processed", priority: 1, always: true },
    { hook: "woocommerce_checkout_order_processed", priority: 7 },
    { point: "appended" },
    { hook: "woocommerce_checkout_order_processed", priority: 99 },
    { hook: "woocommerce_order_status_changed", priority: 1 },
    { hook: "woocommerce_order_status_changed", priority: 99, always: true },
    { hook: "woocommerce_cart_emptied", priority: 1 },
    { hook: "woocommerce_cart_emptied", priority: 99 },
    { hook: "shutdown", priority: 14 },
    { point: "appended", nth: 2 },
    { hook: "shutdown", priority: 21 },
  ],
  block: [
    { hook: "woocommerce_store_api_checkout_update_order_from_request", priority: 1 },
    { hook: "woocommerce_store_api_checkout_update_order_from_request", priority: 99 },
    { hook: "woocommerce_store_api_checkout_order_processed", priority: 1 },
    { hook: "woocommerce_store_api_checkout_order_processed", priority: 7 },
    { point: "appended", always: true },
    { hook: "woocommerce_store_api_checkout_order_processed", priority: 99 },
    { hook: "woocommerce_new_order", priority: 1 },
    { hook: "woocommerce_order_status_changed", priority: 1 },
    { hook: "woocommerce_order_status_changed", priority: 99 },
    { hook: "woocommerce_order_status_changed", priority: 1, nth: 2 },
    { hook: "woocommerce_order_status_changed", priority: 99, nth: 2 },
    { hook: "woocommerce_cart_emptied", priority: 99 },
    { hook: "shutdown", priority: 14, always: true },
    { point: "appended", nth: 2 },
    { hook: "shutdown", priority: 21 },
  ],
};

const ADDRESS_OF = { classic: "wc-ajax=checkout", block: "/store/v1/checkout" };

async function ordering() {
  const cases = [];
  for (const kind of /** @type {const} */ (["classic", "block"])) {
    for (const { always, ...kill } of ORDERING[kind]) {
      if (!EVERY && !always) continue;
      const person = await scene.person().leave();
      scene.wish({ in: ADDRESS_OF[kind], kill });
      await person.order(kind);
      const what = `${kind}, ${JSON.stringify(kill)}`;
      assert.ok(scene.unwish(), `nobody was killed: ${what}`);
      const found = await scene.orders(person);
      assert.ok(found.length <= 1, `${what}: ${JSON.stringify(found)}`);
      const isBought = found.some(({ status }) => status === "processing");
      const pressesAgain = !isBought && cases.length % 2 === 0;
      if (pressesAgain) assert.ok(await person.order(kind), `the order was not placed the second time: ${what}`);
      cases.push({ person, what, isBought: isBought || pressesAgain });
    }
  }
  await scene.pass(3 * HOUR, HOUR / 2);
  for (const { person, what, isBought } of cases) {
    const bought = (await scene.orders(person)).filter(({ status }) => status === "processing");
    assert.equal(bought.length, isBought ? 1 : 0, what);
    assert.equal(scene.texts(person).length, isBought ? 0 : 1, what);
  }
  assert.deepEqual(await scene.open(), []);
}

async function writing() {
  const ticked = scene.person();
  await ticked.add();
  scene.wish({ in: "cart/extensions", kill: { point: "appended" } });
  assert.equal(await ticked.tick(), undefined);
  assert.ok(scene.unwish());
  // The page tells it again: the session knows nothing of the first time.
  assert.equal(await ticked.tick(), 200);

  const added = await scene.person().leave();
  scene.wish({ in: "cart/add-item", kill: { point: "appended" } });
  await added.post("cart/add-item", { id: added.product, quantity: 1 });
  assert.ok(scene.unwish());

  await scene.pass(HOUR, HOUR / 2);
  for (const person of [ticked, added]) assert.equal(scene.texts(person).length, 1);
  assert.deepEqual(await scene.open(), []);
}

/** Where a run is killed: while it takes arrivals in, while it fires wakes and sends, and while it looks for the lost. */
const RUNNING = {
  intake: ["input_taken", "stepped", "states_written", "decisions_written", "input_written", "input_committed"],
  sending: [
    "wakes_moved",
    "wakes_committed",
    "checked",
    "admitted",
    "attempting_written",
    "attempting_committed",
    "mark_written",
    "request_begun",
    "connecting",
    "answer_read",
    "outcome_written",
    "outcome_committed",
  ],
  silence: ["unknown_written", "unknown_committed", "looked_up"],
};
const ALWAYS = ["states_written", "attempting_committed", "answer_read"];

async function running() {
  const points = (phase) => RUNNING[phase].filter((point) => EVERY || ALWAYS.includes(point));
  const people = [];
  const quiet = true;
  scene.wish({ quiet });
  const needed = EVERY ? 12 : 4;
  for (let count = 0; count < needed; count += 1) people.push(await scene.person().leave());
  const adding = people[0];

  async function killAt(point) {
    scene.wish({ quiet, in: "cron", kill: { point } });
    // WordPress lets a minute pass until it believes that a run is dead.
    await scene.store.clock.jump("+61000");
    assert.equal(await scene.cron(), false, `no run came to \`${point}\``);
    assert.ok(scene.unwish(), point);
  }

  for (const point of points("intake")) await killAt(point);
  scene.wish({ quiet });
  await scene.pass(61_000);
  assert.deepEqual(await scene.open(), []);
  await scene.store.clock.jump(`+${29 * MINUTE}`);
  for (const point of points("sending")) await killAt(point);

  // The run behind a shopper's own response: the shopper has the answer already.
  await scene.store.clock.jump("+61000");
  scene.wish({ in: "cart/add-item", kill: { point: "request_begun" } });
  assert.equal(await adding.post("cart/add-item", { id: adding.product, quantity: 1 }), 201);
  await until(() => scene.happened(), "no run came behind a response");

  await scene.store.clock.jump(`+${2 * MINUTE}`);
  for (const point of points("silence")) await killAt(point);
  scene.unwish();
  await scene.pass(12 * MINUTE, 3 * MINUTE);
  await scene.pass(2 * HOUR, HOUR);

  const { unknown, quarantined } = await scene.overview();
  assert.deepEqual(quarantined, []);
  let sent = 0;
  for (const [nth, person] of people.entries()) {
    const texts = scene.texts(person);
    const lines = await scene.lines(person);
    const told = `the ${nth}th: ${texts.length} texts, ${JSON.stringify(lines)}`;
    assert.ok(texts.length <= 1, told);
    assert.equal(lines.filter(({ state }) => ["waiting", "attempting"].includes(state)).length, 0, told);
    const ends = lines.map(({ state }) => state);
    assert.ok(ends.includes(texts.length === 1 ? "accepted" : "unknown"), told);
    sent += texts.length;
  }
  // What was marked and did not leave is the price of never sending twice.
  const price = EVERY ? 6 : 2;
  assert.ok(sent >= needed - price, `${sent} of ${needed} were sent`);
  assert.equal(unknown.length, needed - sent, "each that did not go is shown");
  assert.deepEqual(await scene.open(), []);
}

async function twice() {
  const buyer = await scene.person().leave();
  const HOOKS = ["new_order", "order_status_changed", "store_api_checkout_order_processed", "add_to_cart"];
  scene.wish({ in: "/store/v1/", twice: HOOKS.map((hook) => `woocommerce_${hook}`) });
  const twice = scene.person();
  await twice.add();
  await twice.tick();
  await Promise.all([twice.tick(), twice.tick()]);
  assert.ok(await buyer.order("block"));
  scene.unwish();
  assert.equal((await scene.orders(buyer)).length, 1);

  await scene.pass(HOUR, HOUR / 2);
  assert.equal(scene.texts(buyer).length, 0);
  const [text, ...more] = scene.texts(twice);
  assert.deepEqual(more, []);
  const repeated = async () => {
    const { hooks } = await scene.overview();
    return hooks.filter(({ what }) => what === "repeated").reduce((sum, { times }) => sum + times, 0);
  };
  const before = await repeated();
  const tells = async (state) => (await scene.store.provider.receipt(text.sid, { state })) ?? 0;
  for (const point of EVERY ? ["read", "proved", "written", "committed", "answered"] : ["committed"]) {
    scene.wish({ in: "/hooks/", kill: { point: `hook_${point}` } });
    // Only what is told for the first time is written.
    const status = await tells(point === "written" ? "sending" : "delivered");
    assert.ok(status === 0 || status >= 500, `the provider would not try again after ${status}`);
    assert.ok(scene.unwish(), `no call was killed at hook_${point}`);
  }
  for (const state of ["delivered", "sent", "delivered"]) assert.equal(Math.trunc((await tells(state)) / 100), 2);
  assert.ok((await repeated()) >= before + 2);
  await scene.pass(MINUTE);
  assert.deepEqual(
    (await scene.lines(twice)).map(({ state, receipt }) => [state, receipt]),
    [["accepted", "delivered"]],
  );
  assert.deepEqual(await scene.open(), []);
}

async function lost() {
  const buyer = await scene.person().leave();
  await scene.pass(MINUTE);
  const LOST = ["new_order", "order_status_changed", "store_api_checkout_order_processed", "cart_emptied"];
  scene.wish({ in: "/store/v1/checkout", quiet: true, lost: LOST.map((hook) => `woocommerce_${hook}`) });
  const order = await buyer.order("block");
  assert.ok(order);
  scene.unwish();
  const rows = () =>
    scene.store.sql("SELECT place FROM wp_cartsignal_inbox WHERE natural_key LIKE ?", [`order:${order}:%`]);
  assert.deepEqual(await rows(), [], "a hook was there");
  await scene.pass(HOUR, HOUR / 2);
  assert.equal((await rows()).length, 1, "found once");
  assert.equal(scene.texts(buyer).length, 0);
}

async function together() {
  const people = [];
  for (let count = 0; count < 4; count += 1) people.push(await scene.person().leave());
  const [adding, ...others] = people;
  await scene.pass(2 * MINUTE);
  await scene.store.clock.jump(`+${29 * MINUTE}`);
  const drain = "return (object) $services->host()->drain(alone: false);";
  const runs = Array.from({ length: 8 }, (_, nth) => (nth % 2 === 0 ? scene.cron() : scene.php(drain)));
  const adds = [];
  for (let count = 0; count < 3; count += 1) adds.push((await adding.add()).status);
  await Promise.all(runs);
  assert.deepEqual(adds, [201, 201, 201]);
  await scene.pass(2 * MINUTE, MINUTE);
  for (const person of others) assert.equal(scene.texts(person).length, 1);
  await scene.pass(HOUR, HOUR / 2);
  assert.equal(scene.texts(adding).length, 1);
  assert.deepEqual(await scene.open(), []);
}
