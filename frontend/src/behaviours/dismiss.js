import { on } from "../shared/on.js";

on("click", "[data-dismiss]", (button) => button.closest("[data-dismissable]")?.remove());
