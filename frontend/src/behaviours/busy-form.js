// data-busy on a form: a second click cannot send it twice, and the button says that work goes on.
import { on } from "../shared/on.js";

on("submit", "form[data-busy]", (form, event) => {
  if (event.defaultPrevented) return;
  const button = event.submitter ?? form.querySelector("[type=submit]");
  // after the browser has collected the fields, or the button's own value would be left out
  setTimeout(() => {
    if (!button) return;
    button.dataset.words = button.textContent;
    button.disabled = true;
    button.textContent = form.dataset.busy || button.textContent;
  });
});

// the page may come back from the browser's store with the button still locked
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-busy] button[data-words]").forEach((button) => {
    button.disabled = false;
    button.textContent = button.dataset.words;
  });
});
