// Owns the program of full size: 300 segments, 30 journeys and texts in 30 languages.
// The compiler takes texts in six languages, so five programs are joined that differ in their texts alone (join.mjs).
import { readFileSync } from "node:fs";
import { join, languagesOf } from "./join.mjs";
import { languages } from "./languages.mjs";
import { presetSegments, segments } from "./full_size_segments.mjs";
import { journeys, textNames } from "./full_size_journeys.mjs";

/** The demo store. */
export const demo = JSON.parse(readFileSync(new URL("../../../src/preset/demo.json", import.meta.url), "utf8"));

const codes = Object.keys(languages).slice(0, 6); // those that the compiler takes
const batches = Array.from({ length: 5 }, (_, batch) => Object.keys(languages).slice(batch * 6, batch * 6 + 6));

/** What a small store runs: the demo with all preset segments and the preset journey. */
export const smallConfiguration = { ...demo, segments: presetSegments };

/** What a store of full size runs, with every text written by its owner in every language. */
export const fullConfiguration = { ...demo, segments: segments(), journeys: journeys(), texts: texts() };

/**
 * Returns the program of full size.
 * @param {import("../../../js/abi.mjs").Engine} engine
 */
export function fullSize(engine) {
  const parts = batches.map((batch) => ({
    program: compiled(engine, { ...fullConfiguration, texts: spoken(batch) }),
    languages: Object.fromEntries(codes.map((code, place) => [code, batch[place]])),
  }));
  const program = join(parts);
  const { segments, journeys } = fullConfiguration;
  if (segments.length !== 300 || journeys.length !== 30 || languagesOf(program).length !== 30)
    throw new Error("the program is not of full size");
  return program;
}

/** Compiles a configuration of which nothing may be left out. */
function compiled(engine, configuration) {
  const { program, disabled, warnings } = engine.compile(configuration);
  if (disabled.length > 0) {
    const [name] = disabled;
    const [{ message }] = warnings;
    throw new Error(`${disabled.length} parts are left out, first \`${name}\`; first warning: ${message}`);
  }
  return program;
}

/** All texts in a batch of languages, each under one that the compiler takes. */
function spoken(batch) {
  const renamed = (bodies) => Object.fromEntries(codes.map((code, place) => [code, bodies[batch[place]]]));
  return Object.fromEntries(Object.entries(fullConfiguration.texts).map(([name, bodies]) => [name, renamed(bodies)]));
}

function texts() {
  const bodies = ({ name, cart, coupon }) =>
    Object.fromEntries(Object.entries(languages).map(([code, said]) => [code, body(said, name, cart, coupon)]));
  return Object.fromEntries(textNames(journeys()).map((text) => [text.name, bodies(text)]));
}

function body([cartSentence, offerSentence], name, cart, coupon) {
  const number = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 90, 7);
  const about = cart ? `${cartSentence} {cart_link}` : `${offerSentence} (${number})`;
  return `{Shop}:[ {Name},] ${coupon ? "-{percent}% {code}, {hours}h: " : ""}${about}`;
}
