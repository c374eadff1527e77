// Owns the course of a day: one time for shoppers, host and provider, which jumps from event to event; nothing sleeps.

/** Turns at one moment after which it is clear that somebody never comes to rest. */
const RESTLESS = 5_000;

/**
 * @typedef {{at: number, happen: () => Promise<unknown>}} Incident Something that befalls the provider.
 */

/**
 * Plays until a moment: all that is due is done before time goes on.
 * @param {import("./world.mjs").World} world
 * @param {import("./shoppers.mjs").Shoppers} shoppers
 * @param {{until: number, incidents?: Incident[], onMoment?: (now: number) => void}} how `incidents`, in order of time, may
 *   grow on the way.
 */
export async function play(world, shoppers, { until, incidents = [], onMoment = () => {} }) {
  const { host, provider, clock } = world;
  const nextAt = () =>
    Math.min(
      shoppers.nextAt(),
      host.nextAt(),
      provider.nextAt() ?? Number.POSITIVE_INFINITY,
      incidents[0]?.at ?? Number.POSITIVE_INFINITY,
    );
  let [moment, turns] = [clock.now(), 0];
  for (let next = nextAt(); next <= until; next = nextAt()) {
    clock.jumpTo(next);
    turns = clock.now() === moment ? turns + 1 : 1;
    moment = clock.now();
    if (turns > RESTLESS) throw new Error(`the loop does not come to rest at ${new Date(moment).toISOString()}`);
    while (incidents[0]?.at <= moment) await incidents.shift()?.happen();
    await turn(world, shoppers);
    onMoment(moment);
  }
  clock.jumpTo(until);
}

/**
 * Does once what is due: people first, then the host, then the provider's receipts.
 * @param {import("./world.mjs").World} world
 * @param {import("./shoppers.mjs").Shoppers | undefined} shoppers
 */
export async function turn({ host, provider, clock }, shoppers) {
  await shoppers?.act(clock.now());
  await host.drain();
  await provider.tick();
}
