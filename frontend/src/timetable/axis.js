// From days to px, and the lines of months or quarters behind the rows.
const DAY = 86_400_000;
const PX = { quarter: 0.75, month: 1.6, week: 5 }; // of a day
const SIDE = 380;

export function axisOf(data, zoom, width, phone) {
  const first = time(data.first);
  const days = (time(data.last) - first) / DAY + 1 + 21; // room for what ends on the last day
  const side = phone ? 0 : Math.min(SIDE, Math.round(width / 3.2));
  const room = Math.max(120, width - side - (phone ? 24 : 12));
  const px = phone || zoom === "auto" ? room / days : Math.max(PX[zoom], room / days);
  const x = (day) => Math.min(days, Math.max(0, (time(day) - first) / DAY)) * px;
  return { x, px, side, width: days * px, days };
}

export function drawAxis(head, sheet, axis, data) {
  head.style.width = sheet.style.width = `${axis.side + axis.width}px`;
  const ticks = ticksOf(axis, data);
  head.querySelector("[data-ticks]").replaceChildren(...ticks.map(({ x, words, strong }) => made(strong ? "is-year" : "", x, words)));
  sheet.querySelector("[data-grid]").replaceChildren(
    ...ticks.map(({ x, strong }) => made(strong ? "is-year" : "", x, "")),
    made("is-today", axis.x(data.today), ""),
  );
  const now = head.querySelector("[data-now]");
  now.style.left = `${axis.side + axis.x(data.today)}px`;
}

/** Every month, quarter or year of which the words have room; a January names its year. */
function ticksOf(axis, { first, last, words }) {
  const months = [1, 3, 6, 12].find((step) => step * 30.4 * axis.px >= 40) ?? 12;
  const found = [];
  const end = time(last);
  for (let day = new Date(`${first}T00:00Z`); day <= end; day.setUTCMonth(day.getUTCMonth() + 1)) {
    const month = day.getUTCMonth();
    if (month % months) continue;
    const said = month ? words.month.replace("{n}", month + 1) : words.year.replace("{n}", day.getUTCFullYear());
    found.push({ x: axis.x(day.toISOString().slice(0, 10)), words: said, strong: month === 0 });
  }
  return found;
}

function made(kind, x, words) {
  const tick = document.createElement("i");
  tick.className = kind;
  tick.style.left = `${x}px`;
  tick.textContent = words;
  return tick;
}

const time = (day) => Date.parse(`${day}T00:00Z`);
