// Owns the bytes of the zip: the order, times and modes in it depend on nothing but the files.
import { zipSync } from "fflate";

const FOLDER = "cartsignal";

/** The zip format writes a time of day without a zone: made from the parts of a local time, it is the same everywhere. */
const TIME = new Date(2026, 0, 1, 0, 0, 0);

const UNIX = 3;
/** A file that its owner writes and everybody reads. */
const MODE = 0o100644;
const SMALLEST = 9;

/**
 * Returns a zip with the plugin's folder in it.
 * @param {Map<string, Uint8Array>} files in the order in which they are to stand
 */
export function zipOf(files) {
  const entries = [...files].map(([path, bytes]) => [`${FOLDER}/${path}`, new Uint8Array(bytes)]);
  return zipSync(Object.fromEntries(entries), { level: SMALLEST, mtime: TIME, os: UNIX, attrs: MODE * 0x10000 });
}
