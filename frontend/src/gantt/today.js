// The free edition has no marker for today: one line of our own in the timeline, drawn again after each render.
import { day } from "./tasks.js";

export function keepTodayLine(gantt, data) {
  gantt.config.today = data.today;
  gantt.attachEvent("onGanttRender", () => {
    const timeline = gantt.$task_data;
    if (!timeline) return;
    timeline.querySelector(".gantt-today")?.remove();
    const line = document.createElement("div");
    line.className = "gantt-today";
    line.style.left = `${gantt.posFromDate(day(data.today))}px`;
    line.dataset.words = data.words?.today ?? "";
    timeline.append(line);
  });
}
