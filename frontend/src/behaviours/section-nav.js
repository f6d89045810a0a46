// nav[data-section-nav]: the link of the section in view is marked.
import { each } from "../shared/on.js";

each("[data-section-nav]", (nav) => {
  const links = new Map([...nav.querySelectorAll("a[href^='#']")].map((a) => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver(
    (entries) => {
      const top = entries.filter((entry) => entry.isIntersecting)[0];
      if (!top) return;
      links.forEach((link, id) => link.classList.toggle("is-here", id === top.target.id));
    },
    { rootMargin: "0px 0px -70% 0px" },
  );
  links.forEach((_, id) => {
    const section = document.getElementById(id);
    if (section) seen.observe(section);
  });
});
