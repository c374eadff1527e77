// Owns the hash of a program: SipHash-2-4-128 without a key, over the length (u64) and then the bytes (src/id.rs).

const wide = (1n << 64n) - 1n;
const turn = (value, bits) => ((value << bits) | (value >> (64n - bits))) & wide;

/**
 * @param {Uint8Array} content
 * @returns {Uint8Array} 16 bytes
 */
export function digest(content) {
  const length = content.length + 8;
  const padded = new DataView(new ArrayBuffer((Math.floor(length / 8) + 1) * 8));
  padded.setBigUint64(0, BigInt(content.length), true);
  new Uint8Array(padded.buffer).set(content, 8);
  padded.setUint8(padded.byteLength - 1, length & 255);
  const state = [0x736f6d6570736575n, 0x646f72616e646f6dn ^ 0xeen, 0x6c7967656e657261n, 0x7465646279746573n];
  for (let at = 0; at < padded.byteLength; at += 8) {
    const word = padded.getBigUint64(at, true);
    state[3] ^= word;
    rounds(state, 2);
    state[0] ^= word;
  }
  const out = new DataView(new ArrayBuffer(16));
  state[2] ^= 0xeen;
  rounds(state, 4);
  out.setBigUint64(0, state[0] ^ state[1] ^ state[2] ^ state[3], true);
  state[1] ^= 0xddn;
  rounds(state, 4);
  out.setBigUint64(8, state[0] ^ state[1] ^ state[2] ^ state[3], true);
  return new Uint8Array(out.buffer);
}

function rounds(state, count) {
  let [a, b, c, d] = state;
  for (let round = 0; round < count; round += 1) {
    a = (a + b) & wide;
    b = turn(b, 13n) ^ a;
    a = turn(a, 32n);
    c = (c + d) & wide;
    d = turn(d, 16n) ^ c;
    a = (a + d) & wide;
    d = turn(d, 21n) ^ a;
    c = (c + b) & wide;
    b = turn(b, 17n) ^ c;
    c = turn(c, 32n);
  }
  state.splice(0, 4, a, b, c, d);
}
