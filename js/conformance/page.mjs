// Owns the runner in a page: the same vectors on the module as a page loads it. js/conformance/chrome.mjs opens it.
import { Engine, default as load } from "../../dist/pkg/web/cartsignal.js";
import { bindgenPort } from "../load/bindgen.mjs";
import { hostOf } from "./hosts.mjs";
import { runAll } from "./timeline.mjs";

globalThis.runVectors = async () => {
  const { memory } = await load();
  const library = await (await fetch("/library.json")).json();
  return runAll(library, () => hostOf(bindgenPort(new Engine(), memory)));
};
