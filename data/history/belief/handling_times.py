"""Handling times that are in another unit, totals, or unlike what is known of the queue."""

from collections.abc import Iterator

import numpy as np

from data.history.belief.growth import growth
from data.history.belief.queue_rows import QueueRows
from data.history.belief.usual import Usual
from data.history.finding import ImportFinding
from models.arrays import Flags, Floats

FEWEST_CALLS = 30.0
ENOUGH_CALLS = 200.0  # for a difference of some per cent
KINDS = (
    "aht_in_minutes",
    "aht_in_hours",
    "aht_in_day_fractions",
    "aht_in_milliseconds",
    "aht_is_total",
    "aht_far_from_usual",
    "aht_off_usual",
)
ALIKE = 1.5
FAR = 2.0
OFF = 1.15


def handling_findings(rows: QueueRows, usual: Usual) -> Iterator[ImportFinding]:
    """Doubts about a queue's AHT, which is the mean of the answered calls in seconds."""
    weight = _weight(rows)
    if weight.sum() < FEWEST_CALLS:
        return
    total = _total(rows, weight)
    if total is not None:
        yield total
        return
    unit = _unit(rows, weight, usual.aht)
    if unit is not None:
        yield unit
    elif usual.aht is not None:
        yield from _against(rows, weight, usual.aht, usual.source)


def _weight(rows: QueueRows) -> Floats:
    """Calls (n,) that an AHT is the mean of."""
    calls = np.where(np.isnan(rows.answered), rows.offered, rows.answered)
    return np.where(np.isnan(rows.aht), 0.0, np.nan_to_num(calls))


def _mean(rows: QueueRows, weight: Floats) -> float:
    return float((np.nan_to_num(rows.aht) * weight).sum() / weight.sum())


def _unit(rows: QueueRows, weight: Floats, known: float | None) -> ImportFinding | None:
    """Of the whole file first, else of its weeks: the unit may change on a day."""
    everything = weight > 0
    found = _unit_of(rows, everything, _mean(rows, weight), known)
    if found is not None:
        return found
    week = np.unique(rows.days // 7, return_inverse=True)[1]
    calls = np.bincount(week, weights=weight)
    seconds = np.bincount(week, weights=weight * np.nan_to_num(rows.aht))
    for at in np.flatnonzero(calls >= FEWEST_CALLS).tolist():
        of_week = everything & (week == at)
        found = _unit_of(rows, of_week, float(seconds[at] / calls[at]), known)
        if found is not None:
            return found
    return None


def _unit_of(
    rows: QueueRows, marked: Flags, mean: float, known: float | None
) -> ImportFinding | None:
    if known is not None and known / ALIKE <= mean <= known * ALIKE:
        return None
    named = _named(mean)
    if named is None:
        return None
    kind, unit, remedy = named
    looks = f"AHT of {mean:.4g} s on average looks like {unit}"
    return rows.finding(kind, True, marked, looks, remedy)


def _named(mean: float) -> tuple[str, str, str] | None:
    if mean < 0.02:
        return "aht_in_day_fractions", "fractions of a day", "write seconds, 300 for 00:05:00"
    if mean < 0.5:
        return "aht_in_hours", "hours", "write seconds, 300 for 5 minutes"
    if mean < 20:
        return "aht_in_minutes", "minutes", "write seconds, 300 for 5 minutes"
    if mean > 7200:
        return "aht_in_milliseconds", "milliseconds", "write seconds, 300 for 300000 ms"
    return None


def _total(rows: QueueRows, weight: Floats) -> ImportFinding | None:
    """A total grows with the calls it is of; a mean does not."""
    told = weight > 0
    slope = growth(weight[told], rows.aht[told], np.ones(int(told.sum())))
    if slope is None or slope < 0.7:
        return None
    each = float(rows.aht[told].sum() / weight[told].sum())
    looks = f"AHT grows with the calls answered, {each:.0f} s for each: the total of a row"
    remedy = "write the mean of a call, the total divided by the answered"
    return rows.finding("aht_is_total", True, told, looks, remedy)


def _against(rows: QueueRows, weight: Floats, known: float, source: str) -> Iterator[ImportFinding]:
    mean = _mean(rows, weight)
    ratio = mean / known
    where = "the plan's" if source == "plan" else "the stored"
    looks = f"AHT of {mean:.0f} s on average, {where} is {known:.0f} s"
    if not 1 / FAR <= ratio <= FAR:
        remedy = "write seconds of talk, hold and after-call work, the mean of a call"
        yield rows.finding("aht_far_from_usual", True, weight > 0, looks, remedy)
    elif weight.sum() >= ENOUGH_CALLS and not 1 / OFF <= ratio <= OFF:
        less = "talk without after-call work?" if ratio < 1 else "does it hold more than before?"
        yield rows.finding("aht_off_usual", False, weight > 0, looks, less)
