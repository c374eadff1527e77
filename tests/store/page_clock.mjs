// Owns time in Chromium, which lives in the machine's: scripts see the store's through Date, cookies age when it jumps.
// Not the store's: setTimeout (runs as ever), performance.now, HTTP caches, and Intl without an argument.

const DAY_MS = 86_400_000;

/**
 * Lets every page of a browser context follow a store's clock.
 * @param {import("playwright-core").BrowserContext} context
 * @param {{ isFake: boolean, offset: () => number, onJump: (listener: (byMs: number) => unknown) => () => void }} clock
 */
export async function followClock(context, clock) {
  if (!clock.isFake) return { sync: async () => {}, end: () => {} };
  let known = clock.offset();
  let script = await context.addInitScript(moveDate, known);

  /** Takes in a jump made by whomever, the command line too. */
  async function sync() {
    const offset = clock.offset();
    if (offset === known) return;
    const by = offset - known;
    known = offset;
    await script.dispose();
    script = await context.addInitScript(moveDate, offset);
    await ageCookies(context, by);
    const frames = context.pages().flatMap((page) => page.frames());
    // A frame that is just leaving has no use for it.
    await Promise.all(frames.map((frame) => frame.evaluate(moveDate, offset).catch(() => {})));
  }
  return { sync, end: clock.onJump(sync) };
}

/** Runs in the page: Date by so many ms ahead of the machine's. */
function moveDate(offset) {
  const key = Symbol.for("store clock");
  if (Date[key]) {
    Date[key].offset = offset;
    return;
  }
  const state = { offset };
  const Machine = Date;
  const now = () => Machine.now() + state.offset;
  const Store = new Proxy(Machine, {
    apply: () => new Machine(now()).toString(),
    construct: (target, args, wanted) =>
      Reflect.construct(target, args.length > 0 ? args : [now()], wanted === Store ? target : wanted),
    get: (target, name) => (name === key ? state : name === "now" ? now : Reflect.get(target, name)),
  });
  Machine.prototype.constructor = Store;
  globalThis.Date = Store;
}

/** A cookie's end is in the machine's time (PHP says Max-Age): a jump of the store brings it as much nearer. */
async function ageCookies(context, byMs) {
  if (byMs === 0) return;
  const cookies = (await context.cookies()).filter(({ expires }) => expires > 0);
  for (const { name, domain, path, ...rest } of cookies) {
    const expires = rest.expires - byMs / 1000;
    await context.clearCookies({ name, domain, path });
    const isLeft = expires * 1000 > Date.now() && expires * 1000 < Date.now() + 400 * DAY_MS;
    if (isLeft) await context.addCookies([{ ...rest, name, domain, path, expires }]);
  }
}
