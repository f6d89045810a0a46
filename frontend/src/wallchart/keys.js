// j and k walk along the rows, Enter opens the project.
import { isTyping } from "../shared/on.js";
import { mark, nameRows } from "./rows.js";

document.addEventListener("keydown", (event) => {
  const chart = document.querySelector(".wallchart");
  if (!chart || isTyping(event)) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    step(chart, event.key === "j" ? 1 : -1);
  } else if (event.key === "Enter" && event.target === document.body) {
    const row = chart.querySelector(".wc-names .is-selected");
    if (row) location.assign(row.getAttribute("href"));
  }
});

function step(chart, by) {
  const rows = nameRows(chart);
  if (!rows.length) return;
  document.activeElement?.blur(); // so that Enter opens the row, not a button pressed before
  const at = rows.findIndex((row) => row.classList.contains("is-selected"));
  const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  mark(chart, next, "is-selected");
  reveal(chart.closest(".wallchart-box") ?? document.documentElement, next);
}

// scrollIntoView would hide the row under the head, which sticks
function reveal(box, row) {
  const head = box.querySelector(".wc-months")?.getBoundingClientRect().height ?? 0;
  const [outer, inner] = [box.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.top < outer.top + head) box.scrollTop -= outer.top + head - inner.top + 4;
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 4;
}
