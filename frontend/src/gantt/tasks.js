// From the page's JSON to what the library wants. Our days are inclusive, its end is the midnight after.
import { escaped } from "../shared/escaped.js";

const KINDS = { FS: "0", SS: "1", FF: "2", SF: "3" };
const DAY = 86_400_000;

export function tasksOf({ tasks }) {
  return tasks.map((task) => ({
    id: task.id,
    code: task.code,
    done: task.done === 1,
    text: escaped(task.name), // the library takes its texts for markup
    parent: task.parent ?? 0,
    open: true,
    type: { group: "project", milestone: "milestone" }[task.kind] ?? "task",
    start_date: day(task.start),
    end_date: task.kind === "milestone" ? day(task.start) : after(task.finish),
    progress: task.done ?? 0,
    baseline: span(task.baseline),
    actual: span(task.actual),
    forecast: span(task.forecast),
    float: span(task.float),
    tried: null,
    promised: !!task.promised,
    critical: !!task.critical,
    pushed: span(task.pushed),
    broken: task.broken ?? "",
    note: escaped(task.note),
    shown: { start: task.start, finish: task.finish, baseline: task.baseline, actual: task.actual, pushed: task.pushed, forecast: task.forecast, float: task.float },
  }));
}

export function linksOf({ links, tasks }) {
  const critical = new Set(tasks.filter((task) => task.critical).map((task) => task.id));
  return (links ?? []).map((link, number) => ({
    id: number + 1,
    source: link.from,
    target: link.to,
    type: KINDS[link.kind] ?? KINDS.FS,
    critical: critical.has(link.from) && critical.has(link.to),
  }));
}

export const day = (text) => new Date(`${text}T00:00`);

export const after = (text) => new Date(day(text).getTime() + DAY);

function span(pair) {
  return pair && pair[0] ? { start: day(pair[0]), end: pair[1] ? after(pair[1]) : null } : null;
}
