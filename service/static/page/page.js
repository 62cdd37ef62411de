// Draws the page's two charts from the API's answers; without it the tables say the same by day.
import { agentsOption, callsOption, heightOf } from "./charts.js";
import { drawn } from "./drawn.js";
import { chosen, onSlots, openSlots } from "./slots.js";

const callsPlace = document.getElementById("calls-chart");
const agentsPlace = document.getElementById("agents-chart");

async function columns(place) {
  const answer = await fetch(place.dataset.answer);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail);
  return body.columns;
}

function callsPanels(slots, calls) {
  const group = new URL(callsPlace.dataset.answer, location.href).searchParams.get("by");
  const [mean, p10, p90] = ["offered_mean", "offered_p10", "offered_p90"].map((x) =>
    onSlots(slots, calls, group, x),
  );
  return Object.entries(JSON.parse(callsPlace.dataset.panels))
    .filter(([id]) => mean.has(id))
    .map(([id, title]) => ({ title, mean: mean.get(id), p10: p10.get(id), p90: p90.get(id) }));
}

function agentsPanels(slots, agents) {
  return Object.entries(JSON.parse(agentsPlace.dataset.panels))
    .map(([id, title]) => {
      const here = chosen(agents, "site", (site) => site === id);
      return { title, lines: onSlots(slots, here, "language", "agents") };
    })
    .filter(({ lines }) => lines.size > 0);
}

function draw(place, slots, panels, option) {
  if (panels.length === 0) return;
  drawn(place, heightOf(panels), (theme, width) => option(slots, panels, theme, width));
}

function failed(error) {
  for (const place of [callsPlace, agentsPlace]) {
    place.hidden = false;
    place.classList.add("failed");
    place.textContent = `The chart cannot be drawn: ${error.message}. The table below holds the week.`;
  }
}

async function main() {
  const [calls, agents] = await Promise.all([columns(callsPlace), columns(agentsPlace)]);
  const slots = openSlots(calls);
  draw(callsPlace, slots, callsPanels(slots, calls), callsOption);
  draw(agentsPlace, slots, agentsPanels(slots, agents), agentsOption);
}

main().catch(failed);
