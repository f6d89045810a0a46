// On paper nothing can be opened any more, so the reasons of a light are printed open.
const PRINTED = ".verdict-more:not([open])";

window.addEventListener("beforeprint", () => {
  document.querySelectorAll(PRINTED).forEach((part) => {
    part.open = true;
    part.dataset.printed = "";
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("[data-printed]").forEach((part) => {
    part.open = false;
    delete part.dataset.printed;
  });
});
