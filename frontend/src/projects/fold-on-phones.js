// details[data-fold-on-phones]: closed at first on a narrow screen, and as it was left when the part is drawn again.
import { each, on } from "../shared/on.js";

const left = new Map();
const narrow = window.matchMedia("(max-width: 640px)");

each("details[data-fold-on-phones]", (part) => {
  if (narrow.matches) part.open = left.get(part.className) ?? false;
});
on("click", "details[data-fold-on-phones] > summary", ({ parentElement: part }) => {
  left.set(part.className, !part.open);
});
