// details[data-fold-on-phones]: closed at first on a narrow screen unless something in it is wrong, and as it was left when the part is drawn again.
import { each, on } from "../shared/on.js";

const left = new Map();
const narrow = window.matchMedia("(max-width: 640px)");

each("details[data-fold-on-phones]", (part) => {
  if (narrow.matches && !part.querySelector(".field-error")) part.open = left.get(part.id || part.className) ?? false;
});
on("click", "details[data-fold-on-phones] > summary", ({ parentElement: part }) => {
  left.set(part.id || part.className, !part.open);
});
