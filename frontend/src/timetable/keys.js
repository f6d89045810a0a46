// j and k walk along the lines, Enter opens the project, o or the arrows unfold its steps.
import { isTyping } from "../shared/on.js";

export function listenToKeys({ go, unfold, open, look }) {
  const acts = {
    j: () => go(look.current + 1),
    ArrowDown: () => go(look.current + 1),
    k: () => go(look.current - 1),
    ArrowUp: () => go(look.current - 1),
    o: () => unfold(look.current),
    Home: () => go(0),
    End: () => go(Infinity),
    PageDown: () => go(look.current + 20),
    PageUp: () => go(look.current - 20),
  };
  document.addEventListener("keydown", (event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && !event.target.closest?.("a, button, summary")) return open(look.current);
    if (event.key.length > 1 && !event.target.closest?.("[data-timetable]") && event.target !== document.body) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
