// details[data-menu]: one menu open at a time, closed by Escape and by a click elsewhere.
import { on } from "../shared/on.js";

document.addEventListener("click", (event) => closeAll(event.target.closest?.("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-menu][open]");
  if (open?.contains(document.activeElement)) open.querySelector("summary").focus();
  closeAll(null);
});
on("keydown", "details[data-menu][open]", (menu, event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  const items = [...menu.querySelectorAll(".menu-list a, .menu-list button")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  items.at((items.indexOf(document.activeElement) + step + items.length) % items.length)?.focus();
});

function closeAll(except) {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}
