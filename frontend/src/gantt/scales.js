// Time scale: the finest of days, weeks, months and quarters of which the whole plan fits the width.
import { day } from "./tasks.js";

export const NARROWEST = 22; // of a column, in px
const DAYS = { day: 1, week: 7, month: 30.4 };

export function scaleFor(zoom, data, width) {
  const unit = zoom === "auto" ? fitting(data, width) : zoom;
  const [first, last] = edges(data);
  const tight = width / monthsBetween(first, last) < 36;
  const year = { unit: "year", step: 1, format: (date) => yearName(data, date, first, last) };
  const month = { unit: "month", step: 1, format: (date) => (tight ? date.getMonth() + 1 : words(data, { month: "short" }, date)) };
  const yearMonth = { unit: "month", step: 1, format: (date) => words(data, { year: "numeric", month: "long" }, date) };
  return {
    day: [yearMonth, { unit: "day", step: 1, format: "%j" }],
    week: [yearMonth, { unit: "week", step: 1, format: "%j" }],
    month: [year, month],
    quarter: [year, { unit: "quarter", step: 1, format: (date) => quarterName(data, date) }],
  }[unit];
}

/** The axis runs from the first of the earliest month to the end of the latest one, today included. */
export function edges({ tasks, today }) {
  const [first, last] = ends(tasks.concat({ start: today }));
  const room = last.getDate() > 15 ? 2 : 1; // words stand at the right of a bar
  return [new Date(first.getFullYear(), first.getMonth(), 1), new Date(last.getFullYear(), last.getMonth() + room, 1)];
}

function quarterName({ words }, date) {
  return (words?.quarter ?? "{n}").replace("{n}", Math.floor(date.getMonth() / 3) + 1);
}

/** A single month at an edge is too narrow for the name of its year. */
function yearName(data, date, first, last) {
  const from = date < first ? first : date;
  const next = new Date(date.getFullYear() + 1, 0, 1);
  return monthsBetween(from, next < last ? next : last) < 2 ? "" : words(data, { year: "numeric" }, date);
}

function monthsBetween(from, to) {
  return (to.getFullYear() - from.getFullYear()) * 12 + to.getMonth() - from.getMonth();
}

function ends(tasks) {
  const days = tasks.flatMap(({ start, finish, baseline, actual, pushed, forecast, tried }) => [start, finish, ...[baseline, actual, pushed, forecast, tried].flatMap((span) => span ?? [])]);
  const known = days.filter(Boolean).sort(); // ISO days sort as text
  return [day(known[0]), day(known.at(-1))];
}

function fitting(data, width) {
  const [first, last] = edges(data);
  const days = (last - first) / 86_400_000;
  const units = Object.keys(DAYS);
  return units.find((unit) => (days / DAYS[unit]) * NARROWEST <= width) ?? "quarter";
}

function words({ locale }, form, date) {
  return new Intl.DateTimeFormat(locale === "en" ? "en" : "zh-CN", form).format(date);
}
