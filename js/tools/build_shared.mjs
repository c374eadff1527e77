// Owns what the plugin shares with the core and the other hosts: kept once, elsewhere, and copied beside its classes.
import { copyFileSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "./toolchain.mjs";

const FOLDER = "plugin-wordpress/core";

/** Wording of the boxes and of the pages behind links; texts, rules and prices, which the screens show. */
export const SHARED = [
  ...["consent_boxes", "texts", "prices"].map((name) => `src/preset/${name}.json`),
  ...["src/gate/region/rules.json", "js/host_pages/wording.json", "js/host_pages/page.css"],
];

export const sharedOutputs = () => SHARED.map((file) => `${FOLDER}/${basename(file)}`);

export function buildShared() {
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const file of SHARED) copyFileSync(join(root, file), join(root, FOLDER, basename(file)));
}
