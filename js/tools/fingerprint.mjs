// Owns the answer to "did anything change since this build step ran?": hashes of inputs, kept beside the outputs.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./toolchain.mjs";

const record = join(root, "dist", ".built.json");

/** Returns a hash over files, folders (recursively, in name order) and plain words such as tool versions. */
export function fingerprint(paths, words) {
  const hash = createHash("sha256");
  for (const word of words) hash.update(`${word}\0`);
  for (const file of paths.flatMap((path) => filesUnder(path))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** Returns whether a step ran with this fingerprint and all its outputs are still there. */
export function isFresh(step, print, outputs) {
  return readRecord()[step] === print && outputs.every((output) => existsSync(join(root, output)));
}

/** Records that a step ran with this fingerprint. */
export function markBuilt(step, print) {
  writeWhole(record, `${JSON.stringify({ ...readRecord(), [step]: print }, null, 2)}\n`);
}

/** Writes a file so that a reader sees the old or the new one, never half of it. */
export function writeWhole(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}

function readRecord() {
  return existsSync(record) ? JSON.parse(readFileSync(record, "utf8")) : {};
}

function filesUnder(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  const names = readdirSync(full).sort();
  return names.flatMap((name) => filesUnder(join(path, name)));
}
