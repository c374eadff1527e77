// Owns loading the core for the command line.
import { existsSync } from "node:fs";
import { Complaint, exitCodes } from "../replay/complaint.mjs";
import { Core } from "../replay/core.mjs";

/**
 * Returns a core with the configuration's program.
 * @param {object} configuration
 */
export async function openCore(configuration) {
  return new Core(await openEngine(), configuration);
}

/** Returns an engine of the whole module. */
export async function openEngine() {
  const binding = new URL("../node.mjs", import.meta.url);
  try {
    const { Engine } = await import(binding.href);
    return new Engine();
  } catch (error) {
    const why = existsSync(binding) ? String(error instanceof Error ? error.message : error) : "js/node.mjs is missing";
    throw new Complaint(
      `the core can't be loaded: ${why}. In the repository run npm run build; else install the package again`,
      exitCodes.core,
    );
  }
}
