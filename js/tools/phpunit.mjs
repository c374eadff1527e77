// Owns the run of the plugin's own tests: PHPUnit under the PHP that everything else runs in.
import { findPhp, findPhpunit, installPhp } from "./php.mjs";
import { run } from "./run.mjs";

const SETTINGS = ["memory_limit=256M", "opcache.jit=off", "display_errors=stderr", "error_reporting=-1"];

const php = findPhp();
const phpunit = findPhpunit();
if (!php || !phpunit) {
  console.error(`phpunit: there is no ${php ? "PHPUnit" : "PHP"}: ${installPhp()}`);
  process.exit(1);
}
const options = SETTINGS.flatMap((setting) => ["-d", setting]);
const configuration = ["--configuration", "plugin-wordpress/phpunit.xml.dist"];
const { code } = await run(php, [...options, phpunit, ...configuration, ...process.argv.slice(2)]);
process.exit(code);
