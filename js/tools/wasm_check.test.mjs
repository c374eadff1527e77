// Proves that the size promises of the C ABI module are really checked: each broken one is named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { brokenPromises, PROMISES } from "./wasm_check.mjs";

test("a module with small stack and memory and no imports keeps every promise", () => {
  assert.deepEqual(brokenPromises(wasm(memory(4), stackPointer(0x80, 0x80, 0x04)), PROMISES.whole), []);
});

test("an import is named", () => {
  const imported = section(2, 1, 1, 0x61, 1, 0x62, 0, 0); // "a" "b", function of type 0
  assert.match(brokenPromises(wasm(type(0), imported, memory(1), stackPointer(0x10)), PROMISES.whole)[0], /1 imports/);
});

test("an eighth page of memory is named", () => {
  assert.deepEqual(brokenPromises(wasm(memory(7), stackPointer(0x10)), PROMISES.whole), []);
  assert.match(brokenPromises(wasm(memory(8), stackPointer(0x10)), PROMISES.whole)[0], /524288 bytes/);
});

test("the hot module may have half of that stack", () => {
  assert.deepEqual(brokenPromises(wasm(memory(2), stackPointer(0x80, 0x80, 0x02)), PROMISES.hot), []);
  assert.match(brokenPromises(wasm(memory(5), stackPointer(0x10)), PROMISES.hot)[0], /327680 bytes/);
  assert.match(
    brokenPromises(wasm(memory(2), stackPointer(0x80, 0x80, 0x04)), PROMISES.hot)[0],
    /stack is 65536 bytes/,
  );
});

test("a stack of one mebibyte is named", () => {
  assert.match(
    brokenPromises(wasm(memory(4), stackPointer(0x80, 0x80, 0xc0, 0x00)), PROMISES.whole)[0],
    /stack is 1048576 bytes/,
  );
});

test("a missing stack pointer and a missing memory are named", () => {
  assert.equal(brokenPromises(wasm(), PROMISES.whole).length, 2);
});

test("a function with two results is named", () => {
  assert.match(brokenPromises(wasm(type(2), memory(1), stackPointer(0x10)), PROMISES.whole)[0], /multivalue/);
});

function wasm(...sections) {
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);
}

function section(id, ...content) {
  return [id, content.length, ...content];
}

function type(results) {
  return section(1, 1, 0x60, 0, results, ...Array(results).fill(0x7f));
}

function memory(pages) {
  return section(5, 1, 0, pages);
}

/** A mutable i32 whose first value is given as LEB128 bytes. */
function stackPointer(...value) {
  return section(6, 1, 0x7f, 1, 0x41, ...value, 0x0b);
}
