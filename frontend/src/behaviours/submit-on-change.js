import { on } from "../shared/on.js";

on("change", "form[data-submit-on-change]", (form) => form.requestSubmit());
