// Owns how many tests passed, failed and were skipped, read from what the runners print.

// Colours and the bars of node's spec reporter are not part of the words.
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

const readers = {
  // cargo test, and wasm-bindgen's runner with the same words, once per test binary.
  cargo: [
    /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm,
    ([, passed, failed, skipped]) => ({ passed, failed, skipped }),
  ],
  // node --test prints its totals once, `# pass 3` as TAP and `ℹ pass 3` as spec.
  node: [/^(?:#|ℹ) (pass|fail|cancelled|skipped|todo) (\d+)$/gm, ([, word, count]) => ({ [nodeWords[word]]: count })],
  // PHPUnit prints its totals once, in a short form when there is nothing but passed tests.
  phpunit: [
    /^(?:OK \((\d+) tests?,|Tests: (\d+), Assertions: \d+(.*)\.$)/gm,
    ([, allPassed, all, rest = ""]) => {
      const of = (...words) =>
        words.reduce((sum, word) => sum + Number(RegExp(`, ${word}: (\\d+)`).exec(rest)?.[1] ?? 0), 0);
      const failed = of("Errors", "Failures");
      const skipped = of("Skipped", "Incomplete");
      return { passed: Number(allPassed ?? all) - failed - skipped, failed, skipped };
    },
  ],
  // conformance: one line per host.
  vectors: [
    /^(?:ok|FAILED) +\S+ +(\d+) vectors?, (\d+) failed/gm,
    ([, all, failed]) => ({ passed: all - failed, failed }),
  ],
};

const nodeWords = { pass: "passed", fail: "failed", cancelled: "failed", skipped: "skipped", todo: "skipped" };

/** Returns {passed, failed, skipped} of one runner's output; `kind` is cargo, node, phpunit or vectors. */
export function countTests(kind, text) {
  const [pattern, read] = readers[kind];
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const match of text.replaceAll(COLOUR, "").replaceAll("\r", "").matchAll(pattern)) {
    for (const [word, count] of Object.entries(read(match))) total[word] += Number(count);
  }
  return total;
}

/** Returns the sum of several counts. */
export function sumCounts(counts) {
  const add = (word) => counts.reduce((sum, count) => sum + count[word], 0);
  return { passed: add("passed"), failed: add("failed"), skipped: add("skipped") };
}
