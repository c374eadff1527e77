// Owns the tests of the plugin's zip: what is in it, that it is the same each time, and that it is refused where it must be.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { after, before, test } from "node:test";
import { unzipSync } from "fflate";
import { SHARED } from "../../js/tools/build_shared.mjs";
import { packagePlugin } from "../../js/tools/package.mjs";
import { findPhp } from "../../js/tools/php.mjs";
import { root } from "../../js/tools/toolchain.mjs";

const NOT_SHIPPED = /^(tests|wasm2php|(phpunit|phpcs)\.xml\.dist|README\.md)$/;

let folder;
/** A repository of its own: nobody changes it meanwhile. */
let copy;
let zip;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "cartsignal-zip-"));
  copy = join(folder, "copy");
  zip = join(folder, "cartsignal.zip");
  mkdirSync(copy);
  for (const file of ["package.json", "Cargo.toml", "LICENSE"]) cpSync(join(root, file), join(copy, file));
  const plugin = join(root, "plugin-wordpress");
  const filter = (source) => !NOT_SHIPPED.test(relative(plugin, source));
  cpSync(plugin, join(copy, "plugin-wordpress"), { recursive: true, filter });
  cpSync(join(root, "js", "console"), join(copy, "js", "console"), { recursive: true });
  await packagePlugin({ from: copy, to: zip, checkPhp: false });
});

after(() => rmSync(folder, { recursive: true, force: true }));

test("the zip holds the plugin and nothing that only developers need", () => {
  const names = Object.keys(unzipSync(readFileSync(zip)));
  assert.deepEqual(
    names.filter((name) => !name.startsWith("cartsignal/")),
    [],
  );
  const parts = new Set(names.map((name) => name.split("/")[1]));
  const wanted = [
    ...["assets", "blocks", "cartsignal.php", "core", "docs", "languages", "license.txt", "openapi.json"],
    ...["readme.txt", "src", "uninstall.php"],
  ];
  for (const part of wanted) assert.ok(parts.has(part), `${part} is missing`);
  assert.deepEqual(
    [...parts].filter((part) => !wanted.includes(part)),
    [],
  );
  assert.deepEqual(
    names.filter((name) => /\/\.|\/tests?\/|\.test\.|wasm2php|README|\.(rs|wasm|map|jsx)$/.test(name)),
    [],
  );
  assert.ok(names.length > 200, "the generated core is missing");
});

test("every shared file that the plugin reads is in the zip", () => {
  const files = unzipSync(readFileSync(zip));
  const read = new Set();
  for (const [name, bytes] of Object.entries(files)) {
    if (!/\/src\/.*\.php$/.test(name)) continue;
    for (const [, file] of Buffer.from(bytes)
      .toString()
      .matchAll(/\/(core\/[a-z_]+\.[a-z]+)['"]/g))
      read.add(file);
  }
  assert.deepEqual([...read].sort(), SHARED.map((file) => `core/${basename(file)}`).sort());
  for (const file of read) assert.ok(files[`cartsignal/${file}`]?.length > 0, `${file} is missing`);
});

test("the same files give the same bytes, in another time zone and with other times of the files, too", () => {
  const later = new Date(Date.now() + 86_400_000);
  for (const file of ["cartsignal.php", "src/Plugin.php", "readme.txt"])
    utimesSync(join(copy, "plugin-wordpress", file), later, later);
  const code = `import { packagePlugin } from "./js/tools/package.mjs";
    await packagePlugin({ from: process.argv[1], to: process.argv[2], checkPhp: false });`;
  const other = join(folder, "other.zip");
  const env = { ...process.env, TZ: "Pacific/Kiritimati", LC_ALL: "C" };
  execFileSync(process.execPath, ["--input-type=module", "-e", code, copy, other], { cwd: root, env });
  assert.ok(readFileSync(other).equals(readFileSync(zip)));
});

test("a hidden file stays at home", async (t) => {
  const file = join(copy, "plugin-wordpress/src/.env");
  writeFileSync(file, "KEY=1");
  t.after(() => rmSync(file));
  const to = join(folder, "hidden.zip");
  await packagePlugin({ from: copy, to, checkPhp: false });
  assert.ok(readFileSync(to).equals(readFileSync(zip)));
});

test("the core runs from the unzipped plugin, and every file of it is as it was built", () => {
  const plugin = unzipped();
  const code = `require $argv[1] . '/cartsignal/src/autoload.php';
    $core = Cartsignal\\Core\\Core::ready();
    $core->verify();
    $request = json_encode(['text' => '07400 123456', 'country' => 'GB']);
    echo $core->call(Cartsignal\\Core\\Operation::ParsePhone, $request)->ok()->phone->e164;`;
  const settings = ["-d", "error_reporting=-1", "-d", "display_errors=1"];
  const said = execFileSync(findPhp(), [...settings, "-r", code, "--", plugin], { encoding: "utf8" });
  assert.equal(said, "+447400123456");
});

test("the template for translators has the sentences of every part, each once", () => {
  const template = readFileSync(join(unzipped(), "cartsignal/languages/cartsignal.pot"), "utf8");
  assert.match(template, /msgid "Download consent proof"/);
  assert.match(template, /msgid "What texts really earn"/, "of the screens");
  assert.match(template, /^#: .+\n#\. translators: .+\nmsgid "/m);
  const ids = [...template.matchAll(/^(?:msgctxt .+\n)?msgid ".+"$/gm)].map(([id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.length > 50, `${ids.length} sentences`);
  assert.doesNotMatch(template, /POT-Creation-Date|\/work|\/home/);
});

const breakages = {
  "a file that is no PHP": ["src/Privacy/Csv.php", "\n}", /`src\/Privacy\/Csv\.php` is not PHP/],
  "a mistake that only PHP finds": [
    "src/Privacy/Csv.php",
    "\nfunction twice($a, $a) {}",
    /`src\/Privacy\/Csv\.php` is not PHP$/m,
  ],
  "another version in the readme": [
    "readme.txt",
    ["Stable tag: ", "Stable tag: 9"],
    /readme\.txt \(stable tag\) says version/,
  ],
  "another version in the plugin": ["cartsignal.php", ["Version: ", "Version: 9"], /cartsignal\.php says version/],
  "a sentence in another text domain": [
    "src/Privacy/Csv.php",
    "\n__('Hello', 'woocommerce');",
    /has not the text domain/,
  ],
  "a sentence that is put together": ["src/Privacy/Csv.php", "\n__('Hello ' . $a, 'cartsignal');", /has no plain text/],
  "an archive": ["assets/all.zip", "PK", /`assets\/all\.zip` is of a kind/],
  "a test": ["src/tests/One.php", "<?php", /`src\/tests\/One\.php` is for developers/],
  "a core that somebody changed": [
    "core/Hot/Module.php",
    "\n// changed",
    /`core\/Hot\/Module\.php` is not as it was built/,
  ],
  "a short description that is cut": ["readme.txt", ["Texts shoppers", `Texts ${"x".repeat(150)}`], /at most 150/],
};
for (const [name, [file, change, fault]] of Object.entries(breakages)) {
  test(`${name} is refused, and no zip is written`, async (t) => {
    const path = join(copy, "plugin-wordpress", file);
    const before = existsSync(path) ? readFileSync(path) : undefined;
    t.after(() => (before ? writeFileSync(path, before) : rmSync(path)));
    mkdirSync(dirname(path), { recursive: true });
    if (Array.isArray(change)) writeFileSync(path, before.toString("utf8").replace(...change));
    else appendFileSync(path, change);
    const to = join(folder, "refused.zip");
    await assert.rejects(packagePlugin({ from: copy, to, checkPhp: /only PHP/.test(name) }), fault);
    assert.equal(existsSync(to), false);
  });
}

function unzipped() {
  const target = join(folder, "unzipped");
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    mkdirSync(dirname(join(target, name)), { recursive: true });
    writeFileSync(join(target, name), bytes);
  }
  return target;
}
