// Owns where PHP is on this machine, what its version can do, and the sentence for a machine that has none.
// Runs on Node 18 with builtins only: setup asks it before anything is installed.
import { readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ask, findProgram, firstProgram, toolEnv } from "./toolchain.mjs";

/** The oldest PHP that runs the core, as plugin-wordpress/src/Core/Platform.php says. */
export const OLDEST_PHP = [8, 1];

const INTEGER_BYTES = 8;
const PACKAGES = ["php-cli", "php-fpm", "phpunit"];
const FACTS =
  "echo json_encode(['version' => PHP_VERSION, 'integer_bytes' => PHP_INT_SIZE, 'opcache' => extension_loaded('Zend OPcache')]);";

/** Returns the path of PHP's command line, or undefined. PHP_BINARY wins. */
export function findPhp() {
  return firstProgram([process.env.PHP_BINARY, findProgram("php")]);
}

/** Returns the path of PHP-FPM, or undefined. Debian writes the version behind its name: the newest wins. */
export function findFpm() {
  const plain = findProgram("php-fpm");
  if (plain) return plain;
  const folders = [...toolEnv().PATH.split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  const names = folders.flatMap((folder) => fpmNames(folder).map((name) => join(folder, name)));
  return names.sort((a, b) => versionOf(a) - versionOf(b)).at(-1);
}

/** Returns PHPUnit's path, or undefined. */
export function findPhpunit() {
  return findProgram("phpunit");
}

/** Returns what the tests lack of PHP, each as words; empty when all is there. */
export function lacking() {
  const facts = phpFacts();
  const oldest = OLDEST_PHP.join(".");
  return [
    !facts && `PHP ${oldest} or later`,
    facts && isOlder(facts.version) && `PHP ${oldest} or later (found ${facts.version})`,
    facts && facts.integer_bytes !== INTEGER_BYTES && "a PHP with integers of 64 bits",
    facts && !facts.opcache && "PHP's opcache",
    !findFpm() && "php-fpm",
    !findPhpunit() && "phpunit",
  ].filter(Boolean);
}

/** Returns what there is of PHP, in words. */
export function phpSummary() {
  const [phpunit] = /\d+\.\d+\.\d+/.exec(ask(findPhpunit(), ["--version"]) ?? "") ?? ["?"];
  return `PHP ${phpFacts().version} with opcache, ${findFpm()}, PHPUnit ${phpunit}`;
}

/** Returns the Debian packages that bring all of it, the opcache too. */
export function phpPackages() {
  return PACKAGES;
}

/** Returns what a person types to get it. */
export function installPhp() {
  if (process.platform === "darwin") return "brew install php phpunit";
  return `sudo apt-get update && sudo apt-get install -y ${PACKAGES.join(" ")}`;
}

function phpFacts() {
  const php = findPhp();
  const said = php && ask(php, ["-r", FACTS]);
  return said ? JSON.parse(said) : undefined;
}

function isOlder(version) {
  const [major, minor] = version.split(".").map(Number);
  const [wantMajor, wantMinor] = OLDEST_PHP;
  return major < wantMajor || (major === wantMajor && minor < wantMinor);
}

function fpmNames(folder) {
  try {
    return readdirSync(folder).filter((name) => /^php-fpm\d+\.\d+$/.test(name));
  } catch {
    return [];
  }
}

function versionOf(path) {
  const [, major, minor] = /(\d+)\.(\d+)$/.exec(path);
  return Number(major) * 1_000 + Number(minor);
}
