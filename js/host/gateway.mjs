// Owns talking to the provider: the core words requests and reads answers, this adds seals and performs the HTTP.
import { createHash, createHmac } from "node:crypto";

/** @typedef {{name: string, settings: Record<string, string>}} Provider Its name, and the account's settings by name. */

export class Gateway {
  #engine;
  #transport;
  #point;

  /**
   * @param {any} engine
   * @param {Provider} provider
   * @param {typeof import("./transport.mjs").perform} transport
   * @param {(name: string) => void} point
   */
  constructor(engine, provider, transport, point) {
    this.#engine = engine;
    this.provider = provider;
    this.#transport = transport;
    this.#point = point;
  }

  /**
   * Returns what an errand needs: an HTTP request to perform, or its outcome at once.
   * @param {any} errand
   * @param {number} moment
   */
  prepare(errand, moment) {
    return this.#engine.request({ ...this.#account(), moment, errand });
  }

  /**
   * Performs a prepared request and returns what it came to: an outcome, or the answer to a check.
   * @param {any} errand
   * @param {any} prepared
   * @param {() => number} clock
   */
  async perform(errand, prepared, clock) {
    if (prepared.settled) return { outcome: prepared.settled };
    if (prepared.checked) return { checked: prepared.checked };
    const { heard, body } = await this.#transport(this.#sealed(prepared.http), this.#point);
    return this.#engine.response({ ...this.#account(), moment: clock(), errand, heard }, body);
  }

  /**
   * Returns what is to be thought of an attempt of which nothing was heard: this process, or another, ended in it.
   * @param {any} errand
   * @param {number} moment
   */
  silence(errand, moment) {
    const heard = { silent: { left: true } };
    return this.#engine.response({ ...this.#account(), moment, errand, heard }).outcome;
  }

  /**
   * Reads a provider's call.
   * @param {{method: string, url: string, headers: [string, string][]}} hook
   * @param {Uint8Array} body
   * @param {number} moment
   * @returns {{heard?: any, refused?: string}}
   */
  hear(hook, body, moment) {
    const call = { ...this.#account(), moment, hook };
    const { prove, refused, bytes } = this.#engine.challenge(call, body);
    if (!prove) return { refused };
    const proofs = prove.map((proof, place) => this.#proof(proof, bytes[place] ?? new Uint8Array(0)));
    return this.#engine.webhook({ ...call, proofs }, body);
  }

  #account() {
    return { provider: this.provider.name, settings: this.provider.settings };
  }

  /** @param {any} http */
  #sealed({ seal, ...http }) {
    if (!seal) return http;
    const signature = createHmac("sha256", this.#key(seal.key)).update(seal.message).digest(seal.encoding);
    return { ...http, headers: [...http.headers, [seal.header, seal.prefix + signature]] };
  }

  /** @param {any} proof @param {Uint8Array} bytes */
  #proof({ algorithm, key }, bytes) {
    if (algorithm === "sha256") return createHash("sha256").update(bytes).digest("hex");
    const name = { hmac_sha1: "sha1", hmac_sha256: "sha256" }[/** @type {string} */ (algorithm)];
    if (!name) throw new Error(`the core asks for a proof by \`${algorithm}\`, which this host does not know`);
    return createHmac(name, this.#key(key)).update(bytes).digest("hex");
  }

  /** @param {{setting: string, encoding: string, skip: number}} key */
  #key({ setting, encoding, skip }) {
    const text = this.provider.settings[setting] ?? "";
    return Buffer.from(text.slice(skip), encoding === "base64" ? "base64" : "utf8");
  }
}
