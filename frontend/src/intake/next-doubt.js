// After a row was mended or left out, the keyboard goes on to the next cell to mend.
document.addEventListener("htmx:afterSettle", (event) => {
  const row = document.getElementById(event.detail.target?.id ?? "");
  if (!row?.matches("#intake-check tbody")) return;
  const place = nextMend(row) ?? row;
  if (place === row || matchMedia("(pointer: coarse)").matches) {
    row.tabIndex = -1; // on a phone a field would call up the keyboard
    row.focus({ preventScroll: true });
  } else {
    place.focus();
    place.select();
  }
});

/** The first field in this row or in one below it. */
function nextMend(row) {
  const fields = [...document.querySelectorAll("#intake-check .intake-mend input[name=text]")];
  const after = Node.DOCUMENT_POSITION_FOLLOWING;
  return fields.find((field) => row.contains(field) || row.compareDocumentPosition(field) & after);
}
