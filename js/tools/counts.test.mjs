// Proves that the last line of `npm test` counts what the runners really ran.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countTests, sumCounts } from "./counts.mjs";

test("cargo results of several binaries are added up", () => {
  const text = [
    "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
    "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
  ].join("\n");
  assert.deepEqual(countTests("cargo", text), { passed: 15, failed: 2, skipped: 1 });
});

test("node's totals are read in both of its reporters, coloured or not", () => {
  assert.deepEqual(countTests("node", "# pass 4\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 1\n"), {
    passed: 4,
    failed: 2,
    skipped: 3,
  });
  assert.deepEqual(countTests("node", "\x1b[34mℹ pass 7\x1b[39m\nℹ fail 0\n"), { passed: 7, failed: 0, skipped: 0 });
});

test("a test that prints such a line inside another is not counted", () => {
  assert.deepEqual(countTests("node", "    # pass 4\nthe line `# pass 4` is node's\n"), {
    passed: 0,
    failed: 0,
    skipped: 0,
  });
});

test("PHPUnit's totals are read in their short form and in their long one", () => {
  assert.deepEqual(countTests("phpunit", "OK (12 tests, 34 assertions)\n"), { passed: 12, failed: 0, skipped: 0 });
  assert.deepEqual(countTests("phpunit", "\x1b[30;42mOK (1 test, 1 assertion)\x1b[0m\n"), {
    passed: 1,
    failed: 0,
    skipped: 0,
  });
  const long = "Tests: 9, Assertions: 3, Errors: 1, Failures: 2, Warnings: 1, Skipped: 1, Incomplete: 1, Risky: 1.";
  assert.deepEqual(countTests("phpunit", `ERRORS!\n${long}\n`), { passed: 4, failed: 3, skipped: 2 });
  assert.deepEqual(countTests("phpunit", "No tests executed!\n"), { passed: 0, failed: 0, skipped: 0 });
});

test("vectors of each host count as tests", () => {
  const text = "ok  rust  120 vectors, 0 failed (0.4 s)\nFAILED  php-8.4  120 vectors, 2 failed (9.1 s)\n";
  assert.deepEqual(countTests("vectors", text), { passed: 238, failed: 2, skipped: 0 });
});

test("counts are summed word by word", () => {
  const one = { passed: 1, failed: 2, skipped: 3 };
  assert.deepEqual(sumCounts([one, one]), { passed: 2, failed: 4, skipped: 6 });
});
