// Hover: the row lights up in both parts and one card says why the light is so and what lies under the pointer.
import { on } from "../shared/on.js";
import { address, mark } from "./rows.js";

const REACH = 9; // px around the pointer in which milestones belong to it
const card = document.createElement("div");
card.className = "hover-card";
card.hidden = true;
card.setAttribute("role", "tooltip");
document.body.append(card);

on("mousemove", ".wallchart .wc-row", (row, event) => {
  const chart = row.closest(".wallchart");
  mark(chart, row, "is-here");
  fill(chart, row, event.clientX);
  place(event);
});
on("mouseout", ".wallchart", (chart, event) => {
  if (chart.contains(event.relatedTarget) && event.relatedTarget.closest(".wc-row")) return;
  mark(chart, null, "is-here");
  card.hidden = true;
});
on("click", ".wc-plan .wc-row", (row, event) => {
  const to = address(row.closest(".wallchart"), row);
  if (!to) return;
  if (event.ctrlKey || event.metaKey) window.open(to, "_blank", "noopener");
  else location.assign(to);
});
window.addEventListener("scroll", () => (card.hidden = true), { capture: true, passive: true });

function fill(chart, row, x) {
  const named = chart.querySelector(`.wc-names [data-row="${CSS.escape(row.dataset.row)}"]`);
  const { name, lightWords, replanned, reason, finishes, unit, sponsor, total } = named.dataset;
  card.replaceChildren(
    made("strong", name),
    made("p", [[lightWords, replanned].filter(Boolean).join(" · "), reason].filter(Boolean).join("：")),
    made("p", finishes),
    made("p", [unit, sponsor, total].filter(Boolean).join(" · ")),
    ...marksUnder(row, x),
  );
  card.hidden = false;
}

function marksUnder(row, x) {
  const near = [...row.querySelectorAll("[data-mark]")].filter((mark) => {
    const box = mark.getBoundingClientRect();
    return box.left - REACH <= x && x <= box.right + REACH;
  });
  if (!near.length) return [];
  const list = made("ul", "");
  list.className = "marks";
  near.forEach(({ dataset }) => {
    const item = list.appendChild(document.createElement("li"));
    item.append(made("span", dataset.day), made("span", dataset.mark), made("span", dataset.state));
  });
  return [list];
}

function place(event) {
  const { width, height } = card.getBoundingClientRect();
  const right = event.clientX + 16 + width < innerWidth;
  const below = event.clientY + 18 + height < innerHeight;
  card.style.left = `${Math.max(4, right ? event.clientX + 16 : event.clientX - width - 12)}px`;
  card.style.top = `${Math.max(4, below ? event.clientY + 18 : event.clientY - height - 12)}px`;
}

function made(tag, words) {
  const element = document.createElement(tag);
  element.textContent = words ?? "";
  if (!words && tag === "p") element.hidden = true;
  return element;
}
