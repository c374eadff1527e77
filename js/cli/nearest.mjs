// Owns guessing which word was meant.

/**
 * Returns the known word nearest to a mistyped one, or undefined when none is near.
 * @param {string} word
 * @param {readonly string[]} known
 */
export function nearest(word, known) {
  const ranked = known
    .map((each) => ({ each, distance: distance(word.toLowerCase(), each) }))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0] && ranked[0].distance <= Math.max(2, Math.floor(word.length / 3)) ? ranked[0].each : undefined;
}

/**
 * Returns how many letters must change (Levenshtein).
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])));
    }
    row = next;
  }
  return row[b.length];
}
