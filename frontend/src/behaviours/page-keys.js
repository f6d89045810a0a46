// g and a letter go to a page of the rail, e edits, ? lists the keys; [data-key="e"] is what the letter presses.
import { isTyping, on } from "../shared/on.js";

const PATIENCE = 1500; // ms between g and the letter after it
const NEVER = -Infinity; // not 0: that is the moment in which the page was opened
let begun = NEVER;

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || document.querySelector("dialog[open]")) return;
  if (event.timeStamp - begun < PATIENCE) {
    begun = NEVER;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) return press(event, link);
  }
  if (event.key === "g") begun = event.timeStamp;
  else if (event.key === "?") showKeys(event);
  else if (event.key === "e") edit(event);
});
on("click", "[data-keys-help]", (_, event) => showKeys(event));

function press(event, link) {
  event.preventDefault();
  link.click();
}

function edit(event) {
  const list = document.querySelector("[data-edit-path]");
  const row = list?.querySelector(".is-selected");
  if (row) location.assign(row.dataset.href + list.dataset.editPath);
  const button = document.querySelector('[data-key="e"]');
  if (!list && button) press(event, button);
}

function showKeys(event) {
  const model = document.getElementById("keys-help");
  if (!model) return;
  event.preventDefault();
  const dialog = model.content.firstElementChild.cloneNode(true);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}
