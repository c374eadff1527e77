// Owns how a WebAssembly module is taken apart: its sections, and the numbers in them.

const HEAD_BYTES = 8; // magic and version

/** Returns the sections of a module in their order: their number, and their content as a view. */
export function sectionsOf(bytes) {
  const sections = [];
  for (let at = HEAD_BYTES; at < bytes.length;) {
    const size = leb(bytes, at + 1);
    sections.push({ id: bytes[at], content: bytes.subarray(size.next, size.next + size.value) });
    at = size.next + size.value;
  }
  return sections;
}

/** Reads one LEB128 number and where the next thing is; sizes here stay below 2^31. */
export function leb(bytes, at, signed = false) {
  let value = 0;
  let shift = 0;
  let byte;
  do {
    byte = bytes[at];
    value |= (byte & 0x7f) << shift;
    shift += 7;
    at += 1;
  } while (byte & 0x80);
  if (signed && shift < 32 && byte & 0x40) value |= -1 << shift;
  return { value: signed ? value : value >>> 0, next: at };
}
