// Owns the check of the plugin by WordPress's coding standards, where PHP_CodeSniffer with them is installed.
import { findProgram, ask } from "./toolchain.mjs";
import { run } from "./run.mjs";

/** PHPCS names the program; PHPCS_STANDARDS the folders of the standards, by commas, where it does not know them. */
const program = process.env.PHPCS ?? findProgram("phpcs");
const folders = process.env.PHPCS_STANDARDS;
const standards = folders ? ["--runtime-set", "installed_paths", folders] : [];

if (!program || !(ask(program, [...standards, "-i"]) ?? "").includes("WordPress-Extra")) {
  const install = "composer global require wp-coding-standards/wpcs:^3.1";
  console.log(`phpcs  SKIPPED: there is no phpcs with WordPress-Extra (${install}; or PHPCS and PHPCS_STANDARDS)`);
  process.exit(0);
}
const { code } = await run(program, [...standards, "--standard=plugin-wordpress/phpcs.xml.dist", "plugin-wordpress"]);
process.exit(code);
