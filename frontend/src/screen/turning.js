// Shows one page at a time, each for its seconds; arrows turn, space holds. New pages keep the place.
import { isTyping, on } from "../shared/on.js";

export function turning(screen) {
  const box = screen.querySelector("[data-screen-pages]");
  const part = (name) => screen.querySelector(`[data-screen-${name}]`);
  const { next, held: stopped, shows } = screen.dataset;
  let pages = [];
  let here = 0;
  let left = 0;
  let held = false;

  read();
  show(0);
  setInterval(tick, 1000);
  document.addEventListener("keydown", key);
  on("click", "[data-screen-step]", (button) => step(Number(button.dataset.screenStep)));

  function read() {
    pages = [...box.querySelectorAll("[data-screen-page]")];
  }

  function tick() {
    if (held || pages.length < 2) return;
    left -= 1;
    if (left <= 0) step(1);
    else tell();
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

  function hold() {
    held = !held;
    tell();
  }

  function show(number) {
    here = number;
    left = Number(pages[here].dataset.seconds);
    reveal();
    tell();
  }

  function reveal() {
    pages.forEach((page, at) => (page.hidden = at !== here));
    part("title").textContent = pages[here].dataset.title;
  }

  function tell() {
    part("where").textContent = shows.replace("{here}", here + 1).replace("{all}", pages.length);
    const words = held ? stopped : next.replace("{}", left);
    part("clock").textContent = pages.length > 1 ? words : "";
  }

  /** Put new pages in the place of the old ones, in one step: the page that is shown stays. */
  return function renew(html) {
    const shown = pages[here].dataset.screenPage;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const arrived = [...fresh.content.querySelectorAll("[data-screen-page]")];
    const again = arrived.findIndex((page) => page.dataset.screenPage === shown);
    arrived.forEach((page, at) => (page.hidden = at !== Math.max(again, 0)));
    box.replaceChildren(fresh.content);
    read();
    if (again < 0) return show(0);
    here = again;
    reveal();
    tell();
  };
}
