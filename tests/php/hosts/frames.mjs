// Owns frames as bytes (src/contract/frame.rs): number of parts, then length and bytes of each, u32 little-endian.

const WORD = 4; // bytes

/**
 * Returns the parts as one frame.
 * @param {readonly Uint8Array[]} parts
 */
export function framed(parts) {
  return Buffer.concat([word(parts.length), ...parts.flatMap((part) => [word(part.length), part])]);
}

/**
 * Returns the parts of a frame.
 * @param {Uint8Array} frame
 * @returns {Buffer[]}
 */
export function unframed(frame) {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
  const parts = [];
  let at = WORD;
  for (let left = bytes.readUInt32LE(0); left > 0; left -= 1) {
    const from = at + WORD;
    at = from + bytes.readUInt32LE(at);
    parts.push(bytes.subarray(from, at));
  }
  return parts;
}

/** @param {number} value */
export function word(value) {
  const bytes = Buffer.alloc(WORD);
  bytes.writeUInt32LE(value);
  return bytes;
}
