// Owns the half of setup that a real test store needs: MariaDB, nginx, PHP's extensions for WordPress, another clock.
// Runs on Node 18 with builtins only, like all of setup.
import { findFaketime, lackingPrograms, programs } from "../../tests/store/places.mjs";
import { findPhp } from "./php.mjs";
import { aptInstall, canUseDebian } from "./setup_debian.mjs";
import { ask } from "./toolchain.mjs";

const EXTENSIONS = ["mysqli", "curl", "gd", "intl", "zip", "mbstring", "dom"];
// The core packages bring the programs without a service that runs from boot.
const DATABASE = ["mariadb-server-core", "mariadb-client"];
const PHP = ["php-mysql", "php-curl", "php-gd", "php-intl", "php-zip", "php-mbstring", "php-xml"];
const PACKAGES = [...DATABASE, "nginx", ...PHP, "faketime", "procps"];

/** Finds what a test store runs on, or installs Debian's; elsewhere names what to install. */
export function storeStep(say) {
  if (lacking().length === 0) return { there: summary() };
  if (canUseDebian()) {
    say(`apt-get install ${PACKAGES.join(" ")}`);
    aptInstall(PACKAGES);
    if (lacking().length === 0) return { done: `installed ${summary()}` };
  }
  return { missing: `for the test store, not found: ${lacking().join(", ")}`, command: installCommand() };
}

function lacking() {
  const { installDatabase, dump, client } = programs();
  const loaded = new Set((ask(findPhp() ?? "php", ["-m"]) ?? "").split("\n").map((name) => name.trim()));
  return [
    ...lackingPrograms(),
    !(installDatabase && dump && client) && "MariaDB's tools",
    ...EXTENSIONS.filter((name) => !loaded.has(name)).map((name) => `PHP's ${name}`),
    // Other systems have another way to preload; their stores live in real time.
    process.platform === "linux" && !findFaketime() && "libfaketime",
  ].filter(Boolean);
}

function summary() {
  const { mariadbd, nginx } = programs();
  const [version] = /\d+\.\d+\.\d+/.exec(ask(mariadbd, ["--version"]) ?? "") ?? ["?"];
  return `MariaDB ${version}, ${nginx}, ${findFaketime() ?? "no libfaketime: stores in real time only"}`;
}

function installCommand() {
  if (process.platform === "darwin") return "brew install mariadb nginx php";
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${PACKAGES.join(" ")}`;
}
