// Owns reading the vectors from disk: the files in order of their paths' bytes, the programs, the shared contacts.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../tests/vectors");
const NO_AREAS = ["programs", "runner"];

/** Returns what `runAll` takes; with `part`, only vectors whose path contains it. */
export function readLibrary(part = "") {
  const areas = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NO_AREAS.includes(entry.name))
    .map((entry) => entry.name);
  const paths = areas.flatMap((area) => files(area).map((file) => `${area}/${file}`));
  const known = paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const programs = files("programs").map((file) => [file.replace(/\.json$/, ""), JSON.parse(read(`programs/${file}`))]);
  return {
    vectors: known.filter((path) => path.includes(part)).map((path) => [path, read(path)]),
    programs: Object.fromEntries(programs),
    contacts: JSON.parse(read("contacts.json")),
  };
}

function files(folder) {
  return readdirSync(join(FOLDER, folder)).filter((file) => file.endsWith(".json"));
}

function read(path) {
  return readFileSync(join(FOLDER, path), "utf8");
}
