// form[data-column-order]: ↑ and ↓ move a column; what is sent keeps the order on the page.
import { on } from "../shared/on.js";

on("click", "[data-column-order] [data-move]", (button) => {
  const item = button.closest("li");
  if (button.dataset.move === "-1") item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  button.focus();
});

// a column that is added joins the end of the list of those shown, so that it can be moved at once
on("change", "[data-column-order] fieldset input[name=column]", (box) => {
  const list = box.form.querySelector(".columns-chosen");
  const item = list.firstElementChild?.cloneNode(true);
  if (!item || !box.checked) return;
  const label = item.querySelector("label");
  const from = box.closest("label");
  label.replaceChildren(...from.childNodes);
  item.querySelectorAll("[data-move]").forEach((button) => button.removeAttribute("aria-label"));
  from.remove();
  list.append(item);
  item.scrollIntoView({ block: "nearest" });
});
