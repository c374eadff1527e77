// Owns the check that docs/hooks.md names every action and filter of the plugin, and no other, with its arguments.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const plugin = new URL("../../plugin-wordpress/", import.meta.url);
const docs = readFileSync(new URL("docs/hooks.md", plugin), "utf8");
const sources = readdirSync(new URL("src/", plugin), { recursive: true })
  .filter((name) => name.endsWith(".php"))
  .map((name) => readFileSync(new URL(`src/${name}`, plugin), "utf8"))
  .join("\n");

/** What the plugin fires: by name, with how many arguments. */
function fired() {
  const found = new Map();
  for (const { 0: call, 1: name, index } of sources.matchAll(/\\(?:do_action|apply_filters)\(\s*'(cartsignal_\w+)'/g)) {
    const rest = sources.slice(index + call.length, index + call.length + 300);
    found.set(name, Math.max(found.get(name) ?? 0, countArguments(rest)));
  }
  return found;
}

/** Counts what stands after the name, up to the bracket that closes the call. */
function countArguments(rest) {
  let depth = 0;
  let count = 0;
  for (const sign of rest) {
    if (")]}".includes(sign) && --depth < 0) break;
    if ("([{".includes(sign)) depth += 1;
    if (sign === "," && depth === 0) count += 1;
  }
  return count;
}

const sections = docs.split(/^### /m).slice(1);
const documented = new Map(sections.map((text) => [/^`(\w+)`/.exec(text)?.[1], text.split(/^## /m)[0]]));

test("every action and filter of the plugin is documented, and every documented one is fired", () => {
  assert.deepEqual([...documented.keys()].sort(), [...fired().keys()].sort());
  assert.ok(documented.size >= 14, "the search itself finds them");
});

test("each has an example that takes the arguments it is fired with", () => {
  for (const [name, count] of fired()) {
    const section = documented.get(name);
    const code = /```php\n(.*?)```/s.exec(section)?.[1] ?? "";
    assert.ok(code.includes(`'${name}'`), `${name} has an example`);
    if (code.startsWith("do_action")) continue;
    const parameters = /\((?:array|string|\?string|bool|Throwable)[^)]*\)|fn \(\)/.exec(code)?.[0] ?? "";
    const taken = (parameters.match(/\$/g) ?? []).length;
    assert.equal(taken, count, `${name} is fired with ${count}, its example takes ${taken}`);
    if (taken > 1) assert.match(code, new RegExp(`, 10, ${taken}\\);`), `${name} asks WordPress for all of them`);
  }
});

test("the events of the cron and the constants that are named exist", () => {
  const cron = /## Events of WordPress's cron\n(.*?)\n## /s.exec(docs)[1].matchAll(/`(cartsignal_\w+)`/g);
  const constants = docs.matchAll(/`(CARTSIGNAL_\w+)`/g);
  const names = [...cron, ...constants].map(([, name]) => name);
  assert.ok(names.length >= 9);
  for (const name of names) assert.ok(sources.includes(`'${name}'`), `${name} is in the source`);
});
