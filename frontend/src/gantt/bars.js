// Bars. The free edition has no layers, so baseline and actual days are thin bars inside the task's own bar; what late
// needs push is a dashed line from its end, with a sign at the end of the step that waits for them.

export function barClass(task) {
  return [task.critical && "is-critical", task.broken && "is-broken", task.progress >= 1 && "is-done"].filter(Boolean).join(" ");
}

export function barWords(gantt, task) {
  const from = gantt.posFromDate(task.start_date);
  return [["baseline", "is-baseline"], ["actual", "is-actual"], ["pushed", task.broken ? "is-pushed is-first" : "is-pushed"]]
    .map(([span, kind]) => thin(gantt, task[span], from, kind))
    .join("");
}

export function hoverWords(task, words) {
  const { start, finish, baseline, actual, pushed } = task.shown;
  const line = (name, pair) => (pair ? `${name} ${pair[0]} – ${pair[1] ?? ""}` : "");
  return [task.text, line(words?.plan, [start, finish]), line(words?.baseline, baseline), line(words?.actual, actual), pushed && `${words?.pushed} ${pushed[1]}`]
    .filter(Boolean)
    .join("<br>");
}

function thin(gantt, span, from, kind) {
  if (!span) return "";
  const left = gantt.posFromDate(span.start);
  const right = gantt.posFromDate(span.end ?? new Date(gantt.config.today));
  if (right <= left) return "";
  return `<i class="gantt-thin ${kind}" style="left:${left - from}px;width:${right - left}px"></i>`;
}
