// Owns `npm run generate`: Rust types -> JSON Schema -> TypeScript; metadata of phone numbers -> the core's table;
// the plugin's endpoints -> OpenAPI.
// With --check it writes nothing and fails on a difference.
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileFromFile } from "json-schema-to-typescript";
import { writeWhole } from "./fingerprint.mjs";
import { PHONE_TABLE, phoneTable } from "./phone_table.mjs";
import { OPENAPI, openApi } from "./openapi.mjs";
import { must } from "./run.mjs";
import { root } from "./toolchain.mjs";

const SCHEMAS = "tests/schema"; // committed: other languages read them
const TYPES = "js/types"; // committed: editors read them
const BANNER = "// Generated from the core's types by `npm run generate`. Do not edit.";
const ENTRIES = ["js/index.mjs", "js/node.mjs", "js/abi.mjs"];
// Types of what is built (dist) or of Node are not needed to declare the entries, hence no checking.
const DECLARE = [
  ...["--allowJs", "--declaration", "--emitDeclarationOnly", "--noCheck", "--skipLibCheck"],
  ...["--target", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext"],
];
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
    });
    settle(join(TYPES, file.replace(".json", ".d.ts")), types, stale);
  }
  await declare(stale);
  settle(PHONE_TABLE, phoneTable(), stale);
  settle(OPENAPI, openApi(), stale);
  if (check && stale.length > 0) throw new Error(`not what the sources say: ${stale.join(", ")}; run npm run generate`);
  console.log(check ? "generate  nothing differs" : `generate  ${stale.length} files changed`);
} catch (error) {
  console.error(`generate: ${error.message}`);
  process.exitCode = 1;
}

/**
 * Writes the declarations of the package's entries beside them, from their JSDoc. The trap: the compiler takes a
 * declaration that lies beside a module for the module, so it reads a copy that has none.
 */
async function declare(stale) {
  const draft = mkdtempSync(join(tmpdir(), "cartsignal-types-"));
  try {
    const copy = join(draft, "js");
    cpSync(join(root, "js"), copy, { recursive: true, filter: (path) => !path.endsWith(".d.mts") });
    const entries = ENTRIES.map((entry) => join(draft, entry));
    await must("tsc", [...DECLARE, "--rootDir", copy, "--outDir", join(draft, "out"), ...entries]);
    for (const file of readdirSync(join(draft, "out"), { recursive: true }).sort())
      if (file.endsWith(".d.mts"))
        settle(join("js", file), `${BANNER}\n${readFileSync(join(draft, "out", file), "utf8")}`, stale);
  } finally {
    rmSync(draft, { recursive: true });
  }
}

/** Notes the path when the file was not already so; writes it unless checking. */
function settle(path, content, stale) {
  const full = join(root, path);
  if (existsSync(full) && readFileSync(full).equals(Buffer.from(content))) return;
  if (!check) writeWhole(full, content);
  stale.push(path);
}
