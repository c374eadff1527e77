// Owns the runner in Chrome: all vectors, on the module as a page loads it.
import { inChrome } from "./browser.mjs";
import { readLibrary } from "./library.mjs";

const { vectors, failures, sha256 } = await inChrome("js/conformance/page.mjs", { json: readLibrary(process.argv[2]) });
failures.forEach((failure) => console.log(failure));
console.log(`${vectors} vectors, sha256 ${sha256}`);
process.exit(failures.length > 0 ? 1 : 0);
