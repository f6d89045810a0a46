// A board turns its pages slowly by itself; arrows turn them, space holds. After the last page it asks for fresh figures.
import { isTyping, on } from "../shared/on.js";

const board = document.querySelector("[data-board]");
const pages = board ? [...board.querySelectorAll("[data-board-page]")] : [];
const seconds = Number(board?.dataset.seconds);
let here = Math.min(Number(location.hash.slice(1)) || 0, pages.length - 1);
let left = seconds;
let held = false;

if (board) {
  show(here);
  setInterval(tick, 1000);
  document.addEventListener("keydown", key);
  on("click", "[data-board-step]", (button) => step(Number(button.dataset.boardStep)));
}

function tick() {
  if (held || document.hidden) return;
  left -= 1;
  if (left <= 0) return here === pages.length - 1 ? renew() : step(1);
  tell();
}

function key(event) {
  if (isTyping(event)) return;
  const by = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
  if (by) step(by);
  else if (event.key === " " && event.target === document.body) hold();
  else return;
  event.preventDefault();
}

function step(by) {
  show((here + by + pages.length) % pages.length);
}

function show(number) {
  here = number;
  left = seconds;
  pages.forEach((page, at) => (page.hidden = at !== here));
  history.replaceState(null, "", `#${here}`);
  tell();
}

function hold() {
  held = !held;
  left = seconds;
  tell();
}

function tell() {
  const { next, held: stopped } = board.dataset;
  const words = held ? stopped : next.replace("{}", left);
  board.querySelectorAll("[data-board-clock]").forEach((clock) => (clock.textContent = words));
}

// The screen must not go blank when the server is away for a moment: the old pages start again then.
async function renew() {
  left = seconds;
  const page = await fetch(location.pathname + location.search, { cache: "no-store" }).catch(() => null);
  if (!page?.ok || page.redirected) return show(0);
  history.replaceState(null, "", "#0");
  location.reload();
}
