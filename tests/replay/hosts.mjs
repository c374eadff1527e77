// Owns the check that a record gives the same decisions everywhere: `node tests/replay/hosts.mjs FILE [HOST …]`.
// Prints a line per host; exits 1 when they differ.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { inChrome } from "../../js/conformance/browser.mjs";
import { Engine } from "../../js/node.mjs";
import { again } from "./again.mjs";

const [file, ...wanted] = process.argv.slice(2);
const hosts = { native, node, chrome };
const found = new Set();
for (const name of wanted.length > 0 ? wanted : Object.keys(hosts)) {
  const { steps, sha256 } = await hosts[name]();
  console.log(`${name.padEnd(7)} ${steps} steps, decisions_sha256 ${sha256}`);
  found.add(`${steps} ${sha256}`);
}
process.exit(found.size === 1 ? 0 : 1);

function native() {
  const args = ["run", "--quiet", "--profile", "checked", "--example", "replay_record", "--", file];
  const { stdout, stderr, status } = spawnSync("cargo", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

async function node() {
  const hash = createHash("sha256");
  const lines = createInterface({ input: createReadStream(file) });
  const steps = await again(lines, new Engine(), (line) => hash.update(line));
  return { steps, sha256: hash.digest("hex") };
}

function chrome() {
  return inChrome("tests/replay/page.mjs", { file });
}
