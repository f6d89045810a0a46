// 进度总图: very many projects on one axis. Only rows in sight are elements; rows are read as they are scrolled to.
import "./styles/monthly.css";
import "./styles/projects.css";
import "./styles/timetable.css";

import { pageData } from "./shared/json.js";
import { axisOf, drawAxis } from "./timetable/axis.js";
import { listenToKeys } from "./timetable/keys.js";
import { linesOf } from "./timetable/lines.js";
import { rowReader } from "./timetable/reading.js";
import { rowMaker } from "./timetable/rows.js";

const BEYOND = 8; // rows drawn above and below what is in sight
const BUDGET = 8; // milliseconds in which a frame of a scroll makes rows; what is left is made in the next ones
const box = document.querySelector("[data-timetable]");
const data = box && pageData(box.dataset.source);
if (data) show(box, data);

function show(box, data) {
  const head = box.querySelector("[data-head]");
  const sheet = box.querySelector("[data-sheet]");
  const said = document.querySelector("[data-timetable-said]");
  const lines = linesOf(data);
  const drawn = new Map(); // line number -> element
  const look = { axis: null, phone: false, height: 28, current: -1, zoom: "auto" };
  const reader = rowReader(data, soon, () => (said.textContent = data.words.lost));
  const make = rowMaker(data, look);
  let waiting = false;

  function fit() {
    look.phone = matchMedia("(max-width: 767px)").matches;
    look.height = look.phone ? 54 : 28;
    look.axis = axisOf(data, look.zoom, box.clientWidth, look.phone);
    box.style.setProperty("--side", `${look.axis.side}px`);
    box.style.setProperty("--row", `${look.height}px`);
    box.classList.toggle("is-whole", look.axis.side + look.axis.width <= box.clientWidth + 1);
    drawAxis(head, sheet, look.axis, data);
    draw(true);
  }

  /** Once in the next frame, however often it is asked for. */
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => draw());
  }

  /** The rows in sight: those that are there stay, what is missing is made. `anew` makes all of them, at once. */
  function draw(anew = false) {
    waiting = false;
    const { scrollTop, clientHeight } = box; // read before anything is written: no layout between
    const height = `${lines.count * look.height}px`;
    if (sheet.style.height !== height) sheet.style.height = height;
    const top = Math.max(0, Math.floor(scrollTop / look.height));
    const end = Math.min(lines.count, Math.ceil((scrollTop + clientHeight) / look.height));
    const first = Math.max(0, top - BEYOND);
    const last = Math.min(lines.count, end + BEYOND);
    reader.want(lines.rowAt(first), lines.rowAt(Math.max(first, last - 1)));
    for (const [n, row] of drawn) {
      if (!anew && n >= first && n < last && !isThere(n)) continue;
      row.remove();
      drawn.delete(n);
    }
    const until = anew ? Infinity : performance.now() + BUDGET;
    const fresh = document.createDocumentFragment();
    for (const n of nearest(first, top, end, last)) {
      if (drawn.has(n)) continue;
      if (performance.now() > until) {
        soon();
        break;
      }
      const line = lines.at(n);
      if (line.kind === "row") line.bar = reader.row(line.row);
      const row = make(line, n);
      drawn.set(n, row);
      fresh.append(row);
    }
    sheet.append(fresh);
  }

  /** Whether a row that was drawn as on its way can be drawn now. */
  function isThere(n) {
    const line = lines.at(n);
    return line.kind === "row" && !line.bar && reader.row(line.row) !== null;
  }

  async function unfold(n) {
    const line = lines.at(n);
    if (line?.kind !== "row" || !line.bar) return;
    if (line.steps) lines.close(n);
    else lines.open(n, await reader.steps(line.bar[0]));
    draw(true);
  }

  function go(n) {
    look.current = Math.min(lines.count - 1, Math.max(0, n));
    const top = look.current * look.height;
    const room = box.clientHeight - head.offsetHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + look.height > box.scrollTop + room) box.scrollTop = top + look.height - room;
    history.replaceState(null, "", `#row=${look.current}`);
    draw(true);
  }

  box.addEventListener("scroll", soon, { passive: true });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-unfold]");
    if (button) unfold(Number(button.closest("[data-line]").dataset.line));
  });
  document.querySelectorAll("[data-timetable-zoom]").forEach((button) => {
    button.addEventListener("click", () => {
      document.querySelectorAll("[data-timetable-zoom]").forEach((one) => one.classList.toggle("is-on", one === button));
      look.zoom = button.dataset.timetableZoom;
      fit();
      toToday();
    });
  });
  const toToday = () => (box.scrollLeft = look.axis.x(data.today) - (box.clientWidth - look.axis.side) / 3);
  listenToKeys({ go, unfold, open: (n) => openProject(lines.at(n), data), look });
  new ResizeObserver(fit).observe(box);
  fit();
  toToday();
  const asked = /row=(\d+)/.exec(location.hash);
  if (asked) go(Number(asked[1]));
  box.dataset.drawn = "";
}

/** Lines in sight first, then those beyond. */
function* nearest(first, top, end, last) {
  for (let n = top; n < end; n++) yield n;
  for (let n = end; n < last; n++) yield n;
  for (let n = top - 1; n >= first; n--) yield n;
}

function openProject(line, data) {
  if (line?.bar) location.assign(data.projectUrl.replace(data.nobody, line.bar[0]));
}
