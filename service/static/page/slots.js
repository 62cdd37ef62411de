// The open intervals of a week in time order, and values laid out on them.

// [{key, label, day, startsDay}]: every interval that some column has, on the callers' clock. An
// interval without a label is the gap of some closed hours, at which lines break.
export function openSlots(calls) {
  const labels = new Map(calls.interval_start_utc.map((key, i) => [key, calls.interval_start[i]]));
  const length = (calls.interval_minutes[0] ?? 0) * 60_000;
  const slots = [];
  let before = null;
  for (const key of [...labels.keys()].sort()) {
    const slot = { key, label: labels.get(key).slice(11, 16), day: labels.get(key).slice(0, 10) };
    const day = slots.at(-1)?.day;
    if (before !== null && Date.parse(key) - before > length) {
      slots.push({ key: `until ${key}`, label: null, day });
    }
    slots.push({ ...slot, startsDay: slot.day !== day });
    before = Date.parse(key);
  }
  return slots;
}

// One list of values a name of ``group``, null where it has no such interval.
export function onSlots(slots, columns, group, value) {
  const place = new Map(slots.map((slot, i) => [slot.key, i]));
  const found = new Map();
  columns[group].forEach((name, i) => {
    if (!found.has(name)) found.set(name, new Array(slots.length).fill(null));
    found.get(name)[place.get(columns.interval_start_utc[i])] = columns[value][i];
  });
  return found;
}

// The rows of columns for which ``keep`` holds of the named column.
export function chosen(columns, name, keep) {
  const rows = columns[name].map((value, i) => (keep(value) ? i : -1)).filter((i) => i >= 0);
  return Object.fromEntries(
    Object.entries(columns).map(([key, values]) => [key, rows.map((i) => values[i])]),
  );
}
