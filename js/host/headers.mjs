// Owns how headers off the wire become the pairs that the core reads.

/** The most that are handed in. Source: src/gateway, MOST_HEADERS. */
const MOST_HEADERS = 64;

/**
 * Returns names and values as they were sent, the first 64.
 * @param {string[]} raw `rawHeaders` of Node: names and values in turn.
 * @returns {[string, string][]}
 */
export function pairs(raw) {
  /** @type {[string, string][]} */
  const headers = [];
  for (let place = 0; place + 1 < raw.length && headers.length < MOST_HEADERS; place += 2)
    headers.push([String(raw[place]), String(raw[place + 1])]);
  return headers;
}
