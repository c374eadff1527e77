// Generated from the core's types by `npm run generate`. Do not edit.
import type * as Answers from "../types/answers.d.ts";
import type * as Requests from "../types/requests.d.ts";
export type Bytes = Uint8Array | null | undefined;
/**
 * @import * as Answers from "../types/answers.d.ts"
 * @import * as Requests from "../types/requests.d.ts"
 * @typedef {Uint8Array | null | undefined} Bytes Opaque; absent for somebody never seen before.
 */
/** What the core refuses; nothing was changed. */
export declare class CartsignalError extends Error {
    /** Closed word for machines, such as `state.too_new`. @type {string} */
    code: string;
    /** JSON pointer into the request. @type {string} */
    pointer: string;
    /** All that is wrong with a configuration. @type {any[] | undefined} */
    errors: any[] | undefined;
    /** With `state.too_new`: the oldest format that can read the state. @type {number | undefined} */
    needs: number | undefined;
    /** With `program.part_missing`: what to hand in. @type {{offset: number, length: number} | undefined} */
    range: {
        offset: number;
        length: number;
    } | undefined;
    /** @param {{error?: any, errors?: any[]}} refusal */
    constructor({ error, errors }: {
        error?: any;
        errors?: any[];
    });
}
/** One instance of the core with the programs and states it holds. */
export declare class Engine {
    #private;
    /**
     * @param {import("./frames.mjs").Port} port
     * @param {import("./frames.mjs").Codec} codec
     */
    constructor(port: import("./frames.mjs").Port, codec: import("./frames.mjs").Codec);
    /** @returns {Answers.Versions} */
    versions(): Answers.Versions;
    /**
     * Compiles a configuration, given as an object or as JSON text.
     * @param {Requests.Config | string} configuration
     * @param {Bytes} [previous] The program in force.
     * @returns {Answers.CompiledAnswer & {program: Uint8Array}}
     */
    compile(configuration: Requests.Config | string, previous?: Bytes): Answers.CompiledAnswer & {
        program: Uint8Array;
    };
    /**
     * @param {Requests.Config | string} configuration
     * @returns {Answers.LintAnswer}
     */
    lint(configuration: Requests.Config | string): Answers.LintAnswer;
    /**
     * Loads a program; the answer's `program` is its handle.
     * @param {Uint8Array} program
     * @returns {Answers.Loaded}
     */
    load(program: Uint8Array): Answers.Loaded;
    /**
     * Loads a program of which only some pieces are at hand; the first must lie at offset 0.
     * @param {{offset: number, bytes: Uint8Array}[]} pieces
     * @returns {Answers.Loaded}
     */
    loadPieces(pieces: {
        offset: number;
        bytes: Uint8Array;
    }[]): Answers.Loaded;
    /**
     * Adds pieces to a program that was loaded in pieces; its handle stays.
     * @param {number} program
     * @param {{offset: number, bytes: Uint8Array}[]} pieces
     * @returns {Answers.Loaded}
     */
    addPieces(program: number, pieces: {
        offset: number;
        bytes: Uint8Array;
    }[]): Answers.Loaded;
    /**
     * @param {number} program
     * @returns {Answers.Done}
     */
    unload(program: number): Answers.Done;
    /**
     * Returns the ranges of the program's bytes that a step needs.
     * @param {Requests.StepRequest | string} request
     * @param {Bytes} [shopper]
     * @param {Bytes} [recipient]
     * @returns {Answers.Range[]}
     */
    touches(request: Requests.StepRequest | string, shopper?: Bytes, recipient?: Bytes): Answers.Range[];
    /**
     * Decides what follows from one input. With `resident` in the request there are no states in or out.
     * @param {Requests.StepRequest | string} request
     * @param {Bytes} [shopper]
     * @param {Bytes} [recipient]
     * @returns {Answers.SteppedAnswer & {shopper?: Uint8Array, recipient?: Uint8Array}}
     */
    step(request: Requests.StepRequest | string, shopper?: Bytes, recipient?: Bytes): Answers.SteppedAnswer & {
        shopper?: Uint8Array;
        recipient?: Uint8Array;
    };
    /**
     * Decides as `step` does, but neither writes nor parses JSON and throws nothing: for those that pass it on.
     * @param {string} request
     * @param {Bytes} [shopper]
     * @param {Bytes} [recipient]
     * @returns {{json: string, shopper?: Uint8Array, recipient?: Uint8Array}}
     */
    stepText(request: string, shopper?: Bytes, recipient?: Bytes): {
        json: string;
        shopper?: Uint8Array;
        recipient?: Uint8Array;
    };
    /**
     * Makes two shoppers one.
     * @param {Requests.MergeRequest | string} request
     * @param {Bytes} a
     * @param {Bytes} b
     * @param {Bytes} [recipient]
     * @returns {Answers.MergedAnswer & {shopper?: Uint8Array, recipient?: Uint8Array}}
     */
    merge(request: Requests.MergeRequest | string, a: Bytes, b: Bytes, recipient?: Bytes): Answers.MergedAnswer & {
        shopper?: Uint8Array;
        recipient?: Uint8Array;
    };
    /**
     * Tells whether a decision may be executed now.
     * @param {Requests.AdmitRequest | string} request
     * @param {Bytes} [counters] One row per store, as the last call answered it.
     * @returns {Answers.Admitted & {counters?: Uint8Array}}
     */
    admit(request: Requests.AdmitRequest | string, counters?: Bytes): Answers.Admitted & {
        counters?: Uint8Array;
    };
    /**
     * Tells where a shopper stands, and why.
     * @param {Requests.ExplainRequest | string} request
     * @param {Bytes} shopper
     * @param {Bytes} [recipient]
     * @returns {Answers.Explanation}
     */
    explain(request: Requests.ExplainRequest | string, shopper: Bytes, recipient?: Bytes): Answers.Explanation;
    /**
     * @param {{text: string} | string} text
     * @returns {Answers.Measure}
     */
    measure(text: {
        text: string;
    } | string): Answers.Measure;
    /**
     * Adds facts to the store's aggregate and returns it.
     * @param {Requests.Fact[]} facts
     * @param {Bytes} [aggregate]
     * @returns {Uint8Array | undefined}
     */
    observe(facts: Requests.Fact[], aggregate?: Bytes): Uint8Array | undefined;
    /**
     * Takes the facts of somebody erased out of the aggregate and returns it.
     * @param {Requests.Fact[]} facts
     * @param {Bytes} aggregate
     * @returns {Uint8Array | undefined}
     */
    erase(facts: Requests.Fact[], aggregate: Bytes): Uint8Array | undefined;
    /**
     * Returns the aggregate of two aggregates of different facts.
     * @param {Bytes} a
     * @param {Bytes} b
     * @returns {Uint8Array | undefined}
     */
    combine(a: Bytes, b: Bytes): Uint8Array | undefined;
    /**
     * Learns within a budget of work; `progress` is to be handed in again until there is a `model`.
     * @param {number} budget
     * @param {Bytes} aggregate
     * @param {Bytes} [progress]
     * @returns {{model?: Answers.Model, progress?: Uint8Array}}
     */
    learn(budget: number, aggregate: Bytes, progress?: Bytes): {
        model?: Answers.Model;
        progress?: Uint8Array;
    };
    /**
     * Holds states in memory; the answer's `resident` is their handle.
     * @param {Requests.HoldRequest | string} request
     * @param {Bytes} [shopper]
     * @param {Bytes} [recipient]
     * @returns {Answers.Held}
     */
    hold(request: Requests.HoldRequest | string, shopper?: Bytes, recipient?: Bytes): Answers.Held;
    /**
     * Returns held states as bytes; they stay held.
     * @param {number} resident
     * @returns {{shopper?: Uint8Array, recipient?: Uint8Array}}
     */
    flush(resident: number): {
        shopper?: Uint8Array;
        recipient?: Uint8Array;
    };
    /**
     * @param {number} resident
     * @returns {Answers.Done}
     */
    release(resident: number): Answers.Done;
    /**
     * Replaces what `admit` estimated for a text by what its receipt says.
     * @param {Requests.ChargeRequest | string} request
     * @param {Bytes} counters
     * @returns {Uint8Array | undefined} The counters after.
     */
    charge(request: Requests.ChargeRequest | string, counters: Bytes): Uint8Array | undefined;
    /**
     * Answers what was spent of the budget, and what may be.
     * @param {Requests.SpendingRequest | string} request
     * @param {Bytes} counters
     * @returns {Answers.Spending}
     */
    spending(request: Requests.SpendingRequest | string, counters: Bytes): Answers.Spending;
    /**
     * Reads a phone number as a shopper typed it.
     * @param {string} text
     * @param {string} [country] ISO 3166-1 alpha-2, for numbers without a calling code.
     * @returns {Answers.Parsed}
     */
    parsePhone(text: string, country?: string): Answers.Parsed;
    /**
     * Reads what a recipient wrote back.
     * @param {string} text
     * @param {string} [locale] The recipient's language, BCP 47.
     * @returns {Answers.Reading}
     */
    readReply(text: string, locale?: string): Answers.Reading;
    /**
     * Returns the HTTP request that carries out an errand at a provider.
     * @param {Requests.GatewayRequest} request
     * @returns {Answers.Requested}
     */
    request(request: Requests.GatewayRequest): Answers.Requested;
    /**
     * Reads what a provider answered, or that it did not.
     * @param {Requests.ResponseRequest} request
     * @param {Bytes} [body]
     * @returns {Answers.Responded}
     */
    response(request: Requests.ResponseRequest, body?: Bytes): Answers.Responded;
    /**
     * Returns what the host is to prove before a webhook call is believed: `bytes` is what each proof is computed over.
     * @param {Requests.HookRequest} request
     * @param {Bytes} [body]
     * @returns {Answers.ChallengeAnswer & {bytes: Uint8Array[]}}
     */
    challenge(request: Requests.HookRequest, body?: Bytes): Answers.ChallengeAnswer & {
        bytes: Uint8Array[];
    };
    /**
     * Reads a webhook call, if the proofs hold.
     * @param {Requests.WebhookRequest} request
     * @param {Bytes} [body]
     * @returns {Answers.Hooked}
     */
    webhook(request: Requests.WebhookRequest, body?: Bytes): Answers.Hooked;
    /**
     * Writes what an owner pastes into the registration of a sender.
     * @param {Requests.RegistrationRequest} request
     * @param {Requests.Config | string} configuration
     * @returns {Answers.Registration}
     */
    registration(request: Requests.RegistrationRequest, configuration: Requests.Config | string): Answers.Registration;
    /**
     * Returns the table of senders, of one country or all.
     * @param {string} [country]
     * @returns {Answers.SendersAnswer}
     */
    senders(country?: string): Answers.SendersAnswer;
    /** @returns {Answers.ProvidersAnswer} Every provider, with the settings it needs. */
    providers(): Answers.ProvidersAnswer;
    /**
     * Makes any call by its number, as bytes; throws nothing. For tests and for hosts that pass calls on.
     * @param {number} op
     * @param {string | Uint8Array} request
     * @param {...Bytes} parts
     */
    call(op: number, request: string | Uint8Array, ...parts: Bytes[]): {
        json: string;
        parts: (Uint8Array | undefined)[];
    };
}
