"""Exports that begin late or end early on nearly every day, and a last day that is cut."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from data.history.quality.gaps import HALF_FILLED
from data.history.quality.series import Finding, Kind, Series
from data.plan import Plan
from models.arrays import Flags

DAYS_SEEN = 28  # back from the last day
FEWEST_DAYS = 5
MOST_DAYS = 0.8  # of the open days seen
ADVICE = {
    "begins_late": "does the export begin with the opening hours, on the callers' clock?",
    "ends_early": "does the export end with the opening hours, on the callers' clock?",
}


def day_edges(series: Series, plan: Plan) -> Iterator[Finding]:
    """At most one finding of each end; none where the plan says that zeros are left out."""
    if series.queue.id in plan.zeros_left_out:
        return
    lacking = {"begins_late": _before(series), "ends_early": _after(series)}
    edges: tuple[Kind, ...] = ("begins_late", "ends_early")
    for kind in edges:
        days = _by_day(series, lacking[kind])
        if _nearly_all(days[:-1]):
            minutes = int(np.median(days[days > 0])) * series.grid.interval_minutes
            place = "first" if kind == "begins_late" else "last"
            told = f"the {place} {minutes} minutes of nearly every open day have no row"
            yield series.finding(kind, series.grid.starts[lacking[kind]], f"{told}: {ADVICE[kind]}")
        elif kind == "ends_early" and _is_cut(series, days):
            last = lacking[kind] & (series.grid.day == series.grid.day.max())
            told = f"the last {days[-1]} open intervals of the last day have no row"
            yield series.finding("part_day", series.grid.starts[last], f"{told}: is it whole?")


def told_of(series: Series, findings: list[Finding]) -> Flags:
    """The intervals (n,) that these findings tell of: they are no gaps of their own."""
    told = np.zeros(series.grid.starts.size, dtype=np.bool_)
    kinds = {x.kind for x in findings}
    if "begins_late" in kinds:
        told |= _before(series)
    if kinds & {"ends_early", "part_day"}:
        told |= _after(series)
    return told


def _before(series: Series) -> Flags:
    """Open intervals (n,) before the first row of a day that has some."""
    return _open_ahead(series, np.arange(series.grid.starts.size))


def _after(series: Series) -> Flags:
    """Open intervals (n,) after the last row of a day that has some."""
    return _open_ahead(series, np.arange(series.grid.starts.size)[::-1])


def _open_ahead(series: Series, places: NDArray[np.int64]) -> Flags:
    """Open intervals (n,) of days with rows, which a walk by ``places`` meets before a row."""
    days = len(series.grid.days)
    there = series.there[places]
    day = series.grid.day[places]
    first = np.full(days, places.size)
    np.minimum.at(first, day[there], np.flatnonzero(there))
    ahead = np.arange(places.size) < first[day]
    marked = np.zeros(places.size, dtype=np.bool_)
    marked[places] = ahead & (first[day] < places.size)
    return np.asarray(marked & series.opened)


def _by_day(series: Series, lacking: Flags) -> NDArray[np.int64]:
    """How many intervals of ``lacking`` (n,) each of the last open days with rows has, (d,)."""
    days = len(series.grid.days)
    counts = np.bincount(series.grid.day, weights=lacking, minlength=days).astype(np.int64)
    rows = np.bincount(series.grid.day, weights=series.opened & series.there, minlength=days)
    return counts[rows > 0][-DAYS_SEEN:]


def _is_cut(series: Series, days: NDArray[np.int64]) -> bool:
    """Whether only the last day lacks its end, and not so much that it is told as half-filled."""
    opened = int((series.opened & (series.grid.day == series.grid.day.max())).sum())
    if not days.size or not days[-1] or (days[:-1] > 0).any():
        return False
    return bool(days[-1] < (1 - HALF_FILLED) * opened)


def _nearly_all(days: NDArray[np.int64]) -> bool:
    return int((days > 0).sum()) >= max(FEWEST_DAYS, MOST_DAYS * days.size)
