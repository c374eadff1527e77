// Owns the description of the plugin's REST interface as a file: what the endpoints say of themselves, without WordPress.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./fingerprint.mjs";
import { findPhp, installPhp } from "./php.mjs";
import { ask, root } from "./toolchain.mjs";

export const OPENAPI = "plugin-wordpress/openapi.json"; // committed: developers read it

const SAY = `require 'plugin-wordpress/src/autoload.php';
$services = new Cartsignal\\Services(getcwd() . '/plugin-wordpress/cartsignal.php');
echo json_encode((new Cartsignal\\Rest\\OpenApi($services))->document($argv[1]),
    JSON_THROW_ON_ERROR | JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\\n";`;

/** Returns the document's text. Throws where PHP is missing or an endpoint can't be described without WordPress. */
export function openApi() {
  const php = findPhp();
  if (!php) throw new Error(`there is no PHP: ${installPhp()}`);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const said = ask(php, ["-r", SAY, "--", version], { cwd: root });
  if (!said) throw new Error("an endpoint can't be described without WordPress: see `operations()` of the newest one");
  return `${said.trimEnd()}\n`;
}

if (process.argv[1] === import.meta.filename) writeWhole(join(root, OPENAPI), openApi());
