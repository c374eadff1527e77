// Owns the progress bar: on standard error, only on a terminal, ten times a second at most.

const WIDTH = 28;
const EVERY_MS = 100;

export class Progress {
  #on;
  #shownAt = 0;

  /** @param {boolean} quiet */
  constructor(quiet) {
    this.#on = !quiet && Boolean(process.stderr.isTTY);
  }

  /**
   * Shows how far something is.
   * @param {string} what
   * @param {number} done
   * @param {number} total Zero when it can't be told.
   */
  show(what, done, total) {
    if (!this.#on) return;
    const now = performance.now();
    if (now - this.#shownAt < EVERY_MS) return;
    this.#shownAt = now;
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const full = Math.round(share * WIDTH);
    const bar =
      total > 0
        ? `${"█".repeat(full)}${"░".repeat(WIDTH - full)} ${String(Math.floor(share * 100)).padStart(3)} %`
        : `${done}`;
    process.stderr.write(`\r\u001b[2K${what} ${bar}`);
  }

  /** Wipes the bar away. */
  clear() {
    if (this.#on) process.stderr.write("\r\u001b[2K");
  }
}
