// "/" goes to the search box; arrows walk through the hits; Escape closes them.
import { isTyping, on } from "../shared/on.js";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || isTyping(event)) return;
  const box = document.querySelector("[data-search] input");
  if (!box || !box.offsetParent) return;
  event.preventDefault();
  box.focus();
  box.select();
});

on("keydown", "[data-search]", (search, event) => {
  const hits = [...search.querySelectorAll("[data-hits] a")];
  if (event.key === "Escape") {
    search.querySelector("[data-hits]").replaceChildren();
    search.querySelector("input").blur();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!hits.length) return;
    event.preventDefault();
    const at = hits.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (hits[at] ?? search.querySelector("input")).focus();
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-search]")) document.querySelector("[data-search] [data-hits]")?.replaceChildren();
});
