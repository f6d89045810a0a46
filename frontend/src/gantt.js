// Gantt of one project: plan, baseline, forecast, what is done, critical chain, today; drag to try what would follow.
import { gantt } from "dhtmlx-gantt";
import "dhtmlx-gantt/codebase/dhtmlxgantt.css";
import "./styles/gantt.css";

import { barClass, barWords, hoverWords } from "./gantt/bars.js";
import { columns } from "./gantt/columns.js";
import { keepLayers } from "./gantt/layers.js";
import { edges, NARROWEST, scaleFor } from "./gantt/scales.js";
import { linksOf, tasksOf } from "./gantt/tasks.js";
import { keepTodayLine } from "./gantt/today.js";
import { letTry } from "./gantt/trial.js";
import { pageData } from "./shared/json.js";

const ROW = 36;
const TALLEST = 640;
const EDGE = 4;

const place = document.querySelector("[data-gantt]");
const data = place && pageData(place.dataset.source);
if (data) draw(place, data);

function draw(place, data) {
  const mayTry = !!place.dataset.trialUrl;
  gantt.plugins({ tooltip: true });
  gantt.i18n.setLocale(data.locale ?? "cn");
  Object.assign(gantt.config, {
    readonly: !mayTry,
    drag_links: false,
    drag_progress: false,
    details_on_dblclick: false,
    round_dnd_dates: true,
    keyboard_navigation: false,
    date_format: "%Y-%m-%d",
    row_height: ROW,
    bar_height: 14,
    scale_height: 44,
    min_column_width: NARROWEST,
    show_errors: false,
    open_tree_initially: true,
    link_line_width: 1,
    link_arrow_size: 8,
    drag_timeline: { useKey: false, ignore: ".gantt_task_line, .gantt_task_drag" },
    columns: columns(data, place.clientWidth),
    grid_width: place.clientWidth < 640 ? 128 : 300,
  });
  const offdays = new Set(data.offdays ?? []);
  gantt.templates.task_class = (start, end, task) => barClass(task);
  gantt.templates.task_text = (start, end, task) => barWords(gantt, task);
  const ends = ({ end_date, pushed, forecast, tried }) =>
    Math.max(...[end_date, pushed?.end, forecast?.end, tried?.end].filter(Boolean).map((one) => gantt.posFromDate(one)));
  const fitsRight = (task) => gantt.posFromDate(gantt.config.end_date) - ends(task) >= wordsWidth(task.note);
  const behind = (task) => ends(task) - gantt.posFromDate(task.end_date); // words stand behind what is drawn there
  const fitsLeft = ({ note, start_date }) => gantt.posFromDate(start_date) >= wordsWidth(note);
  gantt.templates.rightside_text = (start, end, task) => (fitsRight(task) ? shifted(task.note, behind(task)) : "");
  gantt.templates.leftside_text = (start, end, task) => (!fitsRight(task) && fitsLeft(task) ? task.note : "");
  gantt.templates.link_class = (link) => (link.critical ? "is-critical" : "");
  gantt.templates.timeline_cell_class = (task, day) => (showsDays() && offdays.has(iso(day)) ? "is-offday" : "");
  gantt.templates.tooltip_text = (start, end, task) => hoverWords(task, data.words);

  const fit = (zoom) => {
    gantt.config.scales = scaleFor(zoom, data, place.clientWidth - gantt.config.grid_width);
  };
  const grow = () => {
    const scrollbar = place.querySelector(".gantt_hor_scroll")?.offsetHeight ?? 0;
    const height = Math.min(TALLEST, data.tasks.length * ROW + gantt.config.scale_height + scrollbar + EDGE);
    if (place.style.height === `${height}px`) return;
    place.style.height = `${height}px`;
    gantt.setSizes();
  };
  fit("auto");
  keepTodayLine(gantt, data);
  keepLayers(place);
  if (mayTry) letTry(gantt, place, data, { edges: () => stretch(data), grow });
  stretch(data);
  gantt.init(place);
  gantt.parse({ data: tasksOf(data), links: linksOf(data) });
  grow();
  gantt.showDate(new Date(`${data.today}T00:00`));

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-gantt-zoom]");
    if (!button) return;
    document.querySelectorAll("[data-gantt-zoom]").forEach((one) => one.classList.toggle("is-on", one === button));
    fit(button.dataset.ganttZoom);
    gantt.render();
    grow();
    gantt.showDate(new Date(`${data.today}T00:00`));
  });
}

function stretch(data) {
  [gantt.config.start_date, gantt.config.end_date] = edges(data);
}

function shifted(words, by) {
  return words && by > 0 ? `<span style="margin-left:${by}px">${words}</span>` : words;
}

/** About how wide a note is at its 12 px, with the gap to its bar. */
function wordsWidth(words) {
  return [...words].reduce((width, sign) => width + (sign > "\u2e80" ? 12 : 6.5), 20);
}

function showsDays() {
  return gantt.config.scales.at(-1).unit === "day";
}

function iso(day) {
  const two = (number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
