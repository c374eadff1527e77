// Owns how a call's parts travel through a module's memory as one frame (src/contract/frame.rs). The same for both builds.

const WORD = 4; // bytes, u32 little-endian

/**
 * @typedef {object} Port A module that answers frames.
 * @property {WebAssembly.Memory} memory
 * @property {(length: number) => number} reserve Returns the address of that many bytes, until the next `reserve`.
 * @property {(op: number, length: number) => number} run Returns the address of the answer.
 *
 * @typedef {object} Codec How text gets into bytes and back; hosts differ in what is fast.
 * @property {(bytes: Uint8Array, at: number, text: string) => number} write Returns the bytes written.
 * @property {(bytes: Uint8Array, from: number, to: number) => string} read
 * @property {(memory: ArrayBuffer) => Uint8Array} view
 */

/** @type {Codec} */
export const plainCodec = {
  write: (bytes, at, text) => new TextEncoder().encodeInto(text, bytes.subarray(at)).written,
  read: (bytes, from, to) => decoder.decode(bytes.subarray(from, to)),
  view: (memory) => new Uint8Array(memory),
};

const decoder = new TextDecoder();

export class Frames {
  #port;
  #codec;
  #room = 0;
  #address = 0;
  /** The module's memory as the codec wants it; and as copies are cut from it, since a Node Buffer's slice is none. */
  #bytes = new Uint8Array(0);
  #plain = new Uint8Array(0);

  /**
   * @param {Port} port
   * @param {Codec} codec
   */
  constructor(port, codec) {
    this.#port = port;
    this.#codec = codec;
  }

  /**
   * Makes one call. Returned parts are copies; a part that is empty or missing is undefined.
   * @param {number} op
   * @param {string | Uint8Array} request
   * @param {readonly (Uint8Array | null | undefined)[]} parts
   * @returns {{json: string, parts: (Uint8Array | undefined)[]}}
   */
  call(op, request, parts) {
    const length = this.#write(request, parts);
    const at = this.#port.run(op, length);
    return this.#read(at);
  }

  #write(request, parts) {
    // UTF-8 takes three bytes at most for each UTF-16 unit.
    let most = WORD * (2 + parts.length) + request.length * (typeof request === "string" ? 3 : 1);
    for (const part of parts) most += part ? part.length : 0;
    if (most > this.#room) {
      this.#room = Math.max(most * 2, 16_384);
      this.#address = this.#port.reserve(this.#room);
    }
    const bytes = this.#memory();
    let at = word(bytes, this.#address, parts.length + 1);
    if (typeof request === "string") {
      const written = this.#codec.write(bytes, at + WORD, request);
      at = word(bytes, at, written) + written;
    } else {
      at = part(bytes, at, request);
    }
    for (const each of parts) at = each ? part(bytes, at, each) : word(bytes, at, 0);
    return at - this.#address;
  }

  #read(address) {
    const bytes = this.#memory();
    const count = number(bytes, address + WORD);
    let at = address + 2 * WORD;
    let json = "";
    const parts = [];
    for (let place = 0; place < count; place += 1) {
      const from = at + WORD;
      const length = number(bytes, at);
      at = from + length;
      if (place === 0) json = this.#codec.read(bytes, from, at);
      else parts.push(length === 0 ? undefined : this.#plain.slice(from, at));
    }
    return { json, parts };
  }

  /** Returns the module's memory; growing it detaches every earlier view. */
  #memory() {
    const { buffer } = this.#port.memory;
    if (this.#plain.buffer !== buffer) {
      this.#plain = new Uint8Array(buffer);
      this.#bytes = this.#codec.view(buffer);
    }
    return this.#bytes;
  }
}

function part(bytes, at, content) {
  const from = word(bytes, at, content.length);
  bytes.set(content, from);
  return from + content.length;
}

function word(bytes, at, value) {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
  return at + WORD;
}

function number(bytes, at) {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}
