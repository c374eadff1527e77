// Owns what must be true of the plugin's files before they are packaged.
import { createHash } from "node:crypto";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findPhp, installPhp } from "../php.mjs";
import { run } from "../run.mjs";
import { PACKAGES, versionOf } from "./files.mjs";
import { sentenceFaults } from "../translations/catalogue.mjs";

const NEEDED = ["cartsignal.php", "uninstall.php", "readme.txt", "license.txt", "src/autoload.php", "src/Plugin.php"];

/** What a plugin may consist of: the directory refuses archives, programs and anything compressed. */
const KINDS = /\.(php|js|css|json|md|svg|png|txt|pot|po|mo)$/;

const DEVELOPMENT = /(^|\/)(tests?|node_modules|vendor|wasm2php)\/|\.test\.|phpunit/i;

/** The plugin directory cuts a short description after it. https://developer.wordpress.org/plugins/wordpress-org/how-your-readme-txt-works/ */
const MOST_OF_A_SHORT_DESCRIPTION = 150;
/** The directory refuses a readme above it (10 KiB is recommended, larger ones have failed to import). */
const MOST_OF_A_README = 20_480;
const MOST_TAGS = 5;

/**
 * Returns what is wrong, each as a sentence; empty when the files may be packaged.
 * @param {Map<string, Buffer>} files
 * @param {string} from the repository
 * @param {{ checkPhp: boolean }} options
 */
export async function faultsOf(files, from, { checkPhp }) {
  const faults = [
    ...NEEDED.filter((path) => !files.has(path)).map((path) => `\`${path}\` is missing`),
    ...[...files.keys()].filter((path) => !KINDS.test(path)).map((path) => `\`${path}\` is of a kind no plugin needs`),
    ...[...files.keys()].filter((path) => DEVELOPMENT.test(path)).map((path) => `\`${path}\` is for developers`),
    ...PACKAGES.flatMap((name) => manifestFaults(files, name)),
  ];
  if (faults.length > 0) return faults;
  return [
    ...versionFaults(files, from),
    ...readmeFaults(text(files, "readme.txt"), text(files, "cartsignal.php")),
    ...sentenceFaults(from),
    ...(checkPhp ? await syntaxFaults(files) : []),
  ];
}

function manifestFaults(files, name) {
  const manifest = JSON.parse(text(files, `core/${name}/manifest.json`));
  return manifest.files
    .filter((file) => sha256(files.get(`core/${name}/${file.name}`)) !== file.sha256)
    .map((file) => `\`core/${name}/${file.name}\` is not as it was built`);
}

function versionFaults(files, from) {
  const version = versionOf(from);
  const found = {
    "cartsignal.php": header(text(files, "cartsignal.php"), "Version"),
    "readme.txt (stable tag)": header(text(files, "readme.txt"), "Stable tag"),
    "readme.txt (changelog)": /== Changelog ==\s+= (\S+)/.exec(text(files, "readme.txt"))?.[1],
    "Cargo.toml": /^version = "(.+)"$/m.exec(readFileSync(join(from, "Cargo.toml"), "utf8"))?.[1],
  };
  return Object.entries(found)
    .filter(([, theirs]) => theirs !== version)
    .map(([where, theirs]) => `${where} says version \`${theirs}\`, package.json says \`${version}\``);
}

/** The rules of the directory's readme that a program can check. */
function readmeFaults(readme, entry) {
  const [top] = readme.split(/^== /m, 1);
  const short = top.trim().split("\n").at(-1);
  const tags = header(readme, "Tags")?.split(",") ?? [];
  const same = ["Requires at least", "Requires PHP", "License", "License URI"];
  return [
    !/^=== .+ ===\n/.test(readme) && "readme.txt does not begin with `=== Name ===`",
    short.length > MOST_OF_A_SHORT_DESCRIPTION &&
      `the short description has ${short.length} characters, at most ${MOST_OF_A_SHORT_DESCRIPTION} are shown`,
    (tags.length === 0 || tags.length > MOST_TAGS) && `readme.txt has ${tags.length} tags, 1 to ${MOST_TAGS} are shown`,
    readme.length > MOST_OF_A_README && `readme.txt has ${readme.length} bytes, at most ${MOST_OF_A_README} are read`,
    ...["Contributors", "Tested up to"].map((name) => !header(readme, name) && `readme.txt has no \`${name}\``),
    ...same.map(
      (name) => header(readme, name) !== header(entry, name) && `\`${name}\` differs in readme.txt and cartsignal.php`,
    ),
    header(entry, "Text Domain") !== "cartsignal" && "the text domain in cartsignal.php is not `cartsignal`",
  ].filter(Boolean);
}

/** PHP itself reads every file, outside the repository, as they will be packaged. */
async function syntaxFaults(files) {
  const php = findPhp();
  if (!php) return [`there is no PHP to read the files with: ${installPhp()}`];
  const folder = mkdtempSync(join(tmpdir(), "cartsignal-package-"));
  try {
    const faults = [];
    for (const [path, bytes] of files) {
      if (!path.endsWith(".php")) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
      // One at a time: PHP before 8.3 reads only the first of several.
      const { code } = await run(php, ["-n", "-l", path], { cwd: folder, quiet: true });
      if (code !== 0) faults.push(`\`${path}\` is not PHP`);
    }
    return faults;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function header(file, name) {
  return new RegExp(`^(?:\\s*\\*\\s*)?${name}:\\s*(.+?)\\s*$`, "m").exec(file)?.[1];
}

function text(files, path) {
  return files.get(path).toString("utf8");
}

function sha256(bytes) {
  return bytes && createHash("sha256").update(bytes).digest("hex");
}
