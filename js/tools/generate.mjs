// Owns `npm run generate`: Rust types -> JSON Schema -> TypeScript. With --check it writes nothing and fails on a difference.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileFromFile } from "json-schema-to-typescript";
import { writeWhole } from "./fingerprint.mjs";
import { must } from "./run.mjs";
import { root } from "./toolchain.mjs";

const SCHEMAS = "tests/contract"; // committed: other languages read them
const TYPES = "js/types"; // committed: editors read them
const BANNER = "// Generated from the core's types by `npm run generate`. Do not edit.";
const STYLE = { printWidth: 120, semi: true, singleQuote: false, trailingComma: "all" };

const check = process.argv.includes("--check");
const draft = mkdtempSync(join(tmpdir(), "cartsignal-schema-"));
try {
  // The example writes one <name>.schema.json per request and answer into the folder it is given.
  await must("cargo", ["run", "--quiet", "--features", "schema", "--example", "schema", "--", draft]);
  const stale = [];
  for (const file of readdirSync(draft).sort()) {
    const schema = readFileSync(join(draft, file), "utf8");
    const types = await compileFromFile(join(draft, file), { bannerComment: BANNER, style: STYLE });
    const written = [
      settle(join(SCHEMAS, file), schema),
      settle(join(TYPES, file.replace(".schema.json", ".d.ts")), types),
    ];
    stale.push(...written.filter(Boolean));
  }
  if (check && stale.length > 0)
    throw new Error(`not what the Rust types say: ${stale.join(", ")}; run npm run generate`);
  console.log(check ? "generate  nothing differs" : `generate  ${stale.length} files changed`);
} catch (error) {
  console.error(`generate: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(draft, { recursive: true });
}

/** Returns the path when the file was not already so; writes it unless checking. */
function settle(path, content) {
  const full = join(root, path);
  if (existsSync(full) && readFileSync(full, "utf8") === content) return undefined;
  if (!check) writeWhole(full, content);
  return path;
}
