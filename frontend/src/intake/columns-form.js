// [data-columns-form]: changed columns are marked, the button says that it reads anew, leaving asks first.
import { each } from "../shared/on.js";

each("[data-columns-form]", (form) => {
  const selects = [...form.querySelectorAll("select")];
  const refresh = () => mark(form, selects);
  form.addEventListener("change", refresh);
  window.addEventListener("pageshow", refresh); // the browser may bring back what was chosen
  refresh();
});

function mark(form, selects) {
  const changed = selects.filter(isChanged);
  form.querySelectorAll("[data-column]").forEach((head) => {
    head.classList.toggle("is-changed", changed.some((select) => head.contains(select)));
  });
  sayOnButton(form.id, changed.length > 0);
  guardLinks(form, changed.length > 0);
}

function isChanged(select) {
  return ![...select.options].find((option) => option.defaultSelected)?.selected;
}

function sayOnButton(id, isDirty) {
  const button = document.querySelector(`[form="${id}"][data-when-changed]`);
  if (!button || button.disabled) return;
  button.dataset.usual ??= button.textContent;
  button.textContent = isDirty ? button.dataset.whenChanged : button.dataset.usual;
}

function guardLinks(form, isDirty) {
  document.querySelectorAll(".segments a, .steps a").forEach((link) => {
    if (isDirty) link.dataset.confirm = form.dataset.leave;
    else delete link.dataset.confirm;
  });
}
