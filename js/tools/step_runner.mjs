// Owns running a list of steps in order: headings, a table at the end, the line that CI reads, the exit code.
import { countTests, sumCounts } from "./counts.mjs";
import { run } from "./run.mjs";

/** Runs the steps, or those named by --only=a,b, and ends the process. */
export async function runSteps(steps, args) {
  const chosen = choose(steps, args);
  const rows = [];
  for (const step of chosen) {
    const [program, programArgs] = step.command;
    console.log(`\n=== ${step.name}: ${program} ${programArgs.join(" ")}`);
    const answer = await run(program, programArgs, { env: step.env, limitMinutes: step.limitMinutes });
    rows.push({ name: step.name, seconds: answer.seconds, ...verdict(step, answer) });
  }
  console.log(`\n${table(rows)}\n`);
  const total = sumCounts(rows);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exit(total.failed === 0 ? 0 : 1);
}

/** A step that broke without a failing test (it did not compile, it ran nothing) counts as one failure. */
function verdict(step, answer) {
  const counts = step.count ? countTests(step.count, answer.text) : { passed: 0, failed: 0, skipped: 0 };
  if (answer.code !== 0) return { ...counts, failed: Math.max(counts.failed, 1), note: `exit code ${answer.code}` };
  if (step.count && counts.passed + counts.failed === 0) return { ...counts, failed: 1, note: "ran no test" };
  return { ...counts, note: step.says?.exec(answer.text)?.[0] ?? "" };
}

function choose(steps, args) {
  const only = args
    .find((arg) => arg.startsWith("--only="))
    ?.slice("--only=".length)
    .split(",");
  const known = steps.map((step) => step.name);
  const unknown = [
    ...args.filter((arg) => !arg.startsWith("--only=")),
    ...(only ?? []).filter((name) => !known.includes(name)),
  ];
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(", ")}; expected --only= with some of ${known.join(",")}`);
    process.exit(2);
  }
  return only ? steps.filter((step) => only.includes(step.name)) : steps;
}

function table(rows) {
  const cells = rows.map((row) => [
    row.failed === 0 ? "ok" : "FAILED",
    row.name,
    `${row.passed} passed`,
    `${row.failed} failed`,
    `${row.skipped} skipped`,
    `${row.seconds.toFixed(1)} s`,
    row.note,
  ]);
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
