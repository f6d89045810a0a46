// data-show-when="name=value" or "name=one|other" inside a form: shown, and sent, only while that field has such a value.
import { each, on } from "../shared/on.js";

each("form:has([data-show-when])", refresh);
on("change", "form", refresh);

function refresh(form) {
  const now = new FormData(form);
  form.querySelectorAll("[data-show-when]").forEach((part) => {
    const [name, values] = part.dataset.showWhen.split("=");
    part.hidden = !values.split("|").some((value) => now.getAll(name).includes(value));
  });
}
