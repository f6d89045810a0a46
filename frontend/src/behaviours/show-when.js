// data-show-when="name=value" inside a form: shown, and sent, only while that field has that value.
import { each, on } from "../shared/on.js";

each("form:has([data-show-when])", refresh);
on("change", "form", refresh);

function refresh(form) {
  const now = new FormData(form);
  form.querySelectorAll("[data-show-when]").forEach((part) => {
    const [name, value] = part.dataset.showWhen.split("=");
    part.hidden = !now.getAll(name).includes(value);
  });
}
