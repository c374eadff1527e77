// Owns the simulated store's day through the loop: who takes part, what goes wrong on the way, and what came of it.
import { STORE_ZONE } from "../simulator/simulator.mjs";
import { LoopClock } from "./clock.mjs";
import { play, turn } from "./driver.mjs";
import { explanation } from "./explain.mjs";
import { reportOf } from "./report.mjs";
import { Shoppers } from "./shoppers.mjs";
import { openWorld } from "./world.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** With this text the provider is too busy, then goes away, for so long. Chosen, like all of these: early enough for a small day. */
const OUTAGE = 8;
const AWAY_MS = 30 * MINUTE;
/** The text whose receipts come twice, the one whose last receipt is late, the one whose answer is lost. */
const DUPLICATE = 3;
const LATE = 5;
const ANSWER_LOST = 10;
const LATE_RECEIPT = [
  { state: "queued", after: 0 },
  { state: "sent", after: 1_000 },
  { state: "delivered", after: 3_000, posts: [3 * HOUR] },
];

/**
 * Plays the days of a simulator through the loop. The world stays open: `close` it.
 * @param {object} wishes
 * @param {any} wishes.engine The whole module's, for this alone.
 * @param {any} wishes.configuration
 * @param {import("../simulator/simulator.mjs").Simulator} wishes.simulator
 * @param {number} wishes.seed
 * @param {number} wishes.runOutMs How long waits may run out after the last visit.
 * @param {number[]} [wishes.ports]
 * @param {(share: number) => void} [wishes.onProgress]
 */
export async function playDay({ engine, configuration, simulator, seed, runOutMs, ports, onProgress = () => {} }) {
  const { arrivals } = simulator;
  const [first, last] = [arrivals[0]?.at ?? 0, arrivals.at(-1)?.at ?? 0];
  const clock = new LoopClock(first);
  let [texts, asked] = [0, 0];
  /** @type {import("./driver.mjs").Incident[]} */
  const incidents = [];
  /** @type {Shoppers | undefined} */
  let shoppers;
  const world = await openWorld({
    engine,
    configuration,
    clock,
    seed,
    zone: STORE_ZONE,
    ports,
    explain: (host, sid) => {
      const known = host.why(sid);
      return known && explanation(known, shoppers?.zoneOf(known.recipient) ?? STORE_ZONE);
    },
    faults: () => {
      asked += 1;
      if (asked === OUTAGE) incidents.push(...outage(world.provider, clock.now()));
      return { [OUTAGE]: "429", [ANSWER_LOST]: "reset_after" }[asked];
    },
    receipts: () => ({ [DUPLICATE]: "duplicate", [LATE]: LATE_RECEIPT })[(texts += 1)],
  });
  try {
    shoppers = new Shoppers(world, simulator);
    const began = performance.now();
    await play(world, shoppers, {
      until: last + runOutMs,
      incidents,
      onMoment: (now) => onProgress(Math.min(1, (now - first) / (last - first + 1))),
    });
    const seconds = (performance.now() - began) / 1_000;
    return { world, shoppers, report: { ...reportOf(world, shoppers), seconds }, turn: () => turn(world, undefined) };
  } catch (error) {
    await world.close();
    throw error;
  }
}

/** @param {any} provider @param {number} now @returns {import("./driver.mjs").Incident[]} */
function outage(provider, now) {
  return [
    { at: now + 1_000, happen: () => provider.close() },
    { at: now + AWAY_MS, happen: () => provider.listen(Number(new URL(provider.url).port)) },
  ];
}
