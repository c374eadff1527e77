// Owns the proof that PHP answers as Node does, byte for byte: 1,000 random requests, real ones and mangled ones, by the
// core in PHP and by the C ABI module in Node.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { opener } from "../../js/conformance/node.mjs";
import { operations } from "../../js/load/operations.mjs";
import { framed, unframed } from "../php/hosts/frames.mjs";
import { stores as storesOf } from "../php/hosts/material.mjs";
import { randomRequests } from "../php/hosts/requests.mjs";
import { served } from "../php/hosts/served.mjs";

const SEED = 20_261_122;
const REQUESTS = 1_000;
const VARIANTS = 5; // of the vectors' program, each compiled once in PHP

describe("random requests", () => {
  let stores;
  let requests;
  let open;

  before(async () => {
    stores = await storesOf(SEED, VARIANTS);
    requests = randomRequests(SEED, REQUESTS, stores);
    open = await opener(true);
  });

  test("there is everything among them: all operations, all inputs, good ones and bad ones", () => {
    const good = answered(requests, open, stores).filter(isOk).length;
    assert.ok(good > REQUESTS * 0.6 && good < REQUESTS * 0.9, `${good} are good`);
    const asked = new Set(requests.map(({ op }) => op));
    for (const [name, op] of Object.entries(operations)) assert.ok(asked.has(op), `none asks for ${name}`);
    const texts = requests.filter(({ plain }) => plain).map(({ frame }) => unframed(frame)[0].toString());
    for (const kind of kindsOfInput())
      assert.ok(
        texts.some((text) => text.includes(`"${kind}":`)),
        `none has ${kind}`,
      );
  });

  test("an instance that serves them all answers like Node's", () => {
    compare("here", requests, answered(requests, open, stores));
  });

  test("a fresh instance for each answers like the one of Node that serves them all", () => {
    const own = requests.filter(({ lasting }) => !lasting);
    compare("fresh", own, answered(own, open, stores));
  });

  test("the plugin's way, with pieces of the program and JSON as objects, comes to the same", () => {
    const plain = requests.filter(({ plain, lasting }) => plain && !lasting);
    assert.ok(plain.length > REQUESTS / 3, `${plain.length} can be asked so`);
    compare("plugin", plain, answered(plain, open, stores).map(asThePluginSees));
  });

  /** Asks PHP in one way, and finds the first answer that is not as expected. */
  function compare(way, chosen, expected) {
    const programs = stores.map(({ configuration }) => ["program", configuration]);
    const calls = chosen.map(({ store, op, frame }) => [way, store, op, frame]);
    const answers = served([...programs, ...calls]);
    assert.equal(answers.length, programs.length + calls.length, "an answer to each");
    for (const [nth, { program }] of stores.entries())
      assert.ok(answers[nth][1].equals(program), `program ${nth} is compiled to other bytes`);
    for (const [nth, parts] of answers.slice(programs.length).entries())
      if (!framed(parts).equals(framed(expected[nth]))) assert.fail(difference(chosen[nth], parts, expected[nth]));
  }
});

/** Returns Node's answers, from one instance per store. */
function answered(requests, open, stores) {
  const hosts = stores.map(({ program }) => {
    const host = open();
    const [loaded] = host.call(operations.load, [Buffer.from("{}"), program]);
    assert.equal(JSON.parse(Buffer.from(loaded).toString()).ok.program, 1, "the handle that the requests speak of");
    return host;
  });
  return requests.map(({ store, op, frame }) => hosts[store].frame(op, frame).map((part) => Buffer.from(part)));
}

/** Of a refusal the plugin sees an exception, with what is in it. */
function asThePluginSees(parts) {
  const { error } = JSON.parse(parts[0].toString());
  if (!error) return parts;
  const { code, pointer, message } = error;
  return [Buffer.from(JSON.stringify({ refused: { code, pointer, message } }))];
}

function isOk([json]) {
  return json.subarray(0, 5).toString() === '{"ok"';
}

function kindsOfInput() {
  const schema = JSON.parse(readFileSync(new URL("../schema/requests.json", import.meta.url), "utf8"));
  return schema.definitions.What.oneOf.map(({ required }) => required[0]);
}

function difference({ store, op, frame }, found, expected) {
  const shown = (parts) => JSON.stringify(parts.map((part) => part.toString("latin1").slice(0, 600)));
  return `operation ${op} under program ${store}: ${shown([frame])}\nPHP  ${shown(found)}\nNode ${shown(expected)}`;
}
