// Owns running a record again, in any host: what `cartsignal replay --record FILE` wrote, step by step on its own states.
import { canonical } from "../../js/replay/canonical.mjs";

/**
 * Returns how many steps there were, and tells each decision as the line that `decisions_sha256` is made of.
 * @param {AsyncIterable<string>} lines
 * @param {any} engine
 * @param {(line: string) => void} tell
 */
export async function again(lines, engine, tell) {
  const shoppers = new Map();
  const recipients = new Map();
  let program;
  let steps = 0;
  for await (const line of lines) {
    const call = JSON.parse(line);
    if (call.configuration) {
      program = engine.load(engine.compile(call.configuration).program).program;
      continue;
    }
    const { shopper, recipient } = call;
    const answer = engine.step({ program, ...call }, shoppers.get(shopper) ?? null, recipients.get(recipient) ?? null);
    if (shopper) shoppers.set(shopper, answer.shopper.slice());
    if (recipient) recipients.set(recipient, answer.recipient.slice());
    for (const decision of answer.decisions) tell(`${canonical(decision)}\n`);
    steps += 1;
  }
  return steps;
}
