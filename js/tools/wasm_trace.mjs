// Owns finding which functions of a module run: a copy of it is marked, so that each function raises a global of its own.
import { leb, sectionsOf } from "./wasm_sections.mjs";

/** What the marks of a run are read from: exported globals, one per function. */
const MARK = "\u0000ran ";

/** Returns the bytes of the same module with a mark at the head of every function. It must import no function. */
export function marked(bytes) {
  const sections = sectionsOf(bytes);
  const functions = count(sections, 3);
  const globals = count(sections, 6);
  const numbers = Array.from({ length: functions }, (_, nth) => nth);
  const grown = sections.map(({ id, content }) => {
    if (id === 6) return { id, content: appended(content, numbers.map(zeroGlobal)) };
    if (id === 7)
      return {
        id,
        content: appended(
          content,
          numbers.map((nth) => exportOf(nth, globals + nth)),
        ),
      };
    if (id === 10) return { id, content: markedBodies(content, globals) };
    return { id, content };
  });
  const parts = grown.flatMap(({ id, content }) => [Uint8Array.of(id), written(content.length), content]);
  return Buffer.concat([bytes.subarray(0, 8), ...parts]);
}

/** Returns the indexes of the functions that ran in an instance of a marked module, in order. */
export function ran(exports) {
  const marks = Object.entries(exports).filter(([name, mark]) => name.startsWith(MARK) && mark.value !== 0);
  return marks.map(([name]) => Number(name.slice(MARK.length))).sort((a, b) => a - b);
}

function count(sections, id) {
  const section = sections.find((candidate) => candidate.id === id);
  if (!section) throw new Error(`the module has no section ${id}: nothing can be marked`);
  return leb(section.content, 0).value;
}

/** Returns a section's content with more entries at its end. */
function appended(content, entries) {
  const { value, next } = leb(content, 0);
  return Buffer.concat([written(value + entries.length), content.subarray(next), ...entries]);
}

/** A mutable i32 that is 0 at first. */
function zeroGlobal() {
  return Uint8Array.of(0x7f, 1, 0x41, 0, 0x0b);
}

function exportOf(nth, global) {
  const name = Buffer.from(`${MARK}${nth}`);
  return Buffer.concat([written(name.length), name, Uint8Array.of(3), written(global)]);
}

function markedBodies(content, globals) {
  const { value, next } = leb(content, 0);
  const parts = [written(value)];
  let at = next;
  for (let nth = 0; nth < value; nth += 1) {
    const size = leb(content, at);
    const body = content.subarray(size.next, size.next + size.value);
    const head = afterLocals(body);
    const mark = Buffer.concat([Uint8Array.of(0x41, 1, 0x24), written(globals + nth)]); // i32.const 1, global.set
    parts.push(written(body.length + mark.length), body.subarray(0, head), mark, body.subarray(head));
    at = size.next + size.value;
  }
  return Buffer.concat(parts);
}

/** Returns where a body's instructions begin. */
function afterLocals(body) {
  const groups = leb(body, 0);
  let at = groups.next;
  for (let group = 0; group < groups.value; group += 1) at = leb(body, at).next + 1; // how many, of which type
  return at;
}

/** Writes one LEB128 number. */
function written(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}
