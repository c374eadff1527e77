// Owns `npm run bench`: runs every benchmark, prints one table of hosts side by side and the sizes; `-- --json` for machines.
// A benchmark, run with --json, prints one JSON array of {name, unit, value}, the same names in each host.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { run } from "./run.mjs";
import { root } from "./toolchain.mjs";

const hosts = [
  {
    name: "native",
    source: "tests/bench/native.rs",
    command: ["cargo", ["run", "--quiet", "--profile", "native", "--example", "bench", "--", "--json"]],
  },
  { name: "node", source: "tests/bench/node.mjs", command: ["node", ["tests/bench/node.mjs", "--json"]] },
];
const modules = ["dist/core/cartsignal.wasm", "dist/core/cartsignal-hot.wasm", "dist/pkg/web/cartsignal_bg.wasm"];

const json = process.argv.includes("--json");
const built = await run("node", ["js/tools/build.mjs"], { quiet: true });
const missing = hosts.filter((host) => !existsSync(join(root, host.source))).map((host) => host.source);
const rows = [];
for (const host of hosts.filter(({ source }) => !missing.includes(source))) {
  const [program, args] = host.command;
  const { code, text } = await run(program, args, { quiet: true, limitMinutes: 30 });
  if (code !== 0) process.exit(1);
  const line = text.split("\n").find((candidate) => candidate.startsWith("["));
  for (const { name, unit, value } of JSON.parse(line)) rowOf(name, unit)[host.name] = value;
}
const sizes = modules.filter((path) => existsSync(join(root, path))).map(sizeOf);

if (json) console.log(JSON.stringify({ benchmarks: rows, sizes, missing }));
else printTables();
process.exit(built.code === 0 && missing.length === 0 ? 0 : 1);

function rowOf(name, unit) {
  const known = rows.find((row) => row.name === name);
  if (known) return known;
  rows.push({ name, unit });
  return rows.at(-1);
}

function sizeOf(path) {
  const bytes = readFileSync(join(root, path));
  return {
    path,
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  };
}

function printTables() {
  for (const { name, unit, native, node } of rows) {
    const ratio = native && node ? `node ${(node / native).toFixed(2)}x native` : "";
    const cell = (host, value) => `${host} ${value === undefined ? "-" : value.toFixed(3)} ${unit}`.padEnd(22);
    console.log(`${name.padEnd(44)} ${cell("native", native)} ${cell("node", node)} ${ratio}`.trimEnd());
  }
  for (const { path, raw, gzip, brotli } of sizes)
    console.log(`${path.padEnd(44)} ${raw} raw  ${gzip} gzip  ${brotli} brotli (bytes)`);
  for (const source of missing) console.error(`bench: no ${source} to run`);
}
