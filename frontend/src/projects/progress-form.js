// form[data-progress-form]: while the amount is typed, say what the month itself adds and how it stands to pace.
import { pageData } from "../shared/json.js";
import { each } from "../shared/on.js";

each("form[data-progress-form]", (form) => {
  const months = new Map(pageData(form.dataset.progressForm).map((month) => [month.period, month]));
  const refresh = () => tell(form, months.get(form.elements.period.value));
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
  refresh();
});

function tell(form, month) {
  if (!month) return;
  const typed = amount(form.elements.invested.value);
  const [last, given, due] = [month.last, month.given, month.due].map(amount);
  const own = typed === null ? null : typed - (last ?? 0);
  const lines = [
    [said(form, last === null ? "First" : "Last", { month: month.lastMonth, last, physical: month.lastPhysical }), false],
    last !== null && own !== null && own >= 0 && [said(form, "Own", { own }), false],
    last !== null && own < 0 && [said(form, "Less", { own: -own }), true],
    due !== null && [pace(form, month, typed, due), typed !== null && typed < due],
    given !== null && [said(form, "Given", { given }), false],
  ];
  show(form, lines.filter(Boolean));
  const needed = (last !== null && own !== null && own < 0) || (given !== null && typed !== null && typed !== given);
  askReason(form, needed);
}

function pace(form, month, typed, due) {
  const base = said(form, "Pace", { due, expected: month.expected });
  if (typed === null) return base.replace(/[，, ]+$/, "");
  return base + said(form, typed < due ? "Behind" : "Ahead", { gap: Math.abs(typed - due) });
}

function askReason(form, needed) {
  const field = form.querySelector("[data-reason-field]");
  const filled = form.elements.reason.value || form.elements.reason.classList.contains("is-invalid");
  field.hidden = !needed && !filled;
}

function show(form, lines) {
  const made = lines.map(([words, bad]) => {
    const line = document.createElement("p");
    line.textContent = words;
    line.classList.toggle("bad", Boolean(bad));
    return line;
  });
  form.querySelector("[data-hints]").replaceChildren(...made);
}

function said(form, name, values) {
  const words = form.dataset[`words${name}`] ?? "";
  return words.replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? figure(values[key]) : values[key]));
}

/** 1,200 or １２００ as a number; null for nothing or for what is none. */
function amount(text) {
  if (text === null || text === undefined) return null;
  const plain = text.normalize("NFKC").replace(/[,\s]/g, "");
  return plain === "" || Number.isNaN(Number(plain)) ? null : Number(plain);
}

function figure(value) {
  return value.toLocaleString("zh-CN", { maximumFractionDigits: 2 });
}
