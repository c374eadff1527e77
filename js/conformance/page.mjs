// Owns the runner in a page: the same vectors on the module as a page loads it. js/conformance/browser.mjs opens it.
import { Engine, default as load } from "../../dist/pkg/web/cartsignal.js";
import { bindgenPort } from "../load/bindgen.mjs";
import { hostOf } from "./hosts.mjs";
import { runAll } from "./timeline.mjs";

globalThis.runInPage = async () => {
  const { memory } = await load();
  const library = await (await fetch("/given")).json();
  return runAll(library, () => hostOf(bindgenPort(new Engine(), memory)));
};
