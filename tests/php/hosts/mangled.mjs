// Owns what goes wrong on the way to the core: JSON, states and frames, changed by chance. Nothing handed in is changed.
import { word } from "./frames.mjs";

/** Values that a border must stand: ends of ranges, other types, too long, too deep. As text, since JSON has more numbers. */
const ODD = [
  ...["null", "true", "-1", "0", "1.5", "1e400", "9007199254740993", "-9223372036854775809", "18446744073709551616"],
  ...['""', '"\\u0000"', '"\\ud800"', `"${"x".repeat(300)}"`, "[]", "{}", '{"more":1}', "[".repeat(200)],
];
const BYTES = [0x00, 0x22, 0x2c, 0x5b, 0x7b, 0x7d, 0x80, 0xc3, 0xff];
const COUNTS = [0, 1, 2, 1_024, 1_025, 0x7fff_ffff, 0xffff_ffff];

/**
 * Returns the parts with a mangled request.
 * @param {import("../../../js/simulator/random.mjs").Random} random
 * @param {readonly Uint8Array[]} parts
 */
export function mangledJson(random, [request, ...parts]) {
  const text = Buffer.from(request).toString("utf8");
  const changed = random.chance(60) ? Buffer.from(withOddValue(random, text)) : mangledBytes(random, request);
  return [changed, ...parts];
}

/** Returns the parts with one state, or what else is bytes, mangled; without any, one is added. */
export function mangledState(random, [request, ...parts]) {
  if (parts.length === 0) return [request, noise(random, 40)];
  const place = random.whole(0, parts.length - 1);
  return [request, ...parts.map((part, nth) => (nth === place ? mangledBytes(random, part) : part))];
}

/** Returns a frame with wrong numbers, too few or too many bytes, or nothing of what it was. */
export function mangledFrame(random, frame) {
  const how = random.whole(0, 4);
  if (how === 0) return noise(random, 64);
  if (how === 1) return Buffer.concat([word(random.pick(COUNTS)), frame.subarray(4)]);
  if (how === 2) return Buffer.concat([frame.subarray(0, 4), word(random.pick(COUNTS)), frame.subarray(8)]);
  if (how === 3) return Buffer.concat([frame, noise(random, 8)]);
  return Buffer.from(frame.subarray(0, random.whole(0, frame.length)));
}

/** Puts an odd value in the place of a number or a text. */
function withOddValue(random, text) {
  const places = [...text.matchAll(/(?<=[:,[])("(?:[^"\\]|\\.)*"(?!:)|-?\d+)/g)];
  if (places.length === 0) return `${text}${random.pick(ODD)}`;
  const { index, 0: found } = random.pick(places);
  return text.slice(0, index) + random.pick(ODD) + text.slice(index + found.length);
}

function mangledBytes(random, bytes) {
  const at = random.whole(0, bytes.length);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  const how = random.whole(0, 3);
  if (how === 0) return Buffer.from(head);
  if (how === 1) return Buffer.concat([head, Uint8Array.of(random.pick(BYTES)), tail]);
  if (how === 2) return Buffer.concat([head, tail.subarray(random.whole(1, 4))]);
  return Buffer.concat([head, Uint8Array.of((tail[0] ?? 0) ^ (1 << random.whole(0, 7))), tail.subarray(1)]);
}

function noise(random, most) {
  return Buffer.from(Array.from({ length: random.whole(0, most) }, () => random.whole(0, 255)));
}
