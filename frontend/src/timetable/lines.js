// The lines of the chart: bands, the projects below each, and the steps of those that are unfolded. A line costs one small
// object, so ten thousand of them are nothing; what they look like is made only when they come into sight.

export function linesOf({ bands, rows }) {
  const lines = [];
  let row = 0;
  for (const [title, count] of bands) {
    if (row >= rows) break;
    lines.push({ kind: "band", title, number: count, row });
    for (let n = 0; n < count && row < rows; n++) lines.push({ kind: "row", row: row++, bar: null, steps: null });
  }
  return {
    get count() {
      return lines.length;
    },
    at: (n) => lines[n],
    /** The row at or next before a line. */
    rowAt: (n) => lines[n]?.row ?? 0,
    open(n, steps) {
      const line = lines[n];
      if (line.steps) return;
      line.steps = steps.length ? steps : [null];
      lines.splice(n + 1, 0, ...line.steps.map((step) => ({ kind: "step", step, row: line.row })));
    },
    close(n) {
      lines.splice(n + 1, lines[n].steps.length);
      lines[n].steps = null;
    },
  };
}
