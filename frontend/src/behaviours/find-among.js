// [data-find-among] in a [data-found-among]: typing a part of a name, its pinyin or initials hides the boxes
// without it. Chosen ones always stay in sight.
import { each, on } from "../shared/on.js";

each("[data-find-among]", (input) => {
  input.hidden = false; // without a script there is nothing to type for
});
on("input", "[data-find-among]", (input) => narrow(input));
on("keydown", "[data-find-among]", (input, event) => {
  if (event.key === "Enter") event.preventDefault(); // it would send the form
});

function narrow(input) {
  const wanted = input.value.trim().toLowerCase();
  for (const label of input.closest("[data-found-among]").querySelectorAll("label")) {
    const box = label.querySelector("input");
    const keys = `${label.textContent} ${box.dataset.keys ?? ""}`.toLowerCase();
    label.hidden = !box.checked && !keys.includes(wanted);
  }
}
