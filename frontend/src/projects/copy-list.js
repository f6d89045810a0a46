// [data-copy-list=address]: rows of the list go to the clipboard as text and as a table; [data-copy-picked]: the chosen ones.
import { on } from "../shared/on.js";

on("click", "[data-copy-list]", async (button) => {
  button.closest("details[data-menu]")?.removeAttribute("open");
  button.disabled = true;
  try {
    const rows = fetchRows(button);
    const written = await write(rows);
    tell(written ? (await rows).said : null);
  } catch {
    tell(null);
  } finally {
    button.disabled = false;
  }
});

async function fetchRows(button) {
  const address = new URL(button.dataset.copyList, location.href);
  if ("copyPicked" in button.dataset) {
    new FormData(button.form).getAll("id").forEach((id) => address.searchParams.append("id", id));
  }
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// Browsers give the clipboard only to addresses with https; elsewhere the older way still serves.
async function write(rows) {
  if (!navigator.clipboard?.write) return writeAsEvent(await rows);
  const part = (name, type) => rows.then((all) => new Blob([all[name]], { type }));
  const item = { "text/plain": part("text", "text/plain"), "text/html": part("html", "text/html") };
  return navigator.clipboard.write([new ClipboardItem(item)]).then(
    () => true,
    async () => writeAsEvent(await rows),
  );
}

function writeAsEvent({ text, html }) {
  const put = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", text);
    event.clipboardData.setData("text/html", html);
  };
  document.addEventListener("copy", put, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", put);
  return done;
}

function tell(said) {
  const model = document.getElementById(said ? "copied-list" : "failed-copy");
  const message = model.content.firstElementChild.cloneNode(true);
  if (said) message.querySelector("[data-words]").textContent = said;
  document.getElementById("messages").replaceChildren(message);
  message.scrollIntoView({ block: "nearest" });
}
