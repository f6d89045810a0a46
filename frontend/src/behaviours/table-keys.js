// [data-keys]: j and k walk along the [data-href] rows, Enter opens; a click anywhere on a row opens it too.
import { isTyping, on } from "../shared/on.js";

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || document.querySelector("dialog[open]")) return;
  const list = document.querySelector("[data-keys]");
  if (!list) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    step(list, event.key === "j" ? 1 : -1);
  } else if (event.key === "Enter" && event.target === document.body) {
    const row = list.querySelector(".is-selected");
    if (row) location.assign(row.dataset.href);
  }
});

on("click", "[data-keys] [data-href]", (row, event) => {
  if (event.target.closest("a, button, input, label, select, summary")) return;
  if (!getSelection().isCollapsed) return; // somebody copies text
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
  else location.assign(row.dataset.href);
});

function step(list, by) {
  const rows = [...list.querySelectorAll("[data-href]")].filter((row) => row.offsetParent);
  if (!rows.length) return;
  document.activeElement?.blur(); // so that Enter opens the row, not a button pressed before
  const at = rows.findIndex((row) => row.classList.contains("is-selected"));
  const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  rows[at]?.classList.remove("is-selected");
  rows[at]?.removeAttribute("aria-selected");
  next.classList.add("is-selected");
  next.setAttribute("aria-selected", "true");
  next.scrollIntoView({ block: "nearest" });
}
