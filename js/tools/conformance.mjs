// Owns `npm run conformance`: all vectors in every host, one line each; it fails when two hosts differ. With --every-php
// the hosts are the PHPs that `npm run verify` tries, beside one of Node.
// A runner prints `FAIL <vector>: …` per failing vector and ends with `N vectors, sha256 <hex>` over all answers.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { complaint, SCRATCH, testedPhp, verifiedPhp } from "./php_hosts.mjs";
import { run } from "./run.mjs";
import { checkProfile, root } from "./toolchain.mjs";

const LIMIT_MINUTES = 60; // chosen: npm's PHP takes minutes for all vectors, and shares its cores
const profile = checkProfile() ? ["--profile", checkProfile()] : [];
const abi = {
  name: "abi",
  missing: unbuilt("dist/core/cartsignal.wasm"),
  command: ["node", ["js/conformance/node.mjs", "--abi"]],
};
const PAGES = "dist/pkg/web/cartsignal_bg.wasm";
const hosts = process.argv.includes("--every-php")
  ? [abi, ...verifiedPhp()]
  : [
      { name: "rust", command: ["cargo", ["test", "--quiet", ...profile, "--test", "vectors", "--", "--nocapture"]] },
      { name: "node", missing: unbuilt(PAGES), command: ["node", ["js/conformance/node.mjs"]] },
      { name: "chrome", missing: unbuilt(PAGES), command: ["node", ["js/conformance/chrome.mjs"]] },
      abi,
      ...testedPhp(),
    ];

mkdirSync(SCRATCH, { recursive: true });
const answers = await inParallel(hosts, async (host) => {
  const answer = { name: host.name, ...(await ask(host)) };
  const said = answer.broken ?? `${answer.vectors} vectors, ${answer.failed} failed (${answer.seconds.toFixed(1)} s)`;
  console.log(`${isWell(answer) ? "ok" : "FAILED"}  ${host.name}  ${said}`);
  return answer;
});
rmSync(SCRATCH, { recursive: true });

const width = Math.max(...hosts.map(({ name }) => name.length)) + 1;
for (const { name, vectors, sha256 } of answers.filter((answer) => !answer.broken))
  console.log(`${`${name}:`.padEnd(width)} ${vectors} vectors, sha256 ${sha256}`);
const spoken = new Set(answers.map((answer) => `${answer.vectors} ${answer.sha256}`));
if (spoken.size > 1)
  console.error("conformance: the lines differ; the same bytes must give the same answers everywhere");
process.exit(spoken.size === 1 && answers.every(isWell) ? 0 : 1);

function isWell(answer) {
  return !answer.broken && answer.failed === 0;
}

/** Runs as many at a time as there are cores, in order; returns their answers in the same order. */
async function inParallel(items, work) {
  const answered = [];
  let next = 0;
  const workers = Array.from({ length: availableParallelism() }, async () => {
    while (next < items.length) {
      const place = next;
      next += 1;
      answered[place] = await work(items[place]);
    }
  });
  await Promise.all(workers);
  return answered;
}

async function ask(host) {
  if (host.missing) return { broken: host.missing };
  const [program, args] = host.command;
  const { code, text, seconds } = await run(program, args, { quiet: true, env: host.env, limitMinutes: LIMIT_MINUTES });
  const line = /^(\d+) vectors, sha256 ([0-9a-f]{64})$/m.exec(text);
  if (!line) return { broken: `exit code ${code} and no line \`N vectors, sha256 …\`` };
  const failed = text.match(/^FAIL /gm)?.length ?? 0;
  if (code !== 0 && failed === 0) return { broken: `exit code ${code}` };
  const otherwise = host.expects && complaint(host, text);
  if (otherwise) return { broken: otherwise };
  return { vectors: Number(line[1]), failed, sha256: line[2], seconds };
}

function unbuilt(file) {
  return existsSync(join(root, file)) ? undefined : `${file} is not there: run \`npm run build\``;
}
