// Owns `npm run package`: dist/cartsignal.zip, the plugin as owners install it; the same input gives the same bytes.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWhole } from "./fingerprint.mjs";
import { faultsOf } from "./package/checks.mjs";
import { pluginFiles } from "./package/files.mjs";
import { zipOf } from "./package/zip.mjs";
import { root } from "./toolchain.mjs";

export const ZIP = "dist/cartsignal.zip";

/** Above it some hosts refuse an upload: PHP's own limit is 2 MiB, what hosts set is 8 MiB and more. Chosen. */
const MOST_BYTES = 8 * 1_048_576;

/**
 * Writes the plugin as a zip, of `core/` as it was built last. Throws with every fault in one message.
 * @param {{ to?: string, from?: string, checkPhp?: boolean }} [options] `from` is the repository; `checkPhp: false` saves
 *   the seconds that PHP takes to read every file
 * @returns {Promise<{ file: string, bytes: number, files: number }>}
 */
export async function packagePlugin({ to = join(root, ZIP), from = root, checkPhp = true } = {}) {
  const files = pluginFiles(from);
  const faults = await faultsOf(files, from, { checkPhp });
  if (faults.length > 0) throw new Error(`nothing was packaged:\n  ${faults.join("\n  ")}`);
  const zip = zipOf(files);
  if (zip.length > MOST_BYTES) throw new Error(`the zip has ${zip.length} bytes, at most ${MOST_BYTES} are wanted`);
  mkdirSync(dirname(to), { recursive: true });
  writeWhole(to, zip);
  return { file: to, bytes: zip.length, files: files.size };
}

if (process.argv[1] === import.meta.filename) {
  try {
    const { bytes, files } = await packagePlugin();
    console.log(`package  ${ZIP}: ${files} files, ${(bytes / 1_048_576).toFixed(2)} MiB`);
  } catch (error) {
    console.error(`package: ${error.message}`);
    process.exit(1);
  }
}
