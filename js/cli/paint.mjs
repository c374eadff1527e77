// Owns colour: only on a terminal, never with NO_COLOR (https://no-color.org).

const on = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR && process.env.TERM !== "dumb";

/** @param {string} code */
const paint = (code) => (/** @type {string} */ text) => (on ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint("1");
export const dim = paint("2");
export const green = paint("32");
export const yellow = paint("33");
export const red = paint("31");
export const cyan = paint("36");

/** Returns how many columns the terminal has; 100 elsewhere. */
export function columns() {
  return Math.max(60, Math.min(process.stdout.columns ?? 100, 140));
}
