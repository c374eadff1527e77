// Owns the border to the core: one program, its calls, and what a refusal of the core means to a replay.
import { BadRow, Complaint, exitCodes } from "./complaint.mjs";

/**
 * @typedef {{program: number, hash: string, warnings: {code: string, pointer: string, message: string}[]}} Loaded
 * @typedef {import("./host.mjs").Scene} Scene
 */

/** Refusals that are about the input alone; any other is a fault of the host or the core. */
const ABOUT_THE_INPUT = /^(request\.(malformed|unknown_field|missing_field|bad_value|too_large)|subject\.missing)$/;

export class Core {
  #engine;
  #program;
  /** One row per store, as the core wants it kept. @type {Uint8Array | null} */
  #counters = null;

  /**
   * @param {any} engine The `Engine` of js/node.mjs or js/browser.mjs.
   * @param {object | string} configuration
   */
  constructor(engine, configuration) {
    const json = typeof configuration === "string" ? configuration : JSON.stringify(configuration);
    const compiled = settle(() => engine.compile(json), exitCodes.configuration);
    const loaded = settle(() => engine.load(compiled.program), exitCodes.configuration);
    this.#engine = engine;
    this.#program = typeof loaded === "object" ? loaded.program : loaded;
    /** What the owner should know of the configuration. @type {Loaded["warnings"]} */
    this.warnings = compiled.warnings ?? [];
    /** @type {string} */
    this.programHash = compiled.hash ?? loaded.hash ?? "";
  }

  /**
   * Decides what follows from one input.
   * @param {{shopper?: string, recipient?: string, contact: object, moment: number, input: import("./host.mjs").Input}} call
   * @param {{shopper?: Uint8Array, recipient?: Uint8Array}} before
   * @returns {{answer: any, after: {shopper?: Uint8Array, recipient?: Uint8Array}}}
   * @throws {BadRow} The input is not what the contract allows.
   */
  step(call, before) {
    const request = { program: this.#program, ...call };
    let stepped;
    try {
      stepped = this.#engine.step(request, before.shopper ?? null, before.recipient ?? null);
    } catch (error) {
      const { code = "", message, pointer = "" } = /** @type {any} */ (error);
      if (typeof code === "string" && ABOUT_THE_INPUT.test(code))
        throw new BadRow(`${message}${pointer ? ` (${pointer})` : ""}`);
      throw error;
    }
    const { shopper, recipient, ...rest } = stepped;
    return { answer: rest.answer ?? rest, after: { shopper: shopper ?? undefined, recipient: recipient ?? undefined } };
  }

  /**
   * Asks whether a decision may be carried out now. A core without `admit` lets everything through.
   * @param {any} decision
   * @param {Scene} scene
   * @param {number} moment
   * @returns {{why?: string, retryAt?: number}} Without `why`: go.
   */
  admit(decision, scene, moment) {
    if (typeof this.#engine.admit !== "function") return {};
    const { class: kind, country, sender, parts, purpose } = decision.does.send;
    const ask = { decision: decision.id, class: kind, country, sender, parts, purpose };
    const request = { program: this.#program, contact: scene.contact, origin: {}, moment, ask };
    const { admission, counters } = this.#engine.admit(request, this.#counters);
    this.#counters = counters ?? null;
    if (admission === "go" || "go" in admission) return {};
    const { why, at } = admission.later ?? admission.no;
    return { why, ...(at !== undefined && { retryAt: at }) };
  }

  /**
   * Returns the parts of a text.
   * @param {string} text
   */
  measure(text) {
    return this.#engine.measure({ text });
  }
}

/**
 * @template T
 * @param {() => T} call
 * @param {number} exitCode
 * @returns {T}
 */
function settle(call, exitCode) {
  try {
    return call();
  } catch (error) {
    const { errors, message } = /** @type {{errors?: {pointer: string, message: string}[], message: string}} */ (error);
    const lines = errors?.map((each) => `  ${each.pointer || "/"}: ${each.message}`).join("\n");
    throw new Complaint(
      lines ? `the configuration is refused:\n${lines}` : `the configuration is refused: ${message}`,
      exitCode,
    );
  }
}
