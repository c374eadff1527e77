// Owns `npm run conformance`: all vectors in every host, one line each; it fails when two hosts answer differently.
// A runner prints `FAIL <vector>` per failing vector and ends with `N vectors, sha256 <hex>` over all answers.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";
import { checkProfile, findChrome, root } from "./toolchain.mjs";

const profile = checkProfile() ? ["--profile", checkProfile()] : [];
const hosts = [
  {
    name: "rust",
    runner: "tests/conformance.rs",
    command: ["cargo", ["test", "--quiet", ...profile, "--test", "conformance", "--", "--nocapture"]],
  },
  { name: "node", runner: "tests/node/conformance.mjs", command: ["node", ["tests/node/conformance.mjs"]] },
  {
    name: "chrome",
    runner: "tests/chrome/conformance.mjs",
    command: ["node", ["tests/chrome/conformance.mjs"]],
    env: { CHROME: findChrome() ?? "" },
  },
];

const answers = [];
for (const host of hosts) {
  const answer = await ask(host);
  answers.push(answer);
  const word = answer.broken || answer.failed > 0 ? "FAILED" : "ok";
  const said = answer.broken ?? `${answer.vectors} vectors, ${answer.failed} failed, sha256 ${answer.sha256}`;
  console.log(`${word.padEnd(6)}  ${host.name.padEnd(6)}  ${said}`);
}
const spoken = new Set(answers.map((answer) => `${answer.vectors} ${answer.sha256}`));
const differ = spoken.size > 1;
if (differ) console.error("conformance: the hosts' lines differ; the same bytes must give the same answers everywhere");
process.exit(differ || answers.some((answer) => answer.broken || answer.failed > 0) ? 1 : 0);

async function ask(host) {
  if (!existsSync(join(root, host.runner))) return { broken: `no runner: expected ${host.runner}` };
  const [program, args] = host.command;
  const { code, text } = await run(program, args, { env: host.env, quiet: true });
  const line = /^(\d+) vectors?, sha256 ([0-9a-f]{64})$/m.exec(text);
  if (!line) return { broken: `exit code ${code} and no line \`N vectors, sha256 …\`` };
  const failed = text.match(/^FAIL /gm)?.length ?? 0;
  if (code !== 0 && failed === 0) return { broken: `exit code ${code}` };
  return { vectors: Number(line[1]), failed, sha256: line[2] };
}
