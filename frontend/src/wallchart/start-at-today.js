// Where the year is wider than the box (phones), start with today a third from the left.
import { each } from "../shared/on.js";

each(".wallchart-box", (box) => {
  const today = box.querySelector(".wc-months .wc-today");
  if (!today || box.scrollWidth <= box.clientWidth) return;
  const names = box.querySelector(".wc-names").getBoundingClientRect().width;
  const from = today.getBoundingClientRect().left - box.getBoundingClientRect().left - names;
  box.scrollLeft = Math.max(0, from - (box.clientWidth - names) / 3);
});
