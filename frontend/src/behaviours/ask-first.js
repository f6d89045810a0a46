// data-confirm="…" on a button or form: ask in our own dialog before anything is sent.
import { on } from "../shared/on.js";

const agreed = new WeakSet();

on("click", "[data-confirm]:not(form)", (element, event) => guard(element, event, () => element.click()));
on(
  "submit",
  "form[data-confirm]",
  (form, event) => guard(form, event, () => form.requestSubmit(event.submitter)),
  true,
);

function guard(element, event, repeat) {
  if (agreed.delete(element)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(element.dataset.confirm, element.dataset.confirmAct).then((yes) => {
    if (!yes) return;
    agreed.add(element);
    repeat();
  });
}

function ask(words, act) {
  const dialog = document.getElementById("ask-first").content.firstElementChild.cloneNode(true);
  dialog.querySelector("[data-words]").textContent = words;
  if (act) dialog.querySelector("[value=yes]").textContent = act;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
