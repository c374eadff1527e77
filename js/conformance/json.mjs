// Owns small things done to JSON: merge patches, moments, references to earlier decisions, bytes as hexadecimal digits.

/** Returns `target` with an RFC 7386 merge patch applied; neither is changed. */
export function merge(target, patch) {
  if (!isObject(patch)) return patch;
  const merged = isObject(target) ? { ...target } : {};
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) delete merged[name];
    else merged[name] = merge(merged[name], change);
  }
  return merged;
}

/** Returns JSON with sorted keys: all hosts hand in the same bytes. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

/** Returns `value` with moments as milliseconds and `step#n` as the id that `decision` finds. */
export function resolve(value, decision) {
  if (typeof value === "string") {
    const ms = moment(value);
    if (ms !== undefined) return ms;
    if (!value.startsWith("step#")) return value;
    const id = decision(value.slice("step#".length));
    if (id === undefined) throw new Error(`\`${value}\` has no decision`);
    return id;
  }
  if (Array.isArray(value)) return value.map((each) => resolve(each, decision));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(each, decision)]));
}

/** Returns the milliseconds that `2026-11-20T10:00:00Z`, `….250Z` or `…+01:00` stands for, or undefined. */
export function moment(text) {
  return MOMENT.test(text) ? Date.parse(text) : undefined;
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?(Z|[+-]\d{2}:\d{2})$/;

/** Returns the bytes that hexadecimal digits write; blanks between them are for the reader. */
export function unhex(text) {
  const digits = text.replaceAll(/\s/g, "");
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new Error(`\`${text}\` is not hexadecimal`);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Refuses fields that are not among the `known` words: what is misspelt must not pass. */
export function only(value, known, what) {
  if (!isObject(value)) throw new Error(`${what} is no object`);
  const unknown = Object.keys(value).find((name) => !known.split(" ").includes(name));
  if (unknown !== undefined) throw new Error(`${what} has an unknown field \`${unknown}\``);
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns several arrays of bytes as one. */
export function joined(arrays) {
  const all = new Uint8Array(arrays.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of arrays) {
    all.set(each, at);
    at += each.length;
  }
  return all;
}
