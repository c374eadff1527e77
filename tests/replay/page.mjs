// Owns running a record again in a page; tests/replay/hosts.mjs opens it.
import { Engine, init } from "../../js/index.mjs";
import { again } from "./again.mjs";

globalThis.runInPage = async () => {
  await init();
  const told = [];
  const steps = await again(lines(await fetch("/given")), new Engine(), (line) => void told.push(line));
  const digest = await crypto.subtle.digest("SHA-256", await new Blob(told).arrayBuffer());
  return { steps, sha256: Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("") };
};

async function* lines(response) {
  let rest = "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const parts = (rest + piece.value).split("\n");
    rest = parts.pop();
    yield* parts;
  }
  if (rest) yield rest;
}
