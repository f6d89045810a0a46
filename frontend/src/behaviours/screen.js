// data-fullscreen="#id": that part fills the screen. data-print: the browser's print dialog.
import { on } from "../shared/on.js";

on("click", "[data-fullscreen]", (button) => {
  const part = document.querySelector(button.dataset.fullscreen) ?? document.documentElement;
  if (document.fullscreenElement) document.exitFullscreen();
  else part.requestFullscreen?.();
});
on("click", "[data-print]", () => window.print());
