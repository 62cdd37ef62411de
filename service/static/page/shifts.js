// Draws agents needed and agents by the shifts from the numbers of each pool; without it the tables say where they differ.
import { curveOption, heightOf } from "./charts.js";
import { drawn } from "./drawn.js";
import { openSlots } from "./slots.js";

// One value a slot, null in the gap of closed hours.
function onSlots(slots, curve, name) {
  const values = new Map(curve.interval_start_utc.map((key, i) => [key, curve[name][i]]));
  return slots.map(({ key }) => values.get(key) ?? null);
}

for (const place of document.querySelectorAll("[data-curve]")) {
  const curve = JSON.parse(place.dataset.curve);
  const slots = openSlots(curve);
  const panel = { title: "", needed: onSlots(slots, curve, "needed"), agents: onSlots(slots, curve, "agents") };
  drawn(place, heightOf([panel]), (theme, width) => curveOption(slots, panel, theme, width));
}
