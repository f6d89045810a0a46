// Small helpers around events; one listener at the document serves content that arrives later.

/** Call `act(element, event)` when `type` happens on or inside an element that matches. */
export function on(type, selector, act, options) {
  document.addEventListener(
    type,
    (event) => {
      const element = event.target instanceof Element ? event.target.closest(selector) : null;
      if (element) act(element, event);
    },
    options,
  );
}

/** Call `act(element)` for each match now and in each part of the page that htmx brings. */
export function each(selector, act) {
  const run = (root) => {
    if (root.matches?.(selector)) act(root);
    root.querySelectorAll?.(selector).forEach(act);
  };
  const start = () => run(document);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) run(event.detail.elt);
  });
}

/** True while a person is typing, so that letters are not commands. */
export function isTyping(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const at = event.target;
  return at instanceof HTMLElement && (at.isContentEditable || at.matches(TYPED_INTO));
}

const TYPED_INTO = "textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
