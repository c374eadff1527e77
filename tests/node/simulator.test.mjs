// Owns the tests of the simulator: the same seed is the same day, and a day has everything in it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { HABITS } from "../../js/simulator/habits.mjs";
import { Random } from "../../js/simulator/random.mjs";
import { Simulator } from "../../js/simulator/simulator.mjs";

test("the same seed is the same day, another seed another", () => {
  const day = (seed) => JSON.stringify(new Simulator({ seed }).arrivals);
  assert.ok(day(7) === day(7));
  // Seeds of one digit fell together once: the digit cancelled itself in the hash of the stream's label.
  assert.equal(new Set([1, 2, 3, 7, 8].map(day)).size, 5);
});

test("a day tells every story and is in order of arrival", () => {
  const { arrivals, stories } = new Simulator();
  assert.deepEqual(Object.keys(stories).sort(), Object.keys(HABITS).sort());
  for (const [place, arrival] of arrivals.entries()) assert.ok(place === 0 || arrivals[place - 1].at <= arrival.at);
});

test("a day has late and repeated webhooks, several countries, fixed lines and second devices", () => {
  const { arrivals } = new Simulator();
  assert.ok(arrivals.some(({ at, input }) => input.what["order.placed"] && at - input.occurred_at > 15 * 60_000));
  const ids = arrivals.map(({ input }) => input.id);
  assert.ok(new Set(ids).size < ids.length);
  const contacts = arrivals.flatMap(({ contact }) => (contact ? [contact] : []));
  assert.ok(new Set(contacts.map(({ country }) => country)).size >= 5);
  assert.ok(contacts.some(({ number }) => number.kind === "fixed"));
  assert.ok(arrivals.some(({ shopper }) => shopper?.endsWith("-phone")));
});

test("more shoppers leave those there are as they were", () => {
  const of = (shoppers) => new Simulator({ shoppers }).arrivals.filter(({ shopper }) => shopper === "shopper-0030");
  assert.deepEqual(of(60), of(200));
});

test("chance is even enough and repeats", () => {
  const random = new Random(1, "a");
  const counts = Array.from({ length: 10 }, () => 0);
  for (let draws = 0; draws < 20_000; draws += 1) counts[random.whole(0, 9)] += 1;
  for (const count of counts) assert.ok(Math.abs(count - 2_000) < 200, String(counts));
  assert.equal(new Random(3, "x").bits(), new Random(3, "x").bits());
});

test("the simulator runs where there is no Node", () => {
  const folder = new URL("../../js/simulator/", import.meta.url);
  for (const file of readdirSync(folder))
    assert.doesNotMatch(readFileSync(new URL(file, folder), "utf8"), /from "node:|process\.|Buffer/, file);
});
