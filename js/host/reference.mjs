// Owns references: the opaque tokens of attempts, which travel in callback addresses and say nothing of anybody.

const REFERENCE_BYTES = 16;

/** @param {(bytes: number) => Uint8Array} random */
export function randomReference(random) {
  return Buffer.from(random(REFERENCE_BYTES)).toString("hex");
}
