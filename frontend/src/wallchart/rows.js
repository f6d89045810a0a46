// A row of the chart is two groups with the same data-row: one among the names, one on the time axis.

export const bothParts = (chart, id) => chart.querySelectorAll(`[data-row="${CSS.escape(id)}"]`);

export const nameRows = (chart) => [...chart.querySelectorAll(".wc-names .wc-row")].filter((row) => !row.hasAttribute("hidden"));

export function mark(chart, row, kind) {
  chart.querySelectorAll(`.${kind}`).forEach((part) => part.classList.remove(kind));
  if (row) bothParts(chart, row.dataset.row).forEach((part) => part.classList.add(kind));
}

export const address = (chart, row) => chart.querySelector(`.wc-names [data-row="${CSS.escape(row.dataset.row)}"]`)?.getAttribute("href");
