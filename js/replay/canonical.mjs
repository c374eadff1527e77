// Owns the one way to write a value so that equal values are equal bytes: sorted keys, no blanks.

/**
 * Returns canonical JSON: keys in order of their UTF-16 code units at every depth, fields that are undefined left out.
 * All numbers of the contract are integers, so every JSON writer spells them alike.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item === undefined ? null : item)).join(",")}]`;
  const fields = /** @type {Record<string, unknown>} */ (value);
  const keys = Object.keys(fields).filter((key) => fields[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(fields[key])}`)
    .join(",")}}`;
}
