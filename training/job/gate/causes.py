"""Why a queue's forecast may rightly move: its past was corrected, or its plan was changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from data.plan import Plan
from data.plan.days.drivers import drivers_of
from data.plan.days.opening import open_slots
from models.arrays import Floats
from models.queues import Queue
from training.job.gate.stretches import stretches, times
from training.series.queue import QueueSeries

NEIGHBOURS = 4  # weeks to either side, whose same weekday is what a past day should have
DRIVERS = {
    "exposure": "customers, deflection or past events",
    "school_holiday": "school holidays",
    "posted": "bill runs",
    "weight": "unusual days",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """Past days that are others than the former release had learned."""

    told: str
    mends: bool  # they are nearer to the days around them than they were


def known_calls_of(series: QueueSeries) -> Floats:
    """(D,) calls a day as they stand in the history; NaN where there is no row."""
    seen = ~np.isnan(series.counts)
    return np.where(seen.any(axis=1), np.where(seen, series.counts, 0.0).sum(axis=1), np.nan)


def corrections(series: QueueSeries, former: Floats, learned_until: date) -> list[Correction]:
    """Stretches of days up to ``learned_until`` that an import has changed since."""
    now = known_calls_of(series)
    until = (learned_until - series.first).days + 1
    count = min(len(former), until)
    if count <= 0:
        return []
    before, after = former[len(former) - count :], now[until - count : until]
    changed = ~((before == after) | (np.isnan(before) & np.isnan(after)))
    closed = np.isnan(before) & np.isnan(after)
    usual = _usual(now)[until - count : until]
    return [
        _correction(str(x), before[list(x.places)], after[list(x.places)], usual[list(x.places)])
        for x in stretches(learned_until, changed, closed)
    ]


def _correction(days: str, before: Floats, after: Floats, usual: Floats) -> Correction:
    mends = _strangeness(after, usual) < _strangeness(before, usual)
    if np.isnan(before).all():
        return Correction(f"{days} came into the history by a later import", mends)
    if np.isnan(after).all():
        return Correction(f"{days} left the history", mends)
    ratio = float(np.nansum(after) / max(np.nansum(before), 1.0))
    return Correction(f"an import changed {days}: now {times(ratio)} the calls", mends)


def _strangeness(calls: Floats, usual: Floats) -> float:
    """Mean distance of the log from usual calls; unknown days are as strange as half or double."""
    log = np.log(np.maximum(calls, 0.5) / np.maximum(usual, 0.5))
    return float(np.nan_to_num(np.abs(log), nan=np.log(2.0)).mean())


def _usual(calls: Floats) -> Floats:
    """(D,) median of the same weekday in the weeks around, the day itself left out."""
    padded = np.pad(calls, 7 * NEIGHBOURS, constant_values=np.nan)
    shifts = [7 * (NEIGHBOURS + x) for x in range(-NEIGHBOURS, NEIGHBOURS + 1) if x]
    around = np.stack([padded[x : x + len(calls)] for x in shifts])
    seen = ~np.isnan(around).all(axis=0)
    found = np.full(len(calls), np.nan)
    found[seen] = np.nanmedian(around[:, seen], axis=0)
    return found


def plan_changes(former: Plan, now: Plan, queue: Queue, series: QueueSeries) -> list[str]:
    """What of the plan's words on this queue differs from the former release's plan."""
    if former == now:
        return []
    days = series.days
    changed = [*_driver_changes(former, queue, series)]
    if former.interval_minutes == now.interval_minutes and not np.array_equal(
        open_slots(former, queue, days), series.open_slots
    ):
        changed.append("opening hours")
    if _holidays(former, days) != _holidays(now, days):
        changed.append("holidays")
    return changed


def _driver_changes(former: Plan, queue: Queue, series: QueueSeries) -> Iterator[str]:
    before = drivers_of(former, queue, series.days, series.history_days)
    for x in fields(before):
        one, other = getattr(before, x.name), getattr(series.drivers, x.name)
        if not np.array_equal(np.nan_to_num(one, nan=-1.0), np.nan_to_num(other, nan=-1.0)):
            yield DRIVERS.get(x.name, x.name.replace("_", " "))


def _holidays(plan: Plan, days: Sequence[date]) -> Mapping[date, str]:
    calendar = plan.calendars.get(plan.holidays, {})
    return {day: calendar[day] for day in days if day in calendar}


def versions_changed(former: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    """Packages that are other versions than the former release was made with."""
    before, after = former.get("packages", {}), now.get("packages", {})
    assert isinstance(before, Mapping)
    assert isinstance(after, Mapping)
    return [
        f"{x} {before[x]} to {after[x]}" for x in after if x in before and before[x] != after[x]
    ]
