// Owns `npm run conformance`: all vectors in every host that is built, one line each; it fails when two hosts differ.
// A runner prints `FAIL <vector>: …` per failing vector and ends with `N vectors, sha256 <hex>` over all answers.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";
import { checkProfile, root } from "./toolchain.mjs";

const profile = checkProfile() ? ["--profile", checkProfile()] : [];
const hosts = [
  {
    name: "rust",
    needs: "Cargo.toml",
    command: ["cargo", ["test", "--quiet", ...profile, "--test", "vectors", "--", "--nocapture"]],
  },
  { name: "node", needs: "dist/pkg/web/cartsignal_bg.wasm", command: ["node", ["js/conformance/node.mjs"]] },
  { name: "chrome", needs: "dist/pkg/web/cartsignal_bg.wasm", command: ["node", ["js/conformance/chrome.mjs"]] },
  { name: "abi", needs: "dist/core/cartsignal.wasm", command: ["node", ["js/conformance/node.mjs", "--abi"]] },
];

const answers = [];
for (const host of hosts) {
  const answer = { name: host.name, ...(await ask(host)) };
  answers.push(answer);
  const said = answer.broken ?? `${answer.vectors} vectors, ${answer.failed} failed`;
  console.log(`${isWell(answer) ? "ok" : "FAILED"}  ${host.name}  ${said}`);
}
for (const { name, vectors, sha256 } of answers.filter((answer) => !answer.broken))
  console.log(`${`${name}:`.padEnd(7)} ${vectors} vectors, sha256 ${sha256}`);
const spoken = new Set(answers.map((answer) => `${answer.vectors} ${answer.sha256}`));
if (spoken.size > 1)
  console.error("conformance: the lines differ; the same bytes must give the same answers everywhere");
process.exit(spoken.size === 1 && answers.every(isWell) ? 0 : 1);

function isWell(answer) {
  return !answer.broken && answer.failed === 0;
}

async function ask({ needs, command: [program, args] }) {
  if (!existsSync(join(root, needs))) return { broken: `${needs} is not there: run \`npm run build\`` };
  const { code, text } = await run(program, args, { quiet: true });
  const line = /^(\d+) vectors, sha256 ([0-9a-f]{64})$/m.exec(text);
  if (!line) return { broken: `exit code ${code} and no line \`N vectors, sha256 …\`` };
  const failed = text.match(/^FAIL /gm)?.length ?? 0;
  if (code !== 0 && failed === 0) return { broken: `exit code ${code}` };
  return { vectors: Number(line[1]), failed, sha256: line[2] };
}
