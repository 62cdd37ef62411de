// What ECharts is told: panels one below the other over the same intervals.
import { grouped } from "./words.js";

const PANEL = 130; // pixels
const ALONE = 260;
const TITLE = 40;
const AXIS = 44;
const NARROW = 640;
const HOURS = ["12:00", "16:00"];

const dayName = (day) =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString("en-GB", {
    weekday: "short", day: "numeric", month: "short", timeZone: "UTC",
  }).replace(",", "");

export const heightOf = (panels) =>
  panels.length === 1 ? TITLE + ALONE + AXIS : panels.length * (TITLE + PANEL) + AXIS;

// Calls: a mean line over its band, one panel a group; panels: [{title, mean, p10, p90}].
export function callsOption(slots, panels, theme, width) {
  const series = panels.flatMap(({ mean, p10, p90 }, i) => [
    { ...bare(i), stack: `band ${i}`, data: p10, lineStyle: { opacity: 0 } },
    {
      ...bare(i), stack: `band ${i}`, data: p90.map((high, k) => (high === null ? null : high - p10[k])),
      lineStyle: { opacity: 0 }, areaStyle: { color: theme.band, opacity: 0.22 },
    },
    { ...bare(i), name: "mean", data: mean, lineStyle: { color: theme.band, width: 1.8 }, z: 3 },
  ]);
  const told = ({ title, mean, p10, p90 }, k) =>
    mean[k] === null ? [] : [`${title}: ${grouped(mean[k], 1)} (${grouped(p10[k])} – ${grouped(p90[k])})`];
  return { ...frame(slots, panels, theme, width, told), series };
}

// Agents: steps, one panel a site and one line a language; panels: [{title, lines: Map}].
export function agentsOption(slots, panels, theme, width) {
  const languages = [...new Set(panels.flatMap(({ lines }) => [...lines.keys()]))].sort();
  const colour = (name) => theme.series[languages.indexOf(name) % theme.series.length];
  const series = panels.flatMap(({ lines }, i) =>
    [...lines].map(([name, data]) => ({
      ...bare(i), name, data, step: "middle", itemStyle: { color: colour(name) },
      lineStyle: { color: colour(name), width: 1.8 },
    })),
  );
  const told = ({ title, lines }, k) => {
    const known = [...lines].filter(([, data]) => data[k] !== null);
    return known.length ? [`${title}: ${known.map(([name, data]) => `${name} ${grouped(data[k])}`).join(", ")}`] : [];
  };
  const legend = {
    data: languages, top: 10, right: 20, padding: 0, icon: "rect", itemWidth: 16, itemHeight: 3,
    textStyle: { color: theme.ink }, inactiveColor: theme.line,
  };
  return { ...frame(slots, panels, theme, width, told), legend, series };
}

// A week of shifts: bars of needed agents, those that lack some in the colour of "short", and the shifts' agents over
// them in steps; panel: {title, needed, agents}.
export function curveOption(slots, panel, theme, width) {
  const lacks = (k) => panel.agents[k] !== null && panel.agents[k] - panel.needed[k] < -0.05;
  const bars = (name, wanted, colour) => ({
    ...bare(0), type: "bar", name, stack: "needed", barCategoryGap: 0, itemStyle: { color: colour },
    data: panel.needed.map((x, k) => (lacks(k) === wanted ? x : null)),
  });
  const series = [
    { ...bars("needed", false, theme.series[0]), itemStyle: { color: theme.series[0], opacity: 0.35 } },
    bars("needed, short", true, theme.lacking),
    {
      ...bare(0), name: "by the shifts", data: panel.agents, step: "middle", z: 3,
      itemStyle: { color: theme.ink }, lineStyle: { color: theme.ink, width: 1.5 },
    },
  ];
  const told = ({ needed, agents }, k) =>
    agents[k] === null ? [] : [`needed ${grouped(needed[k])}`, `by the shifts ${grouped(agents[k], 1)}`];
  const legend = {
    data: series.map(({ name }) => name), top: 10, left: 38, padding: 0, icon: "rect", itemWidth: 16, itemHeight: 6,
    textStyle: { color: theme.ink }, inactiveColor: theme.line,
  };
  return { ...frame(slots, [panel], theme, width, told), legend, series };
}

const bare = (i) => ({
  type: "line", xAxisIndex: i, yAxisIndex: i, symbol: "none", silent: true, connectNulls: false, animation: false,
});

function frame(slots, panels, theme, width, told) {
  const height = panels.length === 1 ? ALONE : PANEL;
  const top = (i) => TITLE + i * (TITLE + height);
  const text = { color: theme.muted, fontFamily: theme.font };
  const last = panels.length - 1;
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    title: panels.map(({ title }, i) => ({
      text: title, padding: 0, left: 0, top: top(i) - 26,
      textStyle: { color: theme.ink, fontSize: 13, fontWeight: 600, fontFamily: theme.font },
    })),
    grid: panels.map((_, i) => ({ left: 38, right: 26, top: top(i), height, outerBoundsMode: "none" })),
    xAxis: [
      ...panels.map((_, i) => hoursAxis(slots, i, i === last, theme, text, width)),
      daysAxis(slots, last, theme, text, width),
    ],
    yAxis: panels.map((_, i) => ({
      gridIndex: i, splitNumber: height === ALONE ? 5 : 3, minInterval: 1, axisLabel: { ...text, formatter: (x) => grouped(x) },
      splitLine: { lineStyle: { color: theme.line } },
    })),
    axisPointer: { link: [{ xAxisIndex: "all" }], lineStyle: { color: theme.muted } },
    tooltip: {
      trigger: "axis", confine: true, transitionDuration: 0,
      renderMode: "richText", // drawn: the page's policy refuses the style attributes of HTML
      backgroundColor: theme.surface, borderColor: theme.line,
      textStyle: { color: theme.ink, fontSize: 13, fontFamily: theme.font },
      formatter: ([{ dataIndex }]) => said(slots, panels, told, dataIndex),
    },
  };
}

function said(slots, panels, told, k) {
  if (slots[k].label === null) return "";
  return [`${dayName(slots[k].day)} ${slots[k].label}`, ...panels.flatMap((x) => told(x, k))].join("\n");
}

// Hours below the last panel, where there is room for them.
function hoursAxis(slots, index, isLast, theme, text, width) {
  const startsDay = (i) => Boolean(slots[i].startsDay);
  return {
    ...bareAxis(slots, index, theme),
    splitLine: { show: true, interval: startsDay, lineStyle: { color: theme.line } },
    axisLabel: {
      ...text, show: isLast && width >= NARROW, align: "left", hideOverlap: true,
      interval: (i) => startsDay(i) || HOURS.includes(slots[i].label), formatter: (_, i) => slots[i].label,
    },
  };
}

// Days below the hours: an axis of their own, so that neither hides the other's labels.
function daysAxis(slots, index, theme, text, width) {
  const name = ({ day }) => (width < NARROW ? dayName(day).split(" ").slice(0, 2).join("\n") : dayName(day));
  return {
    ...bareAxis(slots, index, theme),
    position: "bottom", offset: width < NARROW ? 0 : 18, axisLine: { show: false }, axisPointer: { show: false },
    axisLabel: {
      ...text, color: theme.ink, fontWeight: 600, lineHeight: 16, align: "left", showMinLabel: true,
      interval: (i) => Boolean(slots[i].startsDay), formatter: (_, i) => name(slots[i]),
    },
  };
}

const bareAxis = (slots, index, theme) => ({
  type: "category", gridIndex: index, data: slots.map(({ key }) => key),
  axisLine: { lineStyle: { color: theme.line } },
  axisTick: { show: false },
  axisPointer: { label: { show: false } },
});
