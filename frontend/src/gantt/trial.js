// 试排: a bar that is dragged, or moved by the arrow keys, asks the server what would follow. The plan is drawn as it was
// and what is tried as an outline; nothing is stored anywhere, so to give up is to forget the moves.
import { after, day } from "./tasks.js";

const DAY = 86_400_000;
const PATIENCE = 250; // ms without a further key before the server is asked

export function letTry(gantt, place, data, { edges, grow }) {
  const moves = new Map(); // by step: { start, finish }, both ISO days or ""
  const panel = document.querySelector("[data-trial]");
  let asked = 0;
  let timer;

  gantt.attachEvent("onBeforeTaskDrag", (id, mode) => !gantt.getTask(id).done && mode !== "progress");
  gantt.attachEvent("onBeforeTaskChanged", (id, mode) => {
    const task = gantt.getTask(id);
    note(task, mode === "resize" ? "" : iso(task.start_date), mode === "resize" ? lastDay(task) : "");
    return false; // the bar goes back to its plan: the outline shows where it would be
  });
  gantt.attachEvent("onBeforeLightbox", () => false);
  document.addEventListener("click", (event) => event.target.closest?.("[data-trial-reset]") && reset());
  place.addEventListener("keydown", keys);

  function note(task, start, finish) {
    const held = moves.get(task.code) ?? { start: "", finish: "" };
    moves.set(task.code, { start: start || held.start, finish: finish || (start ? "" : held.finish) });
    clearTimeout(timer);
    timer = setTimeout(ask, 0);
  }

  async function ask() {
    const mine = ++asked;
    const body = new FormData();
    for (const [step, { start, finish }] of moves) {
      body.append("step", step);
      body.append("start", start);
      body.append("finish", finish);
    }
    panel.hidden = false;
    panel.setAttribute("aria-busy", "true");
    if (!panel.textContent.trim()) panel.textContent = data.words.trying;
    try {
      const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
      const answer = await fetch(place.dataset.trialUrl, { method: "POST", body, headers: { "X-CSRFToken": token } });
      const told = await answer.json();
      if (mine === asked && moves.size) show(told);
    } catch {
      if (mine === asked) panel.textContent = data.words.lost;
    }
    if (mine === asked) panel.removeAttribute("aria-busy");
  }

  function show({ bars, said }) {
    panel.innerHTML = said; // markup of our own server, escaped there
    place.classList.add("is-trying");
    draw(bars);
  }

  function reset() {
    moves.clear();
    asked += 1;
    panel.hidden = true;
    panel.replaceChildren();
    place.classList.remove("is-trying");
    draw([]);
    place.focus();
  }

  function draw(bars) {
    const found = new Map(bars.map((bar) => [bar.id, bar]));
    for (const task of data.tasks) task.tried = found.get(task.id)?.span ?? null;
    edges();
    gantt.eachTask((task) => {
      const bar = found.get(task.id);
      task.tried = bar ? { start: day(bar.span[0]), end: after(bar.span[1]), breaks: bar.breaks, late: bar.late } : null;
      task.shown.tried = bar?.span ?? null;
    });
    gantt.render();
    grow();
  }

  function keys(event) {
    if (event.key === "Escape" && moves.size) return reset();
    const ids = data.tasks.map((task) => task.id);
    const at = ids.indexOf(gantt.getSelectedId());
    const turn = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (turn) {
      event.preventDefault();
      const next = ids[Math.min(ids.length - 1, Math.max(0, at < 0 ? 0 : at + turn))];
      gantt.selectTask(next);
      gantt.showTask(next);
      tell(gantt.getTask(next));
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && at >= 0) {
      event.preventDefault();
      const task = gantt.getTask(ids[at]);
      if (!task.done) moveBy(task, step, event.shiftKey);
    }
  }

  /** A day earlier or later than it was tried last; with Shift only its end. */
  function moveBy(task, days, onlyEnd) {
    const held = moves.get(task.code) ?? { start: "", finish: "" };
    const [start, finish] = onlyEnd
      ? [held.start, shift(held.finish || lastDay(task), days)]
      : [shift(held.start || task.shown.start, days), held.finish && shift(held.finish, days)];
    moves.set(task.code, { start, finish });
    clearTimeout(timer);
    timer = setTimeout(ask, PATIENCE);
  }

  function tell(task) {
    const said = data.words.label.replace("{name}", task.text).replace("{start}", task.shown.start).replace("{finish}", task.shown.finish);
    document.querySelector("[data-gantt-said]")?.replaceChildren(said);
  }
}

const shift = (text, days) => iso(new Date(day(text).getTime() + days * DAY + DAY / 2)); // noon: no hour of a clock change counts

const lastDay = (task) => (task.type === "milestone" ? iso(task.start_date) : iso(new Date(task.end_date.getTime() - DAY / 2)));

function iso(when) {
  const two = (number) => String(number).padStart(2, "0");
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
}
