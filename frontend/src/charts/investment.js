// Look of the investment curve; colours come from our style sheet, so a board may be dark.

/** Options for ECharts from the data described in guatu/web/README.md. */
export function investmentOption(data, style) {
  const colour = (name) => style.getPropertyValue(name).trim();
  const font = colour("--font");
  const words = data.words ?? {};
  const line = (name, look) => curve(data, name, words[name] ?? name, colour, look);
  return {
    animation: false,
    textStyle: { fontFamily: font, fontSize: 12, color: colour("--ink-2") },
    grid: { left: 8, right: 18, top: 22, bottom: 4, containLabel: true },
    tooltip: tooltip(data, colour, font),
    xAxis: {
      type: "category",
      boundaryGap: false,
      data: data.labels,
      axisLine: { lineStyle: { color: colour("--line-2") } },
      axisTick: { show: false },
      axisLabel: { color: colour("--hint"), hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 5,
      axisLabel: { color: colour("--hint") },
      splitLine: { lineStyle: { color: colour("--line") } },
    },
    series: [
      line("pace", { color: colour("--ink-3"), width: 1, type: [3, 4] }),
      line("plan", { color: "#8ea3bb", width: 1.6 }),
      line("forecast", { color: colour("--brand"), width: 1.8, type: [6, 4] }),
      { ...line("done", { color: colour("--brand"), width: 3 }), ...lastPoint(data, colour) },
    ],
  };
}

function curve(data, name, words, colour, lineStyle) {
  const values = data[name] ?? [];
  return {
    name: words,
    type: "line",
    data: values,
    lineStyle,
    itemStyle: { color: lineStyle.color },
    ...nameOnLine(data, name, words, name === "forecast" ? lineStyle.color : colour("--ink-2")),
    connectNulls: false,
    silent: true,
  };
}

// Each name stands on its own line where the lines lie apart: above the higher one, below the lower one.
function nameOnLine(data, name, words, color) {
  const values = data[name] ?? [];
  const at = Math.round((values.length - 1) * (name === "pace" ? 0.46 : 0.76));
  const rivals = { plan: "forecast", forecast: data.plan?.length ? "plan" : "pace", pace: "plan" };
  const rival = data[rivals[name]]?.[at];
  const below = rival != null && values[at] <= rival;
  return {
    symbol: (_, { dataIndex }) => (dataIndex === at ? "circle" : "none"),
    symbolSize: 0.01,
    showAllSymbol: true,
    label: {
      show: true,
      color,
      distance: 7,
      position: below ? "bottom" : "top",
      align: below ? "left" : "right", // the lines rise, so this side of the point is free
      formatter: ({ dataIndex }) => (dataIndex === at ? words : ""),
    },
  };
}

function lastPoint(data, colour) {
  const values = data.done ?? [];
  const last = values.findLastIndex((value) => value != null);
  const behind = values[last] < data.pace?.[last];
  const low = values[last] < 0.08 * (data.pace?.at(-1) ?? 0); // a label below would lie on the months,
  const free = data.forecast?.[last + 1] == null; // one above on the forecast
  return {
    symbol: (_, { dataIndex }) => (dataIndex === last ? "circle" : "none"),
    symbolSize: 9,
    showAllSymbol: true,
    label: {
      show: true,
      position: behind ? "right" : "top",
      align: behind || last < 2 ? "left" : "right",
      offset: behind ? [2, low && free ? -8 : 11] : [last < 2 ? -8 : 8, 0],
      color: colour("--brand"),
      fontWeight: 600,
      formatter: ({ dataIndex, value }) => (dataIndex === last ? `${data.labels[last]}  ${figure(value)}` : ""),
    },
  };
}

function tooltip(data, colour, font) {
  return {
    trigger: "axis",
    confine: true,
    backgroundColor: colour("--sheet"),
    borderColor: colour("--line-2"),
    borderWidth: 1,
    padding: [8, 12],
    extraCssText: "box-shadow:0 6px 20px rgb(28 37 48 / 14%);border-radius:4px",
    textStyle: { color: colour("--ink"), fontFamily: font, fontSize: 13 },
    axisPointer: { lineStyle: { color: colour("--brand"), type: "solid", width: 1 } },
    formatter: (points) => {
      const box = document.createElement("div");
      box.append(points[0].axisValueLabel);
      for (const point of points.toReversed?.() ?? [...points].reverse()) {
        if (point.value == null) continue;
        const row = box.appendChild(document.createElement("div"));
        row.style.cssText = "display:flex;gap:24px;justify-content:space-between";
        row.append(element("span", point.seriesName), element("b", `${figure(point.value)} ${data.unit}`));
      }
      return box;
    },
  };
}

function element(tag, words) {
  const made = document.createElement(tag);
  made.textContent = words;
  return made;
}

function figure(value) {
  return Number(value).toLocaleString("zh-CN", { maximumFractionDigits: 2 });
}
