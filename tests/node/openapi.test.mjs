// Owns the test that the description of the REST interface is what the endpoints say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { OPENAPI, openApi } from "../../js/tools/openapi.mjs";
import { root } from "../../js/tools/toolchain.mjs";

test("the description of the interface is up to date: else run `npm run generate`", () => {
  assert.equal(readFileSync(join(root, OPENAPI), "utf8"), openApi());
});
