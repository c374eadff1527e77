// Both builds through one Engine: what they answer, what they refuse, that they agree byte for byte.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { CartsignalError as AbiError, Engine as AbiEngine } from "../../js/abi.mjs";
import { CartsignalError, Engine } from "../../js/node.mjs";
import { operations } from "../../js/load/operations.mjs";

const DEMO = readFileSync(new URL("../../src/preset/demo.json", import.meta.url), "utf8");
const NOON = 1_763_467_200_000;

const builds = [
  { name: "wasm-bindgen", make: () => new Engine() },
  { name: "C ABI", make: () => new AbiEngine() },
];

for (const { name, make } of builds) {
  describe(name, () => {
    test("the demo compiles, loads and steps", () => {
      const { engine, program } = loaded(make);
      const first = engine.step(step(program, 1));
      assert.equal(first.folded, "new");
      assert.ok(first.shopper.length > 50);
      assert.equal(first.recipient, undefined);
      const second = engine.step(step(program, 2), first.shopper);
      assert.notDeepEqual(second.shopper, first.shopper);
    });

    test("a state outlives the memory it was answered from", () => {
      const { engine, program } = loaded(make);
      const { shopper } = engine.step(step(program, 1));
      const copy = Uint8Array.from(shopper);
      for (let turn = 2; turn < 50; turn += 1) engine.step(step(program, turn));
      assert.deepEqual(Uint8Array.from(shopper), copy);
    });

    test("held states give the same bytes as states handed in and out", () => {
      const { engine, program } = loaded(make);
      const { resident } = engine.hold({ program, shopper: "s-1" });
      let shopper;
      for (let turn = 1; turn < 20; turn += 1) {
        const { moment, input } = step(program, turn);
        const held = engine.step({ resident, moment, input });
        const handed = engine.step(step(program, turn), shopper);
        shopper = handed.shopper;
        assert.deepEqual(held.decisions, handed.decisions);
      }
      assert.deepEqual(engine.flush(resident).shopper, shopper);
      engine.release(resident);
      assert.throws(() => engine.flush(resident), { code: "request.unknown_handle" });
    });

    test("a refusal is thrown with code, pointer and sentence", () => {
      const { engine, program } = loaded(make);
      const wrong = { ...step(program, 1), input: { ...step(program, 1).input, trust: "blind" } };
      assert.throws(() => engine.step(wrong), { code: "request.bad_value", pointer: "/input/trust" });
      assert.throws(() => engine.step({ ...step(program, 1), more: 1 }), {
        code: "request.unknown_field",
        pointer: "/more",
      });
      assert.throws(() => engine.step(step(program + 7, 1)), { code: "request.no_program" });
      assert.throws(() => engine.step(step(program, 1), new Uint8Array([9, 9])), {
        code: "state.malformed",
        pointer: "/shopper",
      });
      assert.throws(() => engine.compile("{}"), { name: "CartsignalError" });
      assert.throws(() => engine.compile("{}"), name === "C ABI" ? AbiError : CartsignalError);
    });

    test("a state that needs a newer reader says which, and is left alone", () => {
      const { engine, program } = loaded(make);
      const { shopper } = engine.step(step(program, 1));
      const newer = Uint8Array.from(shopper);
      newer[2] = 9;
      assert.throws(() => engine.step(step(program, 2), newer), { code: "state.too_new", needs: 9 });
    });

    test("pieces of a program serve as well as the whole, and a missing one is named", () => {
      const { engine, program, bytes } = loaded(make);
      const { head } = engine.load(bytes);
      const cut = ({ offset, length }) => ({ offset, bytes: bytes.subarray(offset, offset + length) });
      const expected = engine.step(step(program, 1));
      const touched = engine.loadPieces([cut(head)]).program;
      engine.addPieces(touched, engine.touches(step(touched, 1)).map(cut));
      assert.deepEqual(engine.step(step(touched, 1)), expected);
      // With less than the head: each piece that is missed is named, added, and the step made again.
      const settings = { offset: 0, length: 24 + Buffer.from(bytes).readUInt32LE(20) };
      const missed = [];
      const poor = () => engine.loadPieces([settings, ...missed].map(cut)).program;
      for (let answer; !answer;) {
        try {
          answer = engine.step(step(poor(), 1));
          assert.deepEqual(answer, expected);
        } catch (error) {
          assert.equal(error.code, "program.part_missing");
          assert.ok(missed.length < 20 && error.range.length > 0);
          missed.push(error.range);
        }
      }
      assert.ok(missed.length > 0);
    });

    test("a hostile depth is refused within the stack there is", () => {
      const { engine } = loaded(make);
      for (const opener of ['{"journeys":[{"only_if":', '{"segments":[{"name":"a","condition":']) {
        for (const depth of [20, 60, 100, 120, 126, 5_000]) {
          const json = `${opener}${'{"not":'.repeat(depth)}`;
          for (const op of [operations.compile, operations.lint, operations.step]) {
            assert.match(engine.call(op, json).json, /^\{"(ok|error|errors)":/);
          }
          const closed = `${json}{"all":[]}${"}".repeat(depth)}}],"shop":{},"markets":{}}`;
          assert.match(engine.call(operations.compile, closed).json, /^\{"(error|errors)":/);
        }
      }
      assert.equal(engine.measure("still here").parts, 1);
    });

    test("text of any script goes in and comes out", () => {
      const { engine } = loaded(make);
      assert.deepEqual(engine.measure("Gruß 😜 я").first_non_gsm, ["😜", "я"]);
      assert.deepEqual(engine.measure("x".repeat(20_000)).units, 20_000);
      assert.throws(() => engine.measure("x".repeat(300_000)), { code: "request.too_large" });
    });
  });
}

test("both builds answer the same bytes", () => {
  const [a, b] = builds.map(({ make }) => loaded(make));
  assert.deepEqual(a.bytes, b.bytes);
  let [left, right] = [undefined, undefined];
  for (let turn = 1; turn < 30; turn += 1) {
    const request = JSON.stringify(step(1, turn));
    const [x, y] = [a.engine.stepText(request, left), b.engine.stepText(request, right)];
    assert.deepEqual(x, y);
    [left, right] = [x.shopper, y.shopper];
  }
});

test("using the browser's entry before it is loaded says what to call", async () => {
  const page = await import("../../js/index.mjs");
  assert.throws(() => new page.Engine(), /await init\(\)/);
});

function loaded(make) {
  const engine = make();
  const { program: bytes } = engine.compile(DEMO);
  return { engine, bytes, program: engine.load(bytes).program };
}

function step(program, turn) {
  const at = NOON + turn * 60_000;
  const line = { product: `p-${turn}`, quantity: 1, unit_price_minor: 1_999 };
  const cart = { cart: "c-1", version: turn, change: "added", currency: "EUR", lines: [line] };
  return {
    program,
    shopper: "s-1",
    moment: at,
    input: { id: `i-${turn}`, occurred_at: at, trust: "server", what: { "cart.updated": cart } },
  };
}
