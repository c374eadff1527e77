// Owns `npm run generate`: Rust types -> JSON Schema -> TypeScript. With --check it writes nothing and fails on a difference.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { compileFromFile } from "json-schema-to-typescript";
import { writeWhole } from "./fingerprint.mjs";
import { must } from "./run.mjs";
import { root } from "./toolchain.mjs";

const SCHEMAS = "tests/schema"; // committed: other languages read them
const TYPES = "js/types"; // committed: editors read them
const BANNER = "// Generated from the core's types by `npm run generate`. Do not edit.";
const STYLE = { printWidth: 120, semi: true, singleQuote: false, trailingComma: "all" };

const check = process.argv.includes("--check");
try {
  // The test writes the schemas, or fails when they are not what the types say.
  await must("cargo", ["test", "--quiet", "--features", "schema", "--test", "schema"], {
    env: check ? {} : { UPDATE_GENERATED: "1" },
  });
  const stale = [];
  for (const file of readdirSync(join(root, SCHEMAS)).sort()) {
    const types = await compileFromFile(join(root, SCHEMAS, file), {
      additionalProperties: false,
      bannerComment: BANNER,
      style: STYLE,
      unreachableDefinitions: false,
    });
    const path = join(TYPES, file.replace(".json", ".d.ts"));
    if (existsSync(join(root, path)) && readFileSync(join(root, path), "utf8") === types) continue;
    if (!check) writeWhole(join(root, path), types);
    stale.push(path);
  }
  if (check && stale.length > 0)
    throw new Error(`not what the schemas say: ${stale.join(", ")}; run npm run generate`);
  console.log(check ? "generate  nothing differs" : `generate  ${stale.length} files of types changed`);
} catch (error) {
  console.error(`generate: ${error.message}`);
  process.exitCode = 1;
}
