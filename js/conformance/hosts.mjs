// Owns how a loaded module becomes a host of the runner: through the package's own frames, and with frames as they are.
import { Frames, plainCodec } from "../load/frames.mjs";

/**
 * Returns a host over a fresh instance's port.
 * @param {import("../load/frames.mjs").Port} port
 * @param {import("../load/frames.mjs").Codec} [codec]
 * @returns {import("./timeline.mjs").Host}
 */
export function hostOf(port, codec = plainCodec) {
  let frames = new Frames(port, codec);
  const encoder = new TextEncoder();
  return {
    call(op, [request = new Uint8Array(0), ...parts]) {
      const answer = frames.call(op, request, parts);
      return [encoder.encode(answer.json), ...answer.parts.map((part) => part ?? new Uint8Array(0))];
    },
    frame(op, bytes) {
      const parts = answered(port, op, bytes);
      // The room that `frames` reserved is gone.
      frames = new Frames(port, codec);
      return parts;
    },
  };
}

/** Makes a call whose frame is given as it is, and takes the answer's frame apart. */
function answered(port, op, bytes) {
  const at = port.reserve(Math.max(bytes.length, 1));
  new Uint8Array(port.memory.buffer).set(bytes, at);
  const address = port.run(op, bytes.length);
  const view = new DataView(port.memory.buffer);
  const parts = [];
  let from = address + 8;
  for (let left = view.getUint32(address + 4, true); left > 0; left -= 1) {
    const length = view.getUint32(from, true);
    parts.push(new Uint8Array(port.memory.buffer).slice(from + 4, from + 4 + length));
    from += 4 + length;
  }
  return parts;
}
