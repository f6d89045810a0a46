// The elements of one line. The order of the fields is that of Bar and StepBar on the server.
const SVG = "http://www.w3.org/2000/svg";

export function rowMaker(data, look) {
  const { words, lights } = data;
  const patterns = new Map(); // light -> a row of a project without its words, to be copied

  return function make(line, n) {
    const row = line.kind === "row" && line.bar ? project(line) : element("div", `tt-row is-${line.kind}`);
    row.dataset.line = n;
    row.style.top = `${n * look.height}px`;
    row.setAttribute("role", "row");
    if (n === look.current) row.classList.add("is-current");
    if (line.kind === "band") band(row, line);
    else if (line.kind === "step") step(row, line.step);
    else if (!line.bar) row.append(element("span", "tt-side hint", words.loading));
    return row;
  };

  function band(row, { title, number }) {
    row.append(element("span", "tt-side", title), element("span", "tt-count hint", words.count.replace("{n}", number)));
  }

  function pattern(light) {
    if (patterns.has(light)) return patterns.get(light);
    const row = element("div", "tt-row is-row");
    const side = element("span", "tt-side");
    const unfold = element("button", "tt-unfold");
    unfold.type = "button";
    unfold.tabIndex = -1;
    unfold.dataset.unfold = "";
    side.append(unfold, sign(light), element("span", "tt-no num"), element("a", "tt-name"), element("span", "tt-unit hint"));
    row.append(side, element("span", "tt-plot"));
    patterns.set(light, row);
    return row;
  }

  function project({ bar, steps }) {
    const [id, number, name, light, unit, start, finish, original, forecast, actual, share, next, due, replanned] = bar;
    const row = pattern(light).cloneNode(true);
    const [side, plot] = row.children;
    const [unfold, , no, link, by] = side.children;
    unfold.textContent = steps ? "−" : "+";
    unfold.setAttribute("aria-expanded", String(!!steps));
    unfold.setAttribute("aria-label", `${steps ? words.close : words.open} ${name}`);
    no.textContent = number;
    link.textContent = link.title = name;
    link.href = data.projectUrl.replace(data.nobody, id);
    by.textContent = unit;
    const told = [lights[light], replanned && words.replanned, line(words.plan, start, finish), original && original !== finish && `${words.original} ${original}`, forecast && `${words.forecast} ${forecast}`, actual && `${words.actual} ${actual}`, share !== null && words.done.replace("{n}", share), next && `${words.next} ${next} ${due ?? ""}`];
    plot.title = told.filter(Boolean).join("\n");
    plot.setAttribute("aria-label", told.filter(Boolean).join("，"));
    if (start && finish) {
      if (original && original !== finish) plot.append(span("tt-was", start, original));
      const plan = span("tt-plan", start, finish);
      if (share) {
        const done = element("i", "tt-done");
        done.style.width = `${Math.min(100, share)}%`;
        plan.append(done);
      }
      plot.append(plan);
      if (forecast && forecast > finish) plot.append(span("tt-late", finish, forecast));
      else if (forecast) plot.append(point("tt-forecast", forecast));
      if (actual) plot.append(point("tt-actual", actual));
      if (due) plot.append(point("tt-next", due));
    } else plot.append(element("span", "hint tt-empty", words.undated));
    return row;
  }

  function step(row, found) {
    if (!found) {
      row.append(element("span", "tt-side tt-step hint", words.empty));
      return;
    }
    const [name, start, finish, original, began, ended, forecast, critical, promised] = found;
    const side = element("span", "tt-side tt-step", name);
    side.title = name;
    const plot = element("span", "tt-plot");
    plot.title = [line(words.plan, start, finish), original && line(words.original, ...original), forecast && `${words.forecast} ${forecast}`, ended && `${words.actual} ${ended}`].filter(Boolean).join("\n");
    if (original) plot.append(span("tt-was", ...original));
    const kind = ["tt-plan", ended && "is-done", critical && !ended && "is-critical", promised && "is-promised"].filter(Boolean).join(" ");
    plot.append(ended ? span(kind, began && began < ended ? began : start < ended ? start : ended, ended) : span(kind, start, finish));
    if (!ended && forecast && forecast > finish) plot.append(span("tt-late", finish, forecast));
    row.append(side, plot);
  }

  function span(kind, from, to) {
    const { x, px } = look.axis;
    const bar = element("i", kind);
    bar.style.left = `${x(from)}px`;
    bar.style.width = `${Math.max(2, x(to) - x(from) + px)}px`;
    return bar;
  }

  function point(kind, day) {
    const mark = element("i", kind);
    mark.style.left = `${look.axis.x(day)}px`;
    return mark;
  }

  function sign(light) {
    const holder = element("span", `light is-${light}`);
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("aria-hidden", "true");
    const symbol = document.getElementById(`s-${light}`); // copied: what is used in hundreds of rows costs each of them a tree
    picture.setAttribute("viewBox", symbol.getAttribute("viewBox"));
    picture.append(...symbol.cloneNode(true).children);
    holder.append(picture, element("span", "tt-light", lights[light]));
    return holder;
  }
}

const line = (word, from, to) => (from || to ? `${word} ${from ?? ""} – ${to ?? ""}` : "");

function element(tag, kind, words) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  if (words !== undefined) made.textContent = words;
  return made;
}
