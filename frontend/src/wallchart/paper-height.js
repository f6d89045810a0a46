// A drawing cannot be broken over sheets and would leave the first one empty: on paper it hangs out of a box
// without height, and a block of its height (wallchart.css) gives it the sheets it needs.
window.addEventListener("beforeprint", () => {
  const drawing = document.querySelector(".is-wall .wallchart");
  if (drawing) document.documentElement.style.setProperty("--drawing", `${drawing.scrollHeight}px`);
});
