// Owns the `Engine` that programs use: objects and bytes in, objects and bytes out; what the core refuses is thrown.
import { Frames } from "./frames.mjs";
import { operations } from "./operations.mjs";

/**
 * @import * as Answers from "../types/answers.d.ts"
 * @import * as Requests from "../types/requests.d.ts"
 * @typedef {Uint8Array | null | undefined} Bytes Opaque; absent for somebody never seen before.
 */

/** What the core refuses; nothing was changed. */
export class CartsignalError extends Error {
  /** @param {{error?: any, errors?: any[]}} refusal */
  constructor({ error, errors }) {
    super(error?.message ?? `the configuration is refused: ${errors?.map((each) => each.message).join("; ")}`);
    this.name = "CartsignalError";
    /** Closed word for machines, such as `state.too_new`. @type {string} */
    this.code = error?.code ?? errors?.[0]?.code;
    /** JSON pointer into the request. @type {string} */
    this.pointer = error?.pointer ?? errors?.[0]?.pointer ?? "";
    /** All that is wrong with a configuration. @type {any[] | undefined} */
    this.errors = errors;
    /** With `state.too_new`: the oldest format that can read the state. @type {number | undefined} */
    this.needs = error?.needs;
    /** With `program.part_missing`: what to hand in. @type {{offset: number, length: number} | undefined} */
    this.range = error?.range;
  }
}

/** One instance of the core with the programs and states it holds. */
export class Engine {
  #frames;

  /**
   * @param {import("./frames.mjs").Port} port
   * @param {import("./frames.mjs").Codec} codec
   */
  constructor(port, codec) {
    this.#frames = new Frames(port, codec);
  }

  /** @returns {Answers.Versions} */
  versions() {
    return this.#ask(operations.versions, {}).ok;
  }

  /**
   * Compiles a configuration, given as an object or as JSON text.
   * @param {Requests.Config | string} configuration
   * @param {Bytes} [previous] The program in force.
   * @returns {Answers.CompiledAnswer & {program: Uint8Array}}
   */
  compile(configuration, previous) {
    const { ok, parts } = this.#ask(operations.compile, configuration, previous);
    return { ...ok, program: parts[0] };
  }

  /**
   * @param {Requests.Config | string} configuration
   * @returns {Answers.LintAnswer}
   */
  lint(configuration) {
    return this.#ask(operations.lint, configuration).ok;
  }

  /**
   * Loads a program; the answer's `program` is its handle.
   * @param {Uint8Array} program
   * @returns {Answers.Loaded}
   */
  load(program) {
    return this.#ask(operations.load, {}, program).ok;
  }

  /**
   * Loads a program of which only some pieces are at hand; the first must lie at offset 0.
   * @param {{offset: number, bytes: Uint8Array}[]} pieces
   * @returns {Answers.Loaded}
   */
  loadPieces(pieces) {
    const request = { pieces: pieces.map((piece) => piece.offset) };
    return this.#ask(operations.load, request, ...pieces.map((piece) => piece.bytes)).ok;
  }

  /**
   * Adds pieces to a program that was loaded in pieces; its handle stays.
   * @param {number} program
   * @param {{offset: number, bytes: Uint8Array}[]} pieces
   * @returns {Answers.Loaded}
   */
  addPieces(program, pieces) {
    const request = { program, pieces: pieces.map((piece) => piece.offset) };
    return this.#ask(operations.load, request, ...pieces.map((piece) => piece.bytes)).ok;
  }

  /**
   * @param {number} program
   * @returns {Answers.Done}
   */
  unload(program) {
    return this.#ask(operations.unload, { program }).ok;
  }

  /**
   * Returns the ranges of the program's bytes that a step needs.
   * @param {Requests.StepRequest | string} request
   * @param {Bytes} [shopper]
   * @param {Bytes} [recipient]
   * @returns {Answers.Range[]}
   */
  touches(request, shopper, recipient) {
    return this.#ask(operations.touches, request, shopper, recipient).ok.ranges;
  }

  /**
   * Decides what follows from one input. With `resident` in the request there are no states in or out.
   * @param {Requests.StepRequest | string} request
   * @param {Bytes} [shopper]
   * @param {Bytes} [recipient]
   * @returns {Answers.SteppedAnswer & {shopper?: Uint8Array, recipient?: Uint8Array}}
   */
  step(request, shopper, recipient) {
    const { ok, parts } = this.#ask(operations.step, request, shopper, recipient);
    ok.shopper = parts[0];
    ok.recipient = parts[1];
    return ok;
  }

  /**
   * Decides as `step` does, but neither writes nor parses JSON and throws nothing: for those that pass it on.
   * @param {string} request
   * @param {Bytes} [shopper]
   * @param {Bytes} [recipient]
   * @returns {{json: string, shopper?: Uint8Array, recipient?: Uint8Array}}
   */
  stepText(request, shopper, recipient) {
    const { json, parts } = this.#frames.call(operations.step, request, [shopper, recipient]);
    return { json, shopper: parts[0], recipient: parts[1] };
  }

  /**
   * Makes two shoppers one.
   * @param {Requests.MergeRequest | string} request
   * @param {Bytes} a
   * @param {Bytes} b
   * @param {Bytes} [recipient]
   * @returns {Answers.MergedAnswer & {shopper?: Uint8Array, recipient?: Uint8Array}}
   */
  merge(request, a, b, recipient) {
    const { ok, parts } = this.#ask(operations.merge, request, a, b, recipient);
    return { ...ok, shopper: parts[0], recipient: parts[1] };
  }

  /**
   * Tells whether a decision may be executed now.
   * @param {Requests.AdmitRequest | string} request
   * @param {Bytes} [counters] One row per store, as the last call answered it.
   * @returns {Answers.Admitted & {counters?: Uint8Array}}
   */
  admit(request, counters) {
    const { ok, parts } = this.#ask(operations.admit, request, counters);
    return { ...ok, counters: parts[0] };
  }

  /**
   * Tells where a shopper stands, and why.
   * @param {Requests.ExplainRequest | string} request
   * @param {Bytes} shopper
   * @param {Bytes} [recipient]
   * @returns {Answers.Explanation}
   */
  explain(request, shopper, recipient) {
    return this.#ask(operations.explain, request, shopper, recipient).ok;
  }

  /**
   * @param {{text: string} | string} text
   * @returns {Answers.Measure}
   */
  measure(text) {
    return this.#ask(operations.measure, typeof text === "string" ? { text } : text).ok;
  }

  /**
   * Adds facts to the store's aggregate and returns it.
   * @param {Requests.Fact[]} facts
   * @param {Bytes} [aggregate]
   * @returns {Uint8Array | undefined}
   */
  observe(facts, aggregate) {
    return this.#ask(operations.observe, { facts }, aggregate).parts[0];
  }

  /**
   * Takes the facts of somebody erased out of the aggregate and returns it.
   * @param {Requests.Fact[]} facts
   * @param {Bytes} aggregate
   * @returns {Uint8Array | undefined}
   */
  erase(facts, aggregate) {
    return this.#ask(operations.erase, { facts }, aggregate).parts[0];
  }

  /**
   * Returns the aggregate of two aggregates of different facts.
   * @param {Bytes} a
   * @param {Bytes} b
   * @returns {Uint8Array | undefined}
   */
  combine(a, b) {
    return this.#ask(operations.combine, {}, a, b).parts[0];
  }

  /**
   * Learns within a budget of work; `progress` is to be handed in again until there is a `model`.
   * @param {number} budget
   * @param {Bytes} aggregate
   * @param {Bytes} [progress]
   * @returns {{model?: Answers.Model, progress?: Uint8Array}}
   */
  learn(budget, aggregate, progress) {
    const { ok, parts } = this.#ask(operations.learn, { budget }, aggregate, progress);
    return { model: ok.model, progress: parts[0] };
  }

  /**
   * Holds states in memory; the answer's `resident` is their handle.
   * @param {Requests.HoldRequest | string} request
   * @param {Bytes} [shopper]
   * @param {Bytes} [recipient]
   * @returns {Answers.Held}
   */
  hold(request, shopper, recipient) {
    return this.#ask(operations.hold, request, shopper, recipient).ok;
  }

  /**
   * Returns held states as bytes; they stay held.
   * @param {number} resident
   * @returns {{shopper?: Uint8Array, recipient?: Uint8Array}}
   */
  flush(resident) {
    const { parts } = this.#ask(operations.flush, { resident });
    return { shopper: parts[0], recipient: parts[1] };
  }

  /**
   * @param {number} resident
   * @returns {Answers.Done}
   */
  release(resident) {
    return this.#ask(operations.release, { resident }).ok;
  }

  /**
   * Replaces what `admit` estimated for a text by what its receipt says.
   * @param {Requests.ChargeRequest | string} request
   * @param {Bytes} counters
   * @returns {Uint8Array | undefined} The counters after.
   */
  charge(request, counters) {
    return this.#ask(operations.charge, request, counters).parts[0];
  }

  /**
   * Answers what was spent of the budget, and what may be.
   * @param {Requests.SpendingRequest | string} request
   * @param {Bytes} counters
   * @returns {Answers.Spending}
   */
  spending(request, counters) {
    return this.#ask(operations.spending, request, counters).ok;
  }

  /**
   * Reads a phone number as a shopper typed it.
   * @param {string} text
   * @param {string} [country] ISO 3166-1 alpha-2, for numbers without a calling code.
   * @returns {Answers.Parsed}
   */
  parsePhone(text, country) {
    return this.#ask(operations.parse_phone, { text, country }).ok;
  }

  /**
   * Reads what a recipient wrote back.
   * @param {string} text
   * @param {string} [locale] The recipient's language, BCP 47.
   * @returns {Answers.Reading}
   */
  readReply(text, locale) {
    return this.#ask(operations.read_reply, { text, locale }).ok;
  }

  /**
   * Returns the HTTP request that carries out an errand at a provider.
   * @param {Requests.GatewayRequest} request
   * @returns {Answers.Requested}
   */
  request(request) {
    return this.#ask(operations.request, request).ok;
  }

  /**
   * Reads what a provider answered, or that it did not.
   * @param {Requests.ResponseRequest} request
   * @param {Bytes} [body]
   * @returns {Answers.Responded}
   */
  response(request, body) {
    return this.#ask(operations.response, request, body).ok;
  }

  /**
   * Returns what the host is to prove before a webhook call is believed: `bytes` is what each proof is computed over.
   * @param {Requests.HookRequest} request
   * @param {Bytes} [body]
   * @returns {Answers.ChallengeAnswer & {bytes: Uint8Array[]}}
   */
  challenge(request, body) {
    const { ok, parts } = this.#ask(operations.challenge, request, body);
    return { ...ok, bytes: parts.map((part) => part ?? new Uint8Array(0)) };
  }

  /**
   * Reads a webhook call, if the proofs hold.
   * @param {Requests.WebhookRequest} request
   * @param {Bytes} [body]
   * @returns {Answers.Hooked}
   */
  webhook(request, body) {
    return this.#ask(operations.webhook, request, body).ok;
  }

  /**
   * Writes what an owner pastes into the registration of a sender.
   * @param {Requests.RegistrationRequest} request
   * @param {Requests.Config | string} configuration
   * @returns {Answers.Registration}
   */
  registration(request, configuration) {
    const text = typeof configuration === "string" ? configuration : JSON.stringify(configuration);
    return this.#ask(operations.registration, request, new TextEncoder().encode(text)).ok;
  }

  /**
   * Returns the table of senders, of one country or all.
   * @param {string} [country]
   * @returns {Answers.SendersAnswer}
   */
  senders(country) {
    return this.#ask(operations.senders, { country }).ok;
  }

  /** @returns {Answers.ProvidersAnswer} Every provider, with the settings it needs. */
  providers() {
    return this.#ask(operations.providers, {}).ok;
  }

  /**
   * Makes any call by its number, as bytes; throws nothing. For tests and for hosts that pass calls on.
   * @param {number} op
   * @param {string | Uint8Array} request
   * @param {...Bytes} parts
   */
  call(op, request, ...parts) {
    return this.#frames.call(op, request, parts);
  }

  #ask(op, request, ...parts) {
    const text = typeof request === "string" ? request : JSON.stringify(request);
    const answer = this.#frames.call(op, text, parts);
    const { ok, error, errors } = JSON.parse(answer.json);
    if (ok === undefined) throw new CartsignalError({ error, errors });
    return { ok, parts: answer.parts };
  }
}
