// Arrow keys turn the pages of a pack; one button folds and unfolds the cards.
(() => {
  const pages = [...document.querySelectorAll("[data-page]")];
  const here = () => {
    let found = 0;
    pages.forEach((page, n) => {
      if (page.getBoundingClientRect().top <= 60) found = n;
    });
    return found;
  };
  const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const next = Math.min(Math.max(here() + step, 0), pages.length - 1);
    pages[next].scrollIntoView();
    document.querySelector("[data-at]").textContent = `${next + 1} / ${pages.length}`;
  });
  const parts = () => document.querySelectorAll("article details");
  const fold = document.querySelector("[data-fold]");
  fold.hidden = false;
  fold.addEventListener("click", () => {
    const open = fold.getAttribute("aria-pressed") === "true";
    parts().forEach((part) => (part.open = open));
    fold.setAttribute("aria-pressed", String(!open));
    fold.textContent = open ? fold.dataset.fold : fold.dataset.unfold;
  });
  addEventListener("beforeprint", () => parts().forEach((part) => (part.open = true)));
  document.querySelector("[data-keys]").hidden = false;
})();
