// Investment curve: plan, pace, done, forecast. The figures come with the page.
import { LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

import { investmentOption } from "./charts/investment.js";
import { pageData } from "./shared/json.js";
import { each } from "./shared/on.js";

echarts.use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

const options = { investment: investmentOption };
const resize = new ResizeObserver((entries) => {
  entries.forEach(({ target }) => echarts.getInstanceByDom(target)?.resize());
});

each("[data-chart]", (place) => {
  const data = pageData(place.dataset.source);
  if (!data || echarts.getInstanceByDom(place)) return;
  const chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(options[place.dataset.chart](data, getComputedStyle(place)));
  resize.observe(place);
});
