// Asks for the picture again and again: unchanged costs a line, changed is put in, lost is said and tried ever more seldom.
const EVERY_MS = 30_000;
const WAIT_MS = 20_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;

export function follow(screen, renew) {
  const { source, build, time: timeWords, lost: lostWords } = screen.dataset;
  const lost = screen.querySelector("[data-screen-lost]");
  const time = screen.querySelector("[data-screen-time]");
  let etag = screen.dataset.etag;
  let failed = 0;
  let since = "";

  setTimeout(ask, EVERY_MS);
  addEventListener("online", ask);

  let asking = false;
  let timer = 0;

  async function ask() {
    if (asking) return;
    asking = true;
    clearTimeout(timer);
    const wait = await heard();
    asking = false;
    if (wait) timer = setTimeout(ask, wait);
  }

  /** One question; returns after how long to ask again, 0 for never. */
  async function heard() {
    try {
      const answer = await fetch(source, {
        headers: { "If-None-Match": etag },
        cache: "no-store",
        signal: AbortSignal.timeout(WAIT_MS),
      });
      if (answer.status === 410) return close(await answer.text());
      if (answer.redirected || !(answer.ok || answer.status === 304)) throw new Error(answer.status);
      if (answer.headers.get("Guatu-Build") !== build) return location.reload(); // the server was upgraded
      if (answer.status !== 304) take(await answer.text(), answer.headers.get("ETag"));
      found(answer.headers.get("Guatu-Data-Time"));
      return EVERY_MS;
    } catch {
      return miss();
    }
  }

  function take(html, name) {
    renew(html);
    etag = name;
  }

  function found(moment) {
    failed = 0;
    lost.hidden = true;
    if (moment) time.textContent = timeWords.replace("{}", moment.replace("T", " "));
  }

  /** The picture stays; what is on it has its data time, and beside it stands since when nothing came. */
  function miss() {
    if (!failed) since = clock();
    failed += 1;
    lost.textContent = lostWords.replace("{}", since);
    lost.hidden = false;
    return Math.min(FIRST_RETRY_MS * 2 ** (failed - 1), LAST_RETRY_MS);
  }

  /** The address is no longer good: what it showed goes, the sentence of the server comes. */
  function close(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.body.replaceChildren(...page.body.childNodes);
    document.body.className = page.body.className;
    document.title = page.title;
    return 0;
  }
}

function clock() {
  return new Date().toTimeString().slice(0, 5);
}
