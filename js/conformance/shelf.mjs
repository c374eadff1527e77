// Owns the bytes that names stand for, and how a step becomes the parts of a call.
import { canonical, joined, merge, resolve, unhex } from "./json.mjs";

const encoder = new TextEncoder();
const FIELDS = {
  step: ["shopper", "recipient", "contact", "moment"],
  touches: ["shopper", "recipient", "contact", "moment"],
  merge: ["a", "b", "recipient", "contact", "moment"],
  admit: ["contact", "origin", "moment", "ask"],
  explain: ["shopper", "recipient", "contact", "moment"],
  measure: ["text"],
  observe: ["facts"],
  learn: ["budget"],
  charge: ["moment"],
  spending: ["moment"],
};
const STATES = {
  step: ["shopper", "recipient"],
  touches: ["shopper", "recipient"],
  merge: ["a", "b", "recipient"],
  admit: ["counters"],
  explain: ["shopper", "recipient"],
  measure: [],
  observe: ["aggregate"],
  learn: ["aggregate", "progress"],
  charge: ["counters"],
  spending: ["counters"],
};
/** Calls that are about no state: `request` is the whole of part 0, `parts` the others. */
export const STATELESS =
  "parse_phone read_reply request response challenge webhook registration senders providers".split(" ");
const UNDER_A_PROGRAM = ["step", "touches", "merge", "admit", "explain", "charge", "spending"];

/** The bytes that names stand for, the programs, and what earlier steps came to. */
export class Shelf {
  states = new Map();
  programs = new Map();
  decisions = [];
  facts = [];

  constructor(library, contacts) {
    this.library = library;
    this.contacts = contacts;
  }

  state(name) {
    return this.states.get(name) ?? new Uint8Array(0);
  }

  keep(name, bytes) {
    if (name === undefined || name === null) return;
    if (bytes && bytes.length > 0) this.states.set(name, bytes);
    else this.states.delete(name);
  }

  /** Returns the id that `3` or `3.2` stands for. */
  decision(place) {
    const [step, nth] = place.split(".");
    return this.decisions[Number(step) - 1]?.[Number(nth ?? 1) - 1];
  }

  resolve(value) {
    return resolve(value, (place) => this.decision(place));
  }

  /** Does what the runner's own step `state` says. */
  change({ of, does }) {
    const [[verb, value]] = Object.entries(does);
    const bytes = this.state(of);
    const verbs = {
      save_as: () => this.keep(value, bytes),
      load: () => this.keep(of, this.state(value)),
      append: () => this.keep(of, joined([bytes, unhex(value)])),
      write: () => this.keep(of, unhex(value)),
      cut: () => this.keep(of, bytes.subarray(0, Math.max(0, bytes.length - value))),
      patch_at: () => {
        const [place, digits] = value;
        const changed = Uint8Array.from(bytes); // `slice` of a Node Buffer would be a view
        changed.set(unhex(digits), place);
        this.keep(of, changed);
      },
      forget: () => this.keep(of),
    };
    if (!verbs[verb]) throw new Error(`\`${verb}\` is nothing to do with a state`);
    verbs[verb]();
  }

  /** Returns all parts of a call as bytes. `nth` counts steps and repetitions: ids of inputs are made of it. */
  parts(call, step, nth) {
    if (call === "raw") return (step.parts ?? []).map((part) => this.#raw(part));
    if (STATELESS.includes(call)) {
      const request = canonical(this.resolve(step.request ?? {}));
      return [encoder.encode(request), ...(step.parts ?? []).map((part) => this.#raw(part))];
    }
    if (call === "compile") return [encoder.encode(this.#configuration(step.config)), this.#program(step.previous)];
    const request = encoder.encode(canonical(this.#request(call, step, nth)));
    return [request, ...STATES[call].map((field) => this.state(step[field]))];
  }

  #request(call, step, nth) {
    if (!FIELDS[call]) throw new Error(`there is no call \`${call}\``);
    const request = {};
    for (const field of FIELDS[call]) if ((step[field] ?? null) !== null) request[field] = step[field];
    if (UNDER_A_PROGRAM.includes(call)) request.program = this.#handle(step.under ?? "given");
    if (typeof request.contact === "string") {
      const contact = this.contacts[request.contact];
      if (!contact) throw new Error(`there is no contact \`${request.contact}\``);
      request.contact = contact;
    }
    if (call === "step" || call === "touches") {
      if (!step.input) throw new Error("a step needs an `input`");
      request.input = {
        id: step.id ?? `input-${nth}`,
        occurred_at: step.occurred_at ?? step.moment ?? null,
        trust: step.trust ?? "server",
        what: step.input,
      };
    }
    if (step.facts_of) request.facts = step.facts_of.flatMap((place) => this.facts[place - 1] ?? []);
    return this.resolve(merge(request, step.request ?? {}));
  }

  #configuration({ program, patch, text }) {
    if (text !== undefined) return text;
    const known = this.library.programs[program];
    if (!known) throw new Error(`there is no program \`${program}\``);
    return canonical(merge(known, patch ?? {}));
  }

  #handle(name) {
    const program = this.programs.get(name);
    if (!program) throw new Error(`there is no program \`${name}\``);
    return program.handle;
  }

  #program(name) {
    if (name === undefined) return new Uint8Array(0);
    this.#handle(name);
    return this.programs.get(name).bytes;
  }

  #raw(part) {
    if (typeof part === "string") {
      let text = part;
      for (const [name, { handle }] of this.programs) text = text.replaceAll(`program#${name}`, String(handle));
      return encoder.encode(text);
    }
    if (part.hex !== undefined) return unhex(part.hex);
    if (part.json !== undefined) return encoder.encode(canonical(part.json));
    if (part.state !== undefined) return this.state(part.state);
    if (part.program !== undefined) return this.#program(part.program);
    if (part.repeat !== undefined) return encoder.encode(part.repeat.repeat(part.times));
    throw new Error("a part is a text, hex, json, state, program or repeat");
  }
}
