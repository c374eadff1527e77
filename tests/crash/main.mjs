// Owns `node tests/crash/main.mjs --times 1000 --seed 1`: a host is killed that often at random points, and judged.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { randomPlot } from "./plots.mjs";
import { compare, decided, judge } from "./verdict.mjs";
import { play } from "./world.mjs";

const { values } = parseArgs({
  options: {
    times: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    /** A file that keeps how far a run came; the same command goes on from there. */
    progress: { type: "string" },
  },
});
const times = Number(values.times);
const sums = {
  seed: Number(values.seed),
  stories: 0,
  kills: 0,
  texts: 0,
  doubles: 0,
  accepted: 0,
  refused: 0,
  unknown: 0,
  compared: 0,
};
/** @type {Record<string, number>} */
const places = {};
if (values.progress) resume(values.progress);

const folder = mkdtempSync(join(tmpdir(), "cartsignal-crash-"));
try {
  while (sums.kills < times) {
    const seed = sums.seed + sums.stories;
    const path = join(folder, `${seed}.db`);
    const plot = randomPlot(seed, times - sums.kills);
    const story = await play({ ...plot, path });
    await play({ ...plot, path: `${path}-undisturbed`, nextKill: () => undefined });
    let figures;
    try {
      figures = { ...judge(path, story), compared: compare(decided(path), decided(`${path}-undisturbed`)) };
    } catch (error) {
      console.error(`seed ${seed}, killed at ${story.kills.join(", ")}`);
      throw error;
    }
    for (const [name, value] of Object.entries(figures)) sums[/** @type {keyof sums} */ (name)] += value;
    for (const point of story.kills) places[point] = (places[point] ?? 0) + 1;
    sums.stories += 1;
    if (values.progress) writeFileSync(values.progress, JSON.stringify({ sums, places }));
    if (process.stdout.isTTY || sums.stories % 10 === 0) console.log(line());
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(line());
console.log(
  Object.entries(places)
    .sort(([, a], [, b]) => b - a)
    .map(([point, count]) => `${point} ${count}`)
    .join(", "),
);

function line() {
  const { stories, kills, texts, doubles, accepted, refused, unknown, compared } = sums;
  return `${kills} kills in ${stories} stories: ${texts} texts, ${doubles} twice; ${accepted} accepted, ${refused} refused, ${unknown} unknown; ${compared} people decided about as without kills`;
}

/** @param {string} file */
function resume(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return;
  }
  const before = JSON.parse(text);
  if (before.sums.seed !== sums.seed) return;
  Object.assign(sums, before.sums);
  Object.assign(places, before.places);
}
