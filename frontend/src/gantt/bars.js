// Bars. The free edition has no layers, so baseline, forecast and actual days are thin bars inside the task's own bar; what
// late needs push is a dashed line from its end, with a sign at the end of the step that waits for them; a trial is an outline.

export function barClass(task) {
  return [task.critical && "is-critical", task.promised && "is-promised", task.broken && "is-broken", task.progress >= 1 && "is-done"].filter(Boolean).join(" ");
}

export function barWords(gantt, task) {
  const from = gantt.posFromDate(task.start_date);
  const tried = task.tried?.breaks ? "is-tried is-breaking" : "is-tried";
  return [["float", "is-float"], ["baseline", "is-baseline"], ["forecast", "is-forecast"], ["actual", "is-actual"], ["tried", tried], ["pushed", task.broken ? "is-pushed is-first" : "is-pushed"]]
    .map(([span, kind]) => thin(gantt, task[span], from, kind))
    .join("");
}

export function hoverWords(task, words) {
  const { start, finish, baseline, actual, pushed, forecast, float, tried } = task.shown;
  const line = (name, pair) => (pair ? `${name} ${pair[0]} – ${pair[1] ?? ""}` : "");
  return [task.text, line(words?.plan, [start, finish]), line(words?.baseline, baseline), line(words?.actual, actual), line(words?.forecast, forecast), float && `${words?.float} ${float[1]}`, line(words?.tried, tried), pushed && `${words?.pushed} ${pushed[1]}`]
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
