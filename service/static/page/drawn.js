// Draws a chart in its place, again whenever the width or the colours of the page change.

function themeNow() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ...Object.fromEntries(["ink", "muted", "line", "surface", "band"].map((x) => [x, colour(x)])),
    lacking: colour("lacking"),
    series: [1, 2, 3, 4].map((i) => colour(`series-${i}`)),
    font: getComputedStyle(document.body).fontFamily,
  };
}

export function drawn(place, height, option) {
  place.hidden = false;
  place.style.height = `${height}px`;
  const chart = echarts.init(place);
  const again = () => {
    chart.resize();
    chart.setOption(option(themeNow(), place.clientWidth), { notMerge: true });
  };
  new ResizeObserver(again).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}
