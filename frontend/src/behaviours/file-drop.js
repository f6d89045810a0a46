// data-file-drop on the label around a file input: drop a file there, see its name.
import { on } from "../shared/on.js";

for (const type of ["dragenter", "dragover"]) {
  on(type, "[data-file-drop]", (zone, event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
}
on("dragleave", "[data-file-drop]", (zone) => zone.classList.remove("is-over"));
on("drop", "[data-file-drop]", (zone, event) => {
  event.preventDefault();
  zone.classList.remove("is-over");
  const input = zone.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
on("change", "[data-file-drop] input[type=file]", (input) => {
  const shown = input.closest("[data-file-drop]").querySelector("[data-file-name]");
  if (shown) shown.textContent = [...input.files].map((file) => file.name).join("、");
});
