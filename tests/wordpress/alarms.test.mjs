// Owns the proof of alarms: what goes wrong is mailed to the owner once, with a way out and nothing of a shopper, again a
// day later while it lasts, and once when it is well again.
import assert from "node:assert/strict";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openAccidents, DAY, EVERY, HOUR, MINUTE } from "./crash_scene.mjs";
import { after, before, test } from "./with_woocommerce.mjs";

/** @type {import("./crash_scene.mjs").Scene} */
let scene;
/** What the provider does to texts, to every other question, and to its receipts. */
const wishes = { text: undefined, ask: undefined, plan: undefined };
before(async () => {
  scene = await openAccidents({
    provider: {
      faults: () => wishes.text,
      apiFaults: () => wishes.ask,
      receipts: () => wishes.plan?.() ?? "delivered",
    },
  });
  scene.wish({ quiet: true });
  await scene.work();
});
after(() => scene?.store.close());

/** A test that leaves nothing wrong behind; one with people in it begins at noon of a day of its own. */
const alarmTest = (name, run, { noon = true, every = false } = {}) => {
  if (every && !EVERY) return;
  test(name, async () => {
    if (noon) {
      await scene.noon();
      await scene.work();
    }
    try {
      await run();
    } finally {
      Object.assign(wishes, { text: undefined, ask: undefined, plan: undefined });
      // The cron alone runs: another run would be under way while the clock jumps.
      scene.wish({ quiet: true });
    }
  });
};

const mailsOf = () => scene.store.mails().filter(({ subject }) => /Cartsignal/.test(subject));
const mailsSince = async (act) => {
  const before = mailsOf().length;
  await act();
  return mailsOf().slice(before);
};
/** Which of some mails are about something: "bad" or "well" for each. */
const about = (mails, pattern) =>
  mails
    .filter(({ message }) => pattern.test(message))
    .map(({ subject }) => (/well again/.test(subject) ? "well" : "bad"));
const alarms = async () =>
  (await scene.php("return array_column($services->host()->permission()->alarms(), 'alarm');")).sort();

/** Nothing of a person is in a mail. */
function assertImpersonal(mails, { phone, address }) {
  const secrets = [phone, phone.slice(3), address.email, address.last_name, address.first_name];
  for (const { subject, message } of mails)
    for (const secret of secrets) assert.ok(!`${subject}${message}`.includes(secret), `${secret} is in ${message}`);
}

alarmTest(
  "a login that the provider refuses is mailed at once, once a day, and once when it is well again",
  async () => {
    const LOGIN = /refuses the login/;
    const person = await scene.person().leave();
    await scene.pass(MINUTE);
    [wishes.text, wishes.ask] = ["20003", "20003"];
    const first = await mailsSince(() => scene.pass(31 * MINUTE));
    assert.deepEqual(scene.texts(person), []);
    assert.deepEqual(about(first, LOGIN), ["bad"], JSON.stringify([await alarms(), mailsOf(), scene.store.errors()]));
    const mail = first.find(({ message }) => LOGIN.test(message));
    assert.match(mail.subject, /^\[Kaffeehaus\] Cartsignal needs you: The provider refuses the login$/);
    assert.match(mail.message, /Enter the account SID and the auth token again/);
    assert.match(mail.message, /\/wp-admin\/admin\.php\?page=cartsignal#\/settings/);
    assert.ok(!/<\w+/.test(mail.message), "plain text");
    assertImpersonal(first, person);

    assert.deepEqual(about(await mailsSince(() => scene.pass(23 * HOUR, 23 * HOUR)), LOGIN), []);
    assert.deepEqual(
      about(await mailsSince(() => scene.pass(2 * HOUR)), LOGIN),
      ["bad"],
      "a day later, while it lasts",
    );
    wishes.text = wishes.ask = undefined;
    assert.deepEqual(about(await mailsSince(() => scene.pass(2 * HOUR)), LOGIN), [], "it may come back");
    assert.ok(!(await alarms()).includes("login_refused"));
    assert.deepEqual(about(await mailsSince(() => scene.pass(2 * HOUR)), LOGIN), ["well"]);
    assert.deepEqual(about(await mailsSince(() => scene.pass(2 * DAY, DAY)), LOGIN), []);
  },
);

alarmTest("texts without a receipt for two hours are an alarm, and a receipt ends it", async () => {
  const RECEIPTS = /reported on none of them/;
  wishes.plan = () => "never";
  await scene.person().leave();
  await scene.pass(MINUTE);
  assert.deepEqual(about(await mailsSince(() => scene.pass(31 * MINUTE)), RECEIPTS), []);
  assert.deepEqual(about(await mailsSince(() => scene.pass(110 * MINUTE)), RECEIPTS), []);
  assert.deepEqual(about(await mailsSince(() => scene.pass(14 * MINUTE)), RECEIPTS), ["bad"]);
  wishes.plan = undefined;
  await scene.person().leave();
  await scene.pass(MINUTE);
  await scene.pass(31 * MINUTE);
  // The phone reports, and the next run takes that in.
  await scene.pass(2 * MINUTE, MINUTE);
  assert.ok(!(await alarms()).includes("no_receipts"), JSON.stringify(await alarms()));
});

alarmTest(
  "calls with a wrong signature are an alarm where receipts are missing, and none where they come",
  async () => {
    const UNSIGNED = /signature is wrong/;
    const forge = () =>
      fetch(`${scene.store.origin}/wp-json/cartsignal/v1/hooks/twilio?ref=x`, { method: "POST", body: "a=b" });
    assert.equal((await forge()).status, 403);
    assert.deepEqual(about(await mailsSince(() => scene.pass(2 * MINUTE)), UNSIGNED), [], "anybody can call");
    wishes.plan = () => "never";
    await scene.person().leave();
    await scene.pass(MINUTE);
    await scene.pass(31 * MINUTE);
    await forge();
    const mails = await mailsSince(() => scene.pass(12 * MINUTE));
    assert.deepEqual(about(mails, UNSIGNED), ["bad"], JSON.stringify([await alarms(), mails]));
  },
  { every: true },
);

alarmTest(
  "money that ends at the provider is told before it is gone",
  async () => {
    const ENDS = /nearly used up/;
    scene.store.provider.setAccount({ balance: { micros: 4_990_000, currency: "USD" } });
    assert.deepEqual(about(await mailsSince(() => scene.pass(61 * MINUTE)), ENDS), ["bad"]);
    scene.store.provider.setAccount({ balance: { micros: 40_000_000, currency: "USD" } });
    await scene.pass(61 * MINUTE);
    assert.ok(!(await alarms()).includes("balance_ends"));
  },
  { noon: false },
);

alarmTest("a runner that came late says so itself", async () => {
  await scene.person().leave();
  await scene.pass(MINUTE);
  const mails = await mailsSince(() => scene.pass(44 * MINUTE));
  assert.deepEqual(about(mails, /more than ten minutes late/), ["bad"]);
  assert.match(mails.find(({ message }) => /ten minutes late/.test(message)).message, /crontab/);
});

alarmTest(
  "lost keys are mailed though nothing can be read without them, and well again once they are back",
  async () => {
    const KEYS = /keys of this store are missing/;
    const file = join(scene.store.site, "wp-content", "cartsignal-keys.php");
    renameSync(file, `${file}.away`);
    let mails;
    try {
      mails = await mailsSince(() => scene.pass(2 * MINUTE));
    } finally {
      renameSync(`${file}.away`, file);
    }
    assert.deepEqual(about(mails, KEYS), ["bad"], JSON.stringify(mails));
    assert.deepEqual(about(await mailsSince(() => scene.pass(124 * MINUTE, 62 * MINUTE)), KEYS), ["well"]);
    scene.store.forgetErrors();
  },
  { noon: false },
);

alarmTest(
  "what waits for the owner is told: arrivals set aside, and replies after a day",
  async () => {
    const { now } = scene.store.clock;
    await scene.store.sql(
      `INSERT INTO wp_cartsignal_inbox (natural_key, kind, at, state, attempts) VALUES ('broken', 'order', ?, 'quarantined', 3)`,
      [now()],
    );
    await scene.store.sql(
      `INSERT INTO wp_cartsignal_replies (recipient, at, kind, state, provider_id) VALUES ('r', ?, 'ambiguous', 'waiting', 'SM1')`,
      [now() - 23 * HOUR],
    );
    const first = await mailsSince(() => scene.pass(2 * MINUTE));
    assert.deepEqual(about(first, /set aside after three failures/), ["bad"]);
    assert.deepEqual(about(first, /has waited for you/), [], "not before a day");
    assert.deepEqual(about(await mailsSince(() => scene.pass(2 * HOUR)), /has waited for you/), ["bad"]);
    await scene.store.sql("DELETE FROM wp_cartsignal_replies WHERE provider_id = 'SM1'");
    await scene.store.sql("DELETE FROM wp_cartsignal_inbox WHERE natural_key = 'broken'");
  },
  { noon: false },
);

/** Lets the mailer refuse everything. */
const mailer = () => join(scene.store.site, "wp-content", "mu-plugins", "no-mail.php");
const refuseMails = () => writeFileSync(mailer(), "<?php add_filter('pre_wp_mail', fn () => false, 99);");
const setAside = (id) =>
  scene.store.sql(
    "INSERT INTO wp_cartsignal_inbox (natural_key, kind, at, state) VALUES (?, 'order', 1, 'quarantined')",
    [id],
  );
const clear = async () => {
  await scene.store.sql("DELETE FROM wp_cartsignal_inbox WHERE state = 'quarantined'");
  await scene.store.sql("DELETE FROM wp_cartsignal_settings WHERE name LIKE 'mailed%' OR name LIKE 'alarm%'");
};

alarmTest(
  "a mail that the store can't send is shown among the alarms, and sent once it can",
  async () => {
    await clear();
    await setAside("unmailed");
    refuseMails();
    try {
      await scene.pass(2 * MINUTE);
      assert.ok((await alarms()).includes("mail_failed"));
    } finally {
      rmSync(mailer());
    }
    const mails = await mailsSince(() => scene.pass(62 * MINUTE));
    assert.deepEqual(about(mails, /set aside/), ["bad"]);
    assert.ok(!(await alarms()).includes("mail_failed"));
    await clear();
  },
  { noon: false },
);

for (const [point, mails] of [
  ["mail_claimed", 1],
  ["mail_sent", 2],
])
  alarmTest(
    `a process killed at ${point} costs no mail, and doubles it once at most`,
    async () => {
      await clear();
      await setAside(point);
      scene.wish({ quiet: true, in: "cron", kill: { point } });
      const seen = await mailsSince(async () => {
        await scene.pass(2 * MINUTE);
        assert.ok(scene.unwish(), "nobody was killed");
        await scene.pass(22 * MINUTE, 11 * MINUTE);
        await scene.pass(5 * HOUR);
      });
      assert.equal(about(seen, /set aside/).length, mails);
      await clear();
    },
    { noon: false, every: point === "mail_sent" },
  );

alarmTest(
  "what is mailed is also told over REST, with its way out, to those who run the store",
  async () => {
    await clear();
    await setAside("told");
    await scene.pass(2 * MINUTE);
    const route = "/cartsignal/v1/alarms";
    const ask = (admin) =>
      scene.store.call(
        "$answer = rest_do_request(new WP_REST_Request('GET', $args[0])); return [$answer->get_status(), $answer->get_data()];",
        [route],
        { admin },
      );
    assert.equal((await ask(false))[0], 401);
    const [status, { items }] = await ask(true);
    assert.equal(status, 200);
    const told = items.find(({ name }) => name === "quarantined");
    assert.match(told.way_out, /Try again/);
    assert.equal(told.route, "/activity");
    await clear();
  },
  { noon: false },
);

/** Lets people whose numbers begin at `from` leave carts, as arrivals that capture wrote. */
const leaveMany = (from, people) =>
  scene.php(
    `foreach (range($args[0], $args[0] + $args[1] - 1) as $n) {
       $phone = (new Cartsignal\\Core\\Sending($services->core()))->parsePhone('+447401' . (100 + $n) . '456')->phone;
       $recipient = $services->keys()->recipient($phone->e164);
       $known = ['e164' => $phone->e164, 'number' => $phone->number, 'locale' => 'en-GB', 'network' => "n$n"];
       $services->people()->learn('recipient', $recipient, $known);
       $cart = ['cart' => "many-$n", 'version' => 1, 'change' => 'added', 'currency' => 'EUR',
         'lines' => [['product' => 'tea', 'quantity' => 2, 'unit_price_minor' => 1950]]];
       foreach ([
         ['contact.provided' => ['recipient' => $recipient]],
         ['consent.granted' => ['purpose' => 'cart', 'channel' => 'sms', 'evidence' => "many$n"]],
         ['cart.updated' => $cart],
       ] as $place => $what) {
         $trust = isset($what['cart.updated']) ? 'server' : 'signed';
         $input = ['id' => "many$n:$place", 'occurred_at' => $services->now(), 'trust' => $trust, 'what' => $what];
         $services->inbox()->say($input, $services->now(), "many$n", $recipient);
       }
     }`,
    [from, people],
  );
const texted = () => scene.store.provider.messages.filter(({ to }) => to.startsWith("+447401")).length;
const pausedJourneys = () => scene.php("return $services->settings()->pausedJourneys();");

alarmTest(
  "a journey whose texts don't arrive is paused with a mail, and what the owner resumes begins anew",
  async () => {
    const PAUSED = /more than 10 percent of its last texts could not be delivered/;
    let nth = 0;
    const bad = [
      { state: "sent", after: 1_000 },
      { state: "undelivered", after: 2_000, code: 30003 },
    ];
    wishes.plan = () => ((nth += 1) % 4 === 0 ? bad : "delivered");
    await leaveMany(1, 24);
    await scene.pass(MINUTE);
    await scene.pass(121 * MINUTE);
    await scene.pass(2 * MINUTE, MINUTE);
    assert.equal(texted(), 24);
    const mails = await mailsSince(() => scene.pass(2 * MINUTE, MINUTE));
    const all = mailsOf();
    assert.deepEqual(about(all, PAUSED), ["bad"], JSON.stringify([await alarms(), mails, scene.store.errors()]));
    assert.deepEqual(await pausedJourneys(), ["cart_recovery"]);

    wishes.plan = undefined;
    await leaveMany(31, 1);
    await scene.pass(MINUTE);
    await scene.pass(121 * MINUTE);
    assert.equal(texted(), 24, "paused");

    await scene.php("(new Cartsignal\\Settings\\Saving($services))->save(['paused_journeys' => []]);");
    await scene.pass(2 * MINUTE);
    await leaveMany(41, 1);
    await scene.pass(MINUTE);
    await scene.pass(121 * MINUTE);
    assert.equal(texted(), 25, "who left a cart after the resume is texted, who left one before it is not");
    assert.deepEqual(await pausedJourneys(), [], "the texts of before count no more");
    assert.deepEqual(
      (await alarms()).filter((name) => name.startsWith("journey")),
      [],
    );
  },
);

alarmTest("a month's budget is told at 80 percent and when it is spent", async () => {
  await leaveMany(51, 1);
  await scene.pass(MINUTE);
  await scene.pass(121 * MINUTE);
  const { month } = await scene.php("return $services->host()->spending();");
  assert.ok(month.spent_micros > 0);
  const limit = (micros) =>
    scene.php(
      `(new Cartsignal\\Settings\\Saving($services))->save(['budget' => ['month_micros' => $args[0], 'day_micros' => $args[0]]]);`,
      [micros],
    );
  await limit(Math.floor(month.spent_micros / 0.79));
  assert.deepEqual(about(await mailsSince(() => scene.pass(2 * MINUTE)), /budget/), []);
  await limit(Math.floor(month.spent_micros / 0.81));
  assert.deepEqual(about(await mailsSince(() => scene.pass(2 * MINUTE)), /80 percent of this month's budget/), ["bad"]);
  await limit(month.spent_micros);
  assert.deepEqual(about(await mailsSince(() => scene.pass(2 * MINUTE)), /no more texts go out until next month/), [
    "bad",
  ]);
  await scene.php("(new Cartsignal\\Settings\\Saving($services))->save(['budget' => null]);");
});

alarmTest(
  "the digest comes on Monday at eight, once, with a line for each country and nothing of a person",
  async () => {
    const DIGEST = /Your week with Cartsignal/;
    const monday = await scene.php(
      `return (new DateTimeImmutable('@' . intdiv($services->now(), 1000)))->setTimezone(wp_timezone())
       ->modify('next monday')->setTime(8, 0)->getTimestamp() * 1000;`,
    );
    const person = await scene.person().leave();
    await scene.pass(MINUTE);
    await scene.pass(31 * MINUTE);
    await scene.store.clock.jump(new Date(monday - 3 * MINUTE));
    assert.deepEqual(about(await mailsSince(scene.work), DIGEST), []);
    await scene.store.clock.jump(new Date(monday + MINUTE));
    const mails = (await mailsSince(scene.work)).filter(({ subject }) => DIGEST.test(subject));
    assert.equal(mails.length, 1, JSON.stringify([mailsOf(), scene.store.errors()]));
    const [{ message }] = mails;
    for (const country of ["DE", "FR", "GB", "US"])
      assert.match(message, new RegExp(`^${country}: sent \\d+, delivered \\d+`, "m"));
    assert.match(message, /Texted within 10 minutes of a purchase: nobody/);
    assertImpersonal(mails, person);
    assert.deepEqual(about(await mailsSince(() => scene.pass(DAY)), DIGEST), [], "once");
    await scene.php("$services->settings()->change(['digest' => false]);");
    await scene.store.clock.jump(new Date(monday + 7 * DAY + MINUTE));
    assert.deepEqual(about(await mailsSince(scene.work), DIGEST), [], "the owner does not want it");
  },
);

alarmTest(
  "more than five strangers' tries of one coupon are told, and five are not",
  async () => {
    const tried = (times) =>
      scene.php(
        `$tries = new Cartsignal\\Guards\\CouponTries($services);
       foreach (range(1, $args[0]) as $time) { $tries->tried('one'); }
       return $tries->areMany($services->now());`,
        [times],
      );
    assert.equal(await tried(5), false);
    assert.equal(await tried(1), true);
  },
  { noon: false },
);
