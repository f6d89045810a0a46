// The words of the legend are buttons: each hides or shows its own layer. The choice stays for the visit.
const KEPT = "gantt-hidden";

export function keepLayers(place) {
  const hidden = new Set(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
  const buttons = [...document.querySelectorAll("[data-gantt-layer]")];
  const show = () => {
    for (const button of buttons) {
      const layer = button.dataset.ganttLayer;
      button.setAttribute("aria-pressed", String(!hidden.has(layer)));
      place.classList.toggle(`hides-${layer}`, hidden.has(layer));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const layer = button.dataset.ganttLayer;
      if (!hidden.delete(layer)) hidden.add(layer);
      sessionStorage.setItem(KEPT, JSON.stringify([...hidden]));
      show();
    });
  }
  show();
}
