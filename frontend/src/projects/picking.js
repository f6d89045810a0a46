// form[data-picking]: rows of the list are chosen by their boxes, a range with Shift, the row of j/k with x.
import { each, isTyping, on } from "../shared/on.js";

let last = null;

each("form[data-picking]", refresh); // a page that one comes back to keeps its boxes

on("click", "[data-picking] input.pick[name]", (box, event) => {
  if (event.shiftKey && last && last !== box) range(box.form, last, box);
  last = box;
  refresh(box.form);
});
on("change", "[data-pick-all]", (box) => {
  boxes(box.form).forEach((one) => (one.checked = box.checked));
  refresh(box.form);
});
on("click", "[data-pick-none]", (button) => {
  boxes(button.form).forEach((one) => (one.checked = false));
  refresh(button.form);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "x" || isTyping(event) || document.querySelector("dialog[open]")) return;
  const box = document.querySelector("[data-picking] .is-selected input.pick");
  if (!box) return;
  event.preventDefault();
  box.checked = !box.checked;
  last = box;
  refresh(box.form);
});

function boxes(form) {
  return [...form.querySelectorAll("input.pick[name]")];
}

function range(form, from, to) {
  const all = boxes(form);
  const [first, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  all.slice(first, end + 1).forEach((one) => (one.checked = to.checked));
}

function refresh(form) {
  const all = boxes(form);
  const count = all.filter((one) => one.checked).length;
  const head = form.querySelector("[data-pick-all]");
  if (head) Object.assign(head, { checked: count > 0 && count === all.length, indeterminate: count > 0 && count < all.length });
  const bar = form.querySelector("[data-picked]");
  bar.hidden = !count;
  const words = bar.querySelector("[data-picked-words]");
  words.textContent = words.dataset.pickedWords.replace("#", count);
}
