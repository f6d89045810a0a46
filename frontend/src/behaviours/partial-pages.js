// htmx under a strict content policy: nothing is evaluated, no style is injected.
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages of one person must not stay in the browser's store
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true }, // a form with its errors
  { code: "[45]..", swap: false, error: true },
];

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
});

document.addEventListener("htmx:responseError", (event) => {
  const said = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  tell(said.querySelector("[data-reason]")?.textContent);
});
document.addEventListener("htmx:sendError", () => tell());

function tell(words) {
  const model = document.getElementById("failed-request");
  const place = document.getElementById("messages");
  if (!model || !place) return;
  const strip = model.content.firstElementChild.cloneNode(true);
  if (words?.trim()) strip.querySelector("[data-words]").textContent = words.trim();
  place.replaceChildren(strip);
  place.scrollIntoView({ block: "nearest" });
}
