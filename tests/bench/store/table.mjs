// Owns what the benchmark says: medians of paired differences to the bare store, per cell and variant.

/**
 * @typedef {{cell: string, row: number, round: number, id: string, wall: number, bytes: number}} Taken
 * @typedef {{sent: {cpu_us: number, queries: number}, ended: {cpu_us: number, queries: number}, peak: number}} Line
 */

/**
 * Compares each variant with the first one, request by request.
 * @param {Taken[]} taken
 * @param {Map<string, Line>} lines What the meter wrote, by id.
 * @param {{plugin: string, reachable?: boolean}[]} rows
 */
export function comparisons(taken, lines, rows) {
  const cells = [...new Set(taken.map(({ cell }) => cell))];
  return cells.map((cell) => {
    const of = (/** @type {number} */ row) => taken.filter((one) => one.cell === cell && one.row === row);
    const bare = of(0);
    const figures = rows.flatMap((row, place) => {
      const mine = of(place);
      if (mine.length === 0) return [];
      const over = (/** @type {(line: Line, one: Taken) => number} */ read) =>
        median(mine.map((one, round) => read(lineOf(one), one) - read(lineOf(bare[round]), bare[round])));
      return {
        variant: row.reachable ? `${row.plugin}, reachable` : row.plugin,
        cpu_ms: over(({ sent }) => sent.cpu_us) / 1000,
        cpu_ms_to_the_end: over(({ ended }) => ended.cpu_us) / 1000,
        queries: over(({ sent }) => sent.queries),
        wall_ms: over((_, { wall }) => wall),
        bytes: over((_, { bytes }) => bytes),
        peak_kib: over(({ peak }) => peak) / 1024,
      };
    });
    const walls = median(bare.map(({ wall }) => wall));
    const queries = median(bare.map((one) => lineOf(one).sent.queries));
    const cpu = median(bare.map((one) => lineOf(one).sent.cpu_us)) / 1000;
    return { cell, bare: { wall_ms: walls, cpu_ms: cpu, queries }, figures };
  });

  function lineOf(/** @type {Taken} */ one) {
    const line = lines.get(one.id);
    if (!line) throw new Error(`the meter wrote nothing about ${one.id}`);
    return line;
  }
}

/**
 * Returns the comparison as lines to read.
 * @param {ReturnType<typeof comparisons>} result
 * @param {number} rounds
 */
export function tableOf(result, rounds) {
  const signed = (/** @type {number} */ value, digits = 2) => (value < 0 ? "" : "+") + value.toFixed(digits);
  const lines = [`${rounds} interleaved requests each; medians of paired differences to the bare store`];
  for (const { cell, bare, figures } of result) {
    const { wall_ms: wall, cpu_ms: cpu, queries } = bare;
    lines.push(`\n${cell} (bare: ${wall.toFixed(1)} ms, ${cpu.toFixed(1)} CPU ms, ${queries} queries)`);
    for (const one of figures.slice(1))
      lines.push(
        [
          `  ${one.variant.padEnd(34)}`,
          `${signed(one.cpu_ms)} CPU ms`.padStart(14),
          `${signed(one.queries, 0)} queries`.padStart(13),
          `${signed(one.wall_ms)} ms wall`.padStart(15),
          `${signed(one.bytes, 0)} bytes of page`.padStart(22),
          `${signed(one.peak_kib, 0)} KiB`.padStart(10),
        ].join(""),
      );
  }
  return lines.join("\n");
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
