// A table that fits its box lets its head stick to the window; one that is too wide scrolls inside the box.
import { each } from "../shared/on.js";

const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => measure(target)));

each(".table-box", (box) => {
  measure(box);
  watch.observe(box);
});

function measure(box) {
  box.classList.remove("is-fitting");
  const table = box.querySelector("table");
  box.classList.toggle("is-fitting", !!table && table.scrollWidth <= box.clientWidth + 1);
}
