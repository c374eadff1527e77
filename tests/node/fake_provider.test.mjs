// Owns the proof that the fake provider speaks Twilio's API: npm `twilio`'s own client works against it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { readJournal } from "../../js/fake_provider/index.mjs";
import { countParts } from "../../js/fake_provider/parts.mjs";
import { next, NOON, PHONE, post, raw, start, STORE, twilioClient } from "./fake_provider_setup.mjs";

const SERVICE = `MG${"7".repeat(32)}`;

test("npm's client makes a text, fetches it and sees its states and price come", async (t) => {
  const { provider, time } = await start(t);
  const client = twilioClient(provider);
  const made = await client.messages.create({ to: PHONE, from: STORE, body: "Grüße aus dem Laden €" });
  assert.match(made.sid, /^SM[0-9a-f]{32}$/);
  assert.deepEqual(
    [made.status, made.numSegments, made.price, made.dateSent, made.direction, made.dateCreated.getTime()],
    ["queued", "1", null, null, "outbound-api", NOON],
  );
  assert.equal(made.body, "Grüße aus dem Laden €");

  time.now += 1000;
  await provider.tick();
  const sent = await client.messages(made.sid).fetch();
  assert.deepEqual([sent.status, sent.price, sent.priceUnit], ["sent", "-0.00830", "USD"]);
  assert.equal(sent.dateSent.getTime(), NOON + 1000);
  await provider.flush();
  assert.equal((await client.messages(made.sid).fetch()).status, "delivered");
  assert.equal((await client.balance.fetch()).balance, "24.99170");
  assert.equal((await client.api.v2010.accounts(provider.accountSid).fetch()).status, "active");
});

test("npm's client lists by number and by date, page after page, newest first", async (t) => {
  const { provider, time } = await start(t);
  const client = twilioClient(provider);
  const made = [];
  for (let count = 0; count < 5; count += 1) {
    made.unshift((await client.messages.create({ to: PHONE, from: STORE, body: `text ${count}` })).sid);
    time.now += 60_000;
    await provider.tick();
  }
  await client.messages.create({ to: "+15122340000", from: STORE, body: "for somebody else" });
  const listed = await client.messages.list({ to: PHONE, from: STORE, pageSize: 2 });
  assert.deepEqual(
    listed.map(({ sid }) => sid),
    made,
  );
  const since = await client.messages.list({ to: PHONE, dateSentAfter: new Date(NOON + 150_000) });
  assert.equal(since.length, 2);
  assert.equal((await client.messages.list({ dateSentBefore: new Date(NOON) })).length, 0);
  assert.equal((await client.messages.list({ to: "+15122340000" })).length, 1);
});

test("a text that was not sent yet has no date and no date filter finds it", async (t) => {
  const { provider } = await start(t);
  await post(provider);
  const client = twilioClient(provider);
  assert.equal((await client.messages.list({ dateSentAfter: new Date(NOON - 86_400_000) })).length, 0);
  assert.equal((await client.messages.list({ to: PHONE })).length, 1);
});

const REFUSED = [
  ["no recipient", { To: "" }, 21604, 400],
  ["a recipient of two digits", { To: "12" }, 21211, 400],
  ["an American number of nine digits", { To: "+151223456" }, 21211, 400],
  ["no sender", { From: "" }, 21603, 400],
  ["a sender of odd letters", { From: "Läden" }, 21212, 400],
  ["a number of another account", { From: "+18885550199" }, 21659, 400],
  ["a name of another account", { From: "Other" }, 21606, 400],
  ["a name to an American phone", { From: "Nordlicht" }, 21612, 400],
  ["a service nobody has", { From: "", MessagingServiceSid: `MG${"0".repeat(32)}` }, 21701, 404],
  ["no text", { Body: "" }, 21602, 400],
  ["a text of 1601 letters", { Body: "x".repeat(1601) }, 21617, 400],
  ["a country that is not enabled", { To: "+33612345678" }, 21408, 400],
  ["a callback that is no URL", { StatusCallback: "shop" }, 21609, 400],
  ["a callback with an underscore in its host", { StatusCallback: "https://my_shop.example/" }, 21609, 400],
  ["a validity of no time", { ValidityPeriod: "0" }, 20001, 400],
  ["Twilio's own number for a landline", { To: "+15005550009" }, 21614, 400],
  ["Twilio's own number for an unsubscribed phone", { To: "+15005550004" }, 21610, 400],
];

for (const [name, form, code, status] of REFUSED) {
  test(`${name} is refused with ${code} and makes nothing`, async (t) => {
    const senders = [{ from: STORE, service: SERVICE }, { from: "Nordlicht" }];
    const { provider } = await start(t, { senders, regions: ["+1", "+49"] });
    const answer = await post(provider, form);
    assert.deepEqual([answer.status, JSON.parse(answer.text).code], [status, code]);
    assert.match(JSON.parse(answer.text).more_info, new RegExp(`${code}$`));
    assert.deepEqual([provider.messages.length, provider.counts.refused], [0, 1]);
  });
}

test("npm's client reads a refusal as its own exception", async (t) => {
  const { provider } = await start(t);
  await assert.rejects(twilioClient(provider).messages.create({ to: "12", from: STORE, body: "x" }), {
    code: 21211,
    status: 400,
  });
  await assert.rejects(
    twilioClient(provider)
      .messages(`SM${"0".repeat(32)}`)
      .fetch(),
    { code: 20404, status: 404 },
  );
});

test("a wrong token, a foreign account and a suspended one are refused; an API key is let in", async (t) => {
  const { provider } = await start(t, { apiKeys: { SK1: "secret" } });
  const path = `/2010-04-01/Accounts/${provider.accountSid}/Balance.json`;
  const as = (user, token) => ({ Authorization: `Basic ${Buffer.from(`${user}:${token}`).toString("base64")}` });
  const wrong = await raw(provider, { path, headers: as(provider.accountSid, "no") });
  assert.deepEqual([wrong.status, JSON.parse(wrong.text).code], [401, 20003]);
  assert.match(wrong.headers["www-authenticate"], /^Basic/);
  assert.equal((await raw(provider, { path, headers: { Authorization: "Bearer x" } })).status, 401);
  assert.equal((await raw(provider, { path, headers: as("SK1", "secret") })).status, 200);
  assert.equal((await raw(provider, { path: "/2010-04-01/Accounts/AC9/Balance.json" })).status, 401);
  provider.setAccount({ status: "suspended" });
  assert.equal(JSON.parse((await post(provider)).text).code, 20005);
});

test("toll-free verification and the US campaign are found by npm's client", async (t) => {
  const senders = [{ from: STORE, service: SERVICE, verification: "IN_REVIEW", campaign: "VERIFIED" }];
  const { provider } = await start(t, { senders });
  const client = twilioClient(provider);
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: STORE });
  const find = () => client.messaging.v1.tollfreeVerifications.list({ tollfreePhoneNumberSid: number.sid });
  const [verification] = await find();
  assert.deepEqual([verification.tollfreePhoneNumber, verification.status], [STORE, "IN_REVIEW"]);
  const campaigns = await client.messaging.v1.services(SERVICE).usAppToPerson.list();
  assert.deepEqual(
    campaigns.map(({ campaignStatus }) => campaignStatus),
    ["VERIFIED"],
  );
  provider.setSender(STORE, { verification: "TWILIO_APPROVED" });
  assert.equal((await find())[0].status, "TWILIO_APPROVED");
});

test("a service answers before it has chosen its sender", async (t) => {
  const { provider } = await start(t, { senders: [{ from: STORE, service: SERVICE }] });
  const made = JSON.parse((await post(provider, { From: "", MessagingServiceSid: SERVICE })).text);
  assert.deepEqual([made.status, made.from, made.num_segments], ["accepted", null, "0"]);
  assert.deepEqual([provider.messages[0].from, provider.messages[0].service], [STORE, SERVICE]);
});

test("an outage refuses connections and ends with the same address and state", async (t) => {
  const { provider } = await start(t);
  await post(provider);
  const port = Number(new URL(provider.url).port);
  await provider.close();
  assert.equal((await post(provider)).error, "ECONNREFUSED");
  await provider.listen(port);
  await post(provider);
  assert.equal(provider.sentTo(PHONE).length, 2);
});

test("the journal holds each text that was made, a torn line left out", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "fake-provider-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const journal = join(folder, "made.jsonl");
  const { provider } = await start(t, { journal, faults: ({ body }) => (body === "b" ? "reset_after" : undefined) });
  for (const body of ["a", "b", ""]) await post(provider, { Body: body });
  appendFileSync(journal, '{"sid":"SM');
  assert.deepEqual(
    readJournal(journal).map(({ sid, to, body }) => [sid, to, body]),
    provider.messages.map(({ sid, to, body }) => [sid, to, body]),
  );
  assert.equal(provider.messages.length, 2);
});

test("the oldest texts are dropped beyond the bound and counted on", async (t) => {
  const { provider } = await start(t, { maxMessages: 3 });
  for (let count = 0; count < 5; count += 1) await post(provider, { Body: `text ${count}`, To: `+1512234000${count}` });
  await provider.flush();
  assert.deepEqual(
    provider.messages.map(({ body }) => body),
    ["text 2", "text 3", "text 4"],
  );
  assert.deepEqual([provider.counts.created, provider.counts.dropped], [5, 2]);
});

test("garbage of every kind is answered or cut off, and the server goes on", async (t) => {
  const { provider } = await start(t);
  const path = `/2010-04-01/Accounts/${provider.accountSid}/Messages.json`;
  const large = await raw(provider, { method: "POST", path, body: "x".repeat(70_000) });
  assert.ok(large.status === 413 || large.error !== undefined);
  for (const bytes of [
    "\0\0\0",
    "GET / HTTP/9.9\r\n\r\n",
    "GET http://[ HTTP/1.1\r\nHost: [\r\n\r\n",
    "POST // HTTP/1.1\r\n\r\n",
  ]) {
    await new Promise((resolve) => {
      const socket = connect(Number(new URL(provider.url).port), "127.0.0.1", () => socket.end(bytes));
      socket.on("error", resolve).on("close", resolve).resume();
    });
  }
  for (const odd of [
    "/%",
    "/2010-04-01/Accounts/%00.json",
    "//evil.example/phone",
    "/v1/Services/x/y/z",
    "/../../etc/passwd",
  ])
    assert.ok((await raw(provider, { path: odd })).status >= 400, odd);
  for (const body of ["%", "To=%FF&Body=%C0", "To[]=1", "=&=&="])
    assert.equal((await raw(provider, { method: "POST", path, body })).status, 400, body);
  assert.equal((await raw(provider, { path: `${path}?PageSize=-1` })).status, 400);
  assert.equal((await raw(provider, { path: `${path}?DateSent=never` })).status, 400);
  assert.equal((await raw(provider, { method: "DELETE", path })).status, 405);
  assert.equal((await post(provider)).status, 201);
  assert.equal(provider.events.filter(({ kind }) => kind === "fault_of_the_fake").length, 0);
});

test("events tell what happened without a number or a text", async (t) => {
  const { provider } = await start(t);
  const created = next(provider, "created");
  await post(provider, { Body: "a secret" });
  assert.equal((await created).sid, provider.messages[0].sid);
  await provider.flush();
  const told = JSON.stringify(provider.events);
  assert.ok(!told.includes("secret") && !told.includes(PHONE.slice(1)));
});

test("the command prints where it is, works on real time, and ends on a signal", async (t) => {
  const child = spawn(process.execPath, ["js/fake_provider/main.mjs", "--port", "0", "--token", "secret"]);
  t.after(() => child.kill("SIGKILL"));
  const ended = once(child, "close");
  const lines = [];
  for await (const line of createInterface({ input: child.stdout })) if (lines.push(line) === 4) break;
  const [url, page, accountSid, authToken] = lines.map((line) => line.split(/ +/).at(-1));
  assert.deepEqual([page, authToken], [`${url}/phone`, "secret"]);
  assert.equal((await post({ url, accountSid, authToken })).status, 201);
  assert.equal((await raw({ url, accountSid, authToken }, { path: "/phone" })).status, 200);
  child.kill("SIGTERM");
  assert.deepEqual(await ended, [0, null]);
});

test("parts follow the alphabets: 160 and 153 letters of GSM, 70 and 67 of others, no letter torn", () => {
  assert.deepEqual(["a".repeat(160), "a".repeat(161), "a".repeat(306), "a".repeat(307)].map(countParts), [1, 2, 2, 3]);
  assert.deepEqual(["€".repeat(80), "€".repeat(81)].map(countParts), [1, 2]);
  // 76 letters of two septets fill 152 of a part's 153: the last septet stays empty.
  assert.deepEqual(["€".repeat(152), "€".repeat(153)].map(countParts), [2, 3]);
  assert.deepEqual(["ש".repeat(70), "ש".repeat(71), "ש".repeat(135)].map(countParts), [1, 2, 3]);
  assert.deepEqual(["😀".repeat(35), "😀".repeat(66), "😀".repeat(67), ""].map(countParts), [1, 2, 3, 1]);
});
