/** Words as HTML text, for libraries that take markup. */
export function escaped(words) {
  const holder = document.createElement("i");
  holder.textContent = words ?? "";
  return holder.innerHTML;
}
