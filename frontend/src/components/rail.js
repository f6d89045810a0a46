// The left rail can be put away; the choice is a cookie, so that the server draws the page right at once.
export const rail = () => ({
  put(closed) {
    document.body.classList.toggle("is-rail-closed", closed);
    document.cookie = `rail=${closed ? "closed" : "open"};path=/;max-age=31536000;samesite=lax`;
  },
  close() {
    this.put(true);
    document.querySelector(".rail-opener")?.focus();
  },
  open() {
    this.put(false);
    document.querySelector(".rail a")?.focus();
  },
});
