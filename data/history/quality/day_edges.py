"""Exports that begin late or end early on nearly every day; a first or last day that is cut."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from data.history.quality.gaps import HALF_FILLED, half_filled_days
from data.history.quality.series import Finding, Kind, Series
from data.plan import Plan
from models.arrays import Flags

DAYS_SEEN = 14  # with rows, back from the last one
FEWEST_DAYS = 5
MOST_DAYS = 0.8  # of the open days seen
FAR_MORE = 2  # times what days usually lack
ADVICE = {
    "begins_late": "does the export begin with the opening hours, on the callers' clock?",
    "ends_early": "does the export end with the opening hours, on the callers' clock?",
}


def day_edges(series: Series, plan: Plan) -> list[tuple[Finding, Flags]]:
    """At most one finding of each end, with the intervals (n,) that it tells of.

    None where the plan has no opening hours to hold days against, or says that zeros are left out.
    """
    if not plan.opening_hours or series.queue.id in plan.zeros_left_out:
        return []
    edges: tuple[tuple[Kind, Flags], ...] = (
        ("begins_late", _before(series)),
        ("ends_early", _after(series)),
    )
    return [x for kind, lacking in edges for x in _of_edge(series, kind, lacking)]


def last_day_lost(series: Series, plan: Plan) -> Iterator[Finding]:
    """The last day, where it is half-filled and the days before it are not."""
    if series.queue.id in plan.zeros_left_out:
        return
    lost = list(half_filled_days(series))
    *before, last = (series.grid.days[x].isoformat() for x in [0, *_seen(series).tolist()])
    if 2 * sum(x.first[:10] in before for x in lost) < len(before):
        yield from (
            x for x in lost if x.first.startswith(last) and series.grid.days[-1].isoformat() == last
        )


def _of_edge(series: Series, kind: Kind, lacking: Flags) -> Iterator[tuple[Finding, Flags]]:
    each = np.bincount(series.grid.day[lacking], minlength=len(series.grid.days))
    seen = _seen(series)
    counts = each[seen[:-1]]  # the last day may be cut by itself
    usual = int(np.median(counts[counts > 0])) if _nearly_all(counts) else 0
    if usual:
        alike = lacking & (each <= FAR_MORE * usual)[series.grid.day]  # a lost afternoon is a gap
        minutes = usual * series.grid.interval_minutes
        place = "first" if kind == "begins_late" else "last"
        said = f"the {place} {minutes} minutes of nearly every open day have no row"
        yield series.finding(kind, series.grid.starts[alike], f"{said}: {ADVICE[kind]}"), alike
    day = len(series.grid.days) - 1 if kind == "ends_early" else 0
    if _is_cut(series, each, day, seen, usual):
        told = lacking & (series.grid.day == day)
        which = "last" if kind == "ends_early" else "first"
        said = f"the {which} {each[day]} open intervals of the {which} day have no row"
        yield series.finding("part_day", series.grid.starts[told], f"{said}: is it whole?"), told


def _before(series: Series) -> Flags:
    """Open intervals (n,) before the first row of a day that has some."""
    return _open_ahead(series, np.arange(series.grid.starts.size))


def _after(series: Series) -> Flags:
    """Open intervals (n,) after the last row of a day that has some."""
    return _open_ahead(series, np.arange(series.grid.starts.size)[::-1])


def _open_ahead(series: Series, places: NDArray[np.int64]) -> Flags:
    """Open intervals (n,) of days with rows, which a walk by ``places`` meets before a row."""
    days = len(series.grid.days)
    there = (series.there & series.opened)[places]
    day = series.grid.day[places]
    first = np.full(days, places.size)
    np.minimum.at(first, day[there], np.flatnonzero(there))
    ahead = np.arange(places.size) < first[day]
    marked = np.zeros(places.size, dtype=np.bool_)
    marked[places] = ahead & (first[day] < places.size)
    return np.asarray(marked & series.opened)


def _seen(series: Series) -> NDArray[np.int64]:
    """The last open days with rows, (d,)."""
    there = series.opened & series.there
    rows = np.bincount(series.grid.day[there], minlength=len(series.grid.days))
    return np.flatnonzero(rows > 0)[-DAYS_SEEN:]


def _is_cut(
    series: Series, each: NDArray[np.int64], day: int, seen: NDArray[np.int64], usual: int
) -> bool:
    """Whether a day lacks more than others do, and not so much that it is told as half-filled."""
    opened = int((series.opened & (series.grid.day == day)).sum())
    return bool(FAR_MORE * usual < each[day] < (1 - HALF_FILLED) * opened) and bool(
        np.median(each[seen]) < each[day]
    )


def _nearly_all(days: NDArray[np.int64]) -> bool:
    return int((days > 0).sum()) >= max(FEWEST_DAYS, MOST_DAYS * days.size)
