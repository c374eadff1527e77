// Owns the browser half of setup: a Chrome or Chromium, and the chromedriver that wasm-pack test drives it with.
import { aptInstall, canUseDebian } from "./setup_debian.mjs";
import { findChrome, findChromedriver } from "./toolchain.mjs";

/** Finds Chrome and chromedriver, or installs Debian's; elsewhere names what to install. */
export function chromeStep(say) {
  const found = both();
  if (found) return { there: found };
  const command = installCommand();
  if (canUseDebian()) {
    say(`apt-get install ${packages().join(" ")}`);
    aptInstall(packages());
    const installed = both();
    if (installed) return { done: `installed ${installed}` };
  }
  const lacking = [!findChrome() && "Chrome or Chromium", !findChromedriver() && "chromedriver"]
    .filter(Boolean)
    .join(" and ");
  return { missing: `${lacking} not found (CHROME and CHROMEDRIVER may name them)`, command };
}

function both() {
  const chrome = findChrome();
  const driver = findChromedriver();
  return chrome && driver ? `${chrome}, ${driver}` : undefined;
}

function packages() {
  return ["chromium", "chromium-driver"];
}

function installCommand() {
  if (process.platform === "darwin") return "brew install --cask chromium chromedriver";
  return `sudo apt-get update && sudo apt-get install -y ${packages().join(" ")}`;
}
