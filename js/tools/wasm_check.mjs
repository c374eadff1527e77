// Owns the promises about the plain C ABI module: no imports, small stack, small memory, only instructions PHP can take.
import { readFileSync } from "node:fs";
import { leb, sectionsOf } from "./wasm_sections.mjs";

const PAGE = 65_536; // bytes, WebAssembly specification

/**
 * Largest stack and initial memory of each module, in bytes: the contract's (design.md). The hot one reads no
 * configuration, whose nesting is what takes stack. It begins with all the memory that a decision takes under a program
 * of full size: in PHP a copy of 256 KiB costs 0.06 ms, and growing to them from 128 KiB 0.45 ms. The whole one carries
 * tables of numbers, words, zones and rules, about 280 KB, and no shopper's request waits for it.
 */
export const PROMISES = {
  whole: { stack: 65_536, memory: 458_752 },
  hot: { stack: 32_768, memory: 262_144, initial: 262_144 },
};

/** Returns every broken promise of the module as a sentence; an empty list is a good module. */
export function brokenPromises(bytes, promises) {
  const module = readModule(bytes);
  const broken = [];
  if (module.imports > 0) broken.push(`it has ${module.imports} imports, expected none`);
  if (module.memories.length !== 1) broken.push(`it has ${module.memories.length} memories, expected one`);
  const memory = (module.memories[0] ?? 0) * PAGE;
  if (memory > promises.memory)
    broken.push(`its initial memory is ${memory} bytes, at most ${promises.memory} are allowed`);
  if (module.stack === undefined) broken.push("no stack pointer was found: expected the first global, mutable i32");
  // INVARIANT: the linker puts the stack first in memory, so the pointer's first value is the stack's size.
  else if (module.stack > promises.stack)
    broken.push(`its stack is ${module.stack} bytes, at most ${promises.stack} are allowed`);
  if (module.tables > 1) broken.push(`it has ${module.tables} tables, expected at most one (reference types)`);
  if (module.widestResult > 1)
    broken.push(`a function returns ${module.widestResult} values, expected one (multivalue)`);
  return broken;
}

/** Returns what the promises are about: imports, memories in pages, stack in bytes, tables, widest result. */
export function readModule(bytes) {
  const found = {
    imports: WebAssembly.Module.imports(new WebAssembly.Module(bytes)).length,
    memories: [],
    tables: 0,
    widestResult: 0,
  };
  for (const { id, content } of sectionsOf(bytes)) {
    if (id === 1) found.widestResult = widestResult(content);
    if (id === 4) found.tables = leb(content, 0).value;
    if (id === 5) found.memories = memoryPages(content);
    if (id === 6) found.stack = firstMutableI32(content);
  }
  return found;
}

function widestResult(section) {
  const count = leb(section, 0);
  let at = count.next;
  let widest = 0;
  for (let index = 0; index < count.value; index += 1) {
    const parameters = leb(section, at + 1); // the byte before is 0x60, a function type
    const results = leb(section, parameters.next + parameters.value);
    widest = Math.max(widest, results.value);
    at = results.next + results.value;
  }
  return widest;
}

function memoryPages(section) {
  const count = leb(section, 0);
  let at = count.next;
  return Array.from({ length: count.value }, () => {
    const flags = leb(section, at);
    const initial = leb(section, flags.next);
    at = flags.value & 1 ? leb(section, initial.next).next : initial.next;
    return initial.value;
  });
}

function firstMutableI32(section) {
  const at = leb(section, 0).next;
  const isMutableI32Const = section[at] === 0x7f && section[at + 1] === 1 && section[at + 2] === 0x41;
  return isMutableI32Const ? leb(section, at + 3, true).value : undefined;
}

if (process.argv[1] === import.meta.filename) {
  const broken = brokenPromises(readFileSync(process.argv[2]), PROMISES.whole);
  for (const sentence of broken) console.error(`wasm: ${sentence}`);
  process.exit(broken.length === 0 ? 0 : 1);
}
