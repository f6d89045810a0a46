// button[data-light-filter="red"]: show only these rows; the rest of the sheet closes up. The address keeps what is
// chosen (?light=red,yellow), and other views of the same chart take it along.
import { each, on } from "../shared/on.js";

each("[data-light-filter]", (button) => press(button, lights().includes(button.dataset.lightFilter)));
each(".wallchart", apply);

on("click", "[data-light-filter]", (button) => {
  press(button, button.getAttribute("aria-pressed") !== "true");
  remember();
  document.querySelectorAll(".wallchart").forEach(apply);
});
on("click", ".segments a, a[data-with-lights]", (link) => (link.href = withLights(link.href)));

function press(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
}

function lights() {
  return (new URLSearchParams(location.search).get("light") ?? "").split(",");
}

function chosen() {
  return [...document.querySelectorAll("[data-light-filter][aria-pressed=true]")].map((one) => one.dataset.lightFilter);
}

function remember() {
  history.replaceState(history.state, "", withLights(location.href));
  document.querySelectorAll("input[name=light]").forEach((kept) => (kept.value = chosen().join(",")));
}

function withLights(address) {
  const url = new URL(address);
  url.searchParams.delete("light");
  if (chosen().length) url.searchParams.set("light", chosen().join(","));
  return url.href.replace(/%2C/g, ",");
}

function apply(chart) {
  const wanted = new Set(chosen());
  const keep = (row) => !wanted.size || wanted.has(row.dataset.light);
  const height = Math.max(...[".wc-names", ".wc-plan"].map((part) => closeUp(chart.querySelector(part), keep)));
  chart.querySelectorAll(".wc-names, .wc-plan").forEach((svg) => svg.setAttribute("height", height));
}

function closeUp(svg, keep) {
  const lines = [...svg.querySelectorAll(":scope > [data-height]")];
  let top = 0;
  lines.forEach((line, at) => {
    const shown = line.matches(".wc-band") ? bandHasRows(lines, at, keep) : keep(line);
    line.toggleAttribute("hidden", !shown);
    if (!shown) return;
    line.setAttribute("transform", `translate(0,${top})`);
    top += Number(line.dataset.height);
  });
  return top;
}

function bandHasRows(lines, at, keep) {
  for (let next = at + 1; next < lines.length && !lines[next].matches(".wc-band"); next += 1) {
    if (keep(lines[next])) return true;
  }
  return false;
}
