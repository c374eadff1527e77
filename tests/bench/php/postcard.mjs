// Owns reading and writing of postcard's wire format, as far as the directory of a program uses it.

/** Reads values one after another. */
export class Reader {
  #bytes;

  /**
   * @param {Uint8Array} bytes
   * @param {number} [at]
   */
  constructor(bytes, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  number() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  text() {
    const length = this.number();
    const from = this.at;
    this.at += length;
    return new TextDecoder().decode(this.#bytes.subarray(from, this.at));
  }

  /**
   * @template T
   * @param {() => T} read
   * @returns {T[]}
   */
  list(read) {
    return Array.from({ length: this.number() }, read);
  }
}

/** Gathers values one after another. */
export class Writer {
  /** @type {number[]} */
  #bytes = [];

  number(value) {
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      if (rest < 128) return void this.#bytes.push(rest);
      this.#bytes.push((rest % 128) + 128);
    }
  }

  text(text) {
    const bytes = new TextEncoder().encode(text);
    this.number(bytes.length);
    this.raw(bytes);
  }

  list(values, write) {
    this.number(values.length);
    values.forEach(write);
  }

  /** @param {Uint8Array} bytes */
  raw(bytes) {
    for (const byte of bytes) this.#bytes.push(byte);
  }

  /** @returns {Uint8Array} */
  bytes() {
    return Uint8Array.from(this.#bytes);
  }
}
