// Draws required against available hours from the numbers of each table; without it the tables say the same.
import { drawn } from "./drawn.js";
import { grouped } from "./words.js";

const HEIGHT = 210;
const NAMES = 108; // pixels, as the table's first column, so that weeks stand above each other
const SCALE = 44;
const NARROW = 640;
const WEEK = 40; // pixels a name of a week needs

// Bars for what is needed and a line for who is there: they differ without their colours.
function hoursOption({ weeks, required, available }, theme, width) {
  const left = width < NARROW ? SCALE : NAMES;
  const text = { color: theme.muted, fontFamily: theme.font };
  const series = [
    { name: "required", type: "bar", data: required, itemStyle: { color: theme.series[0], opacity: 0.35 }, barCategoryGap: "25%" },
    {
      name: "available", type: "line", data: available, symbol: "circle", symbolSize: 5,
      itemStyle: { color: theme.series[1] }, lineStyle: { color: theme.series[1], width: 2 },
    },
  ];
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { left, right: 0, top: 34, bottom: 26, outerBoundsMode: "none" },
    legend: { top: 4, right: 8, padding: 0, itemHeight: 9, textStyle: { color: theme.ink }, inactiveColor: theme.line },
    xAxis: {
      type: "category", data: weeks, axisTick: { show: false }, axisLine: { lineStyle: { color: theme.line } },
      axisLabel: {
        ...text, interval: Math.ceil((weeks.length * WEEK) / (width - left)) - 1, formatter: (week) => week.split(",")[0],
      },
    },
    yAxis: {
      name: "agent hours", nameTextStyle: { ...text, align: "left", padding: [0, 0, 0, -40] }, splitNumber: 3,
      axisLabel: { ...text, formatter: (hours) => grouped(hours) }, splitLine: { lineStyle: { color: theme.line } },
    },
    tooltip: {
      trigger: "axis", confine: true, transitionDuration: 0,
      renderMode: "richText", // drawn: the page's policy refuses the style attributes of HTML
      backgroundColor: theme.surface, borderColor: theme.line,
      textStyle: { color: theme.ink, fontSize: 13, fontFamily: theme.font },
      formatter: ([{ dataIndex }]) => said(weeks[dataIndex], required[dataIndex], available[dataIndex]),
    },
    series,
  };
}

function said(week, required, available) {
  const hours = (x) => (x === null ? "–" : `${grouped(x)} h`);
  return `${week}\nrequired ${hours(required)}\navailable ${hours(available)}`;
}

for (const place of document.querySelectorAll("[data-hours]")) {
  const hours = JSON.parse(place.dataset.hours);
  drawn(place, HEIGHT, (theme, width) => hoursOption(hours, theme, width));
}
