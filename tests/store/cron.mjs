// Owns the store's crontab: wp-cron.php called once in each minute of the store's time.
import { openClock } from "./clock.mjs";
import { pause } from "./services.mjs";

const MINUTE_MS = 60_000;
// A jump is seen this late.
const GLANCE_MS = 200;

export class CronLoop {
  #isOn = false;

  constructor({ folder, origin, isFake }) {
    this.clock = openClock(folder, isFake);
    this.origin = origin;
  }

  start() {
    this.#isOn = true;
    this.#run();
  }

  stop() {
    this.#isOn = false;
  }

  // Like cron, it takes the minutes it slept through as one.
  async #run() {
    let minute = Math.floor(this.clock.now() / MINUTE_MS);
    while (this.#isOn) {
      await pause(GLANCE_MS);
      const current = Math.floor(this.clock.now() / MINUTE_MS);
      if (current === minute) continue;
      minute = current;
      await callCron(this.origin);
    }
  }
}

/**
 * Calls wp-cron.php as a crontab with curl does. WordPress answers before it works: this does not wait for the work.
 * @param {string} origin
 */
export async function callCron(origin) {
  try {
    const answer = await fetch(`${origin}/wp-cron.php?doing_wp_cron`, { signal: AbortSignal.timeout(MINUTE_MS) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    // A store that is down has no cron; the next minute tries again.
    return undefined;
  }
}
