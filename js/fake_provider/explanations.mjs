// Owns why a text was sent, as the embedding process tells it: asked once per message, bounded, never waited for long.

const PATIENCE_MS = 2000;
const MAX_TEXT = 600;
const MAX_CLAUSES = 60;

export class Explanations {
  #explain;
  #known = new WeakMap();

  /** @param {((message: object) => Promise<object | undefined>) | undefined} explain */
  constructor(explain) {
    this.#explain = explain;
  }

  /** Returns the explanation of a message, or undefined where there is none. */
  async of(message) {
    if (!this.#explain || message.direction !== "outbound-api") return undefined;
    if (!this.#known.has(message)) this.#known.set(message, this.#ask(message));
    const answer = await patiently(this.#known.get(message));
    if (answer === undefined) this.#known.delete(message);
    return answer;
  }

  async #ask(message) {
    try {
      return bounded(await this.#explain({ ...message }));
    } catch {
      return undefined;
    }
  }
}

function bounded(answer) {
  if (typeof answer?.why !== "string") return undefined;
  const clauses = Array.isArray(answer.clauses) ? answer.clauses.slice(0, MAX_CLAUSES) : [];
  return {
    why: short(answer.why),
    clauses: clauses.map(({ rule, holds, saw, allows } = {}) => ({
      rule: short(rule),
      holds: Boolean(holds),
      saw: short(saw),
      allows: short(allows),
    })),
    decision: short(answer.decision),
    journey: short(answer.journey),
  };
}

function short(value) {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return String(text).slice(0, MAX_TEXT);
}

function patiently(promise) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, undefined);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
