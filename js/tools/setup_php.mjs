// Owns the PHP half of setup, for tests only: command line with opcache, PHP-FPM for the benchmark, PHPUnit.
import { installPhp, lacking, phpPackages, phpSummary } from "./php.mjs";
import { aptInstall, canUseDebian } from "./setup_debian.mjs";

/** Finds PHP as a store runs it, or installs Debian's; elsewhere names what to install. */
export function phpStep(say) {
  if (lacking().length === 0) return { there: phpSummary() };
  if (canUseDebian()) {
    say(`apt-get install ${phpPackages().join(" ")}`);
    aptInstall(phpPackages());
    if (lacking().length === 0) return { done: `installed ${phpSummary()}` };
  }
  return { missing: `not found: ${lacking().join(", ")} (PHP_BINARY may name a PHP)`, command: installPhp() };
}
