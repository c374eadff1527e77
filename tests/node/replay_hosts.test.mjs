// Owns the promise that one replay decides the same everywhere: natively, in Node and in Chrome.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "cartsignal-hosts-"));
after(() => rmSync(folder, { recursive: true }));

test("carts of two shoppers decide the same natively, in Node and in Chrome", () => {
  const start = Date.parse("2026-11-17T09:00:00Z");
  const lines = ["anna", "ben"].flatMap((shopper, place) =>
    [1, 2, 3].map((version) => ({
      id: `${shopper}-${version}`,
      occurred_at: start + (place * 10 + version) * 60_000,
      trust: "server",
      what: {
        "cart.updated": { cart: `cart-${shopper}`, version, change: "added", currency: "EUR", lines: lines3(version) },
      },
      shopper,
    })),
  );
  const events = join(folder, "made.jsonl");
  writeFileSync(events, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  assert.ok(sameEverywhere("made", [events, ...assumed(), "--zone", "Europe/Berlin"]) > 0, "no text was sent");
});

const sessions = join(root, "..", "shared", "data", "otto_sample", "train.jsonl");
test("real carts left behind decide the same natively, in Node and in Chrome", (t) => {
  if (!existsSync(sessions)) return t.skip("the OTTO sessions are not beside this checkout: nothing real was replayed");
  const events = join(folder, "otto.jsonl");
  writeFileSync(events, run("tests/node/otto-to-events.mjs", [sessions]));
  assert.ok(sameEverywhere("otto", [events, ...assumed(), "--zone", "Europe/Berlin"]) > 0, "no text was sent");
});

function assumed() {
  return ["consent=cart", "confirmed", "phone", "live", "country=DE"].flatMap((each) => ["--assume", each]);
}

function lines3(quantity) {
  return [{ product: "tea", quantity, unit_price_minor: 1999 }];
}

/** Replays, runs the record again in each host, and returns how many texts were sent. */
function sameEverywhere(name, args) {
  const record = join(folder, `${name}.rec`);
  const answer = JSON.parse(run("js/cli/main.mjs", ["replay", ...args, "--record", record, "--json"]));
  const lines = run("tests/replay/hosts.mjs", [record]).trim().split("\n");
  assert.equal(lines.length, 3);
  for (const line of lines) assert.match(line, new RegExp(`decisions_sha256 ${answer.decisions_sha256}$`));
  return answer.summary.texts_sent;
}

function run(script, args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}
