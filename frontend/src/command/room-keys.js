// On the screen of the room: n writes a decision, j and k go on and back, Escape leaves the line.
import { each, isTyping } from "../shared/on.js";

each(".room-agenda .is-here", (here) => here.scrollIntoView({ block: "nearest" }));

document.addEventListener("keydown", (event) => {
  const line = document.querySelector(".decision-line input");
  if (event.key === "Escape" && document.activeElement === line) line?.blur();
  if (isTyping(event) || !document.querySelector(".room-screen, .decision-form")) return;
  if (event.key === "n" && line) {
    event.preventDefault();
    line.focus();
    line.scrollIntoView({ block: "nearest" });
  }
  const link = document.querySelector(`[data-room-step="${CSS.escape(event.key)}"]`);
  if (link) {
    event.preventDefault();
    link.click();
  }
});
