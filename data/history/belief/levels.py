"""Calls far above or below what is usual of a queue, and days that are exactly doubled."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from data.history.belief.day_sheet import DaySheet, day_name, weekdays
from data.history.belief.queue_rows import QueueRows
from data.history.belief.usual import Usual
from data.history.finding import ImportFinding
from models.arrays import Flags, Floats

KINDS = (
    "level_off_usual",
    "level_far_from_usual",
    "day_far_from_usual",
    "level_changed_in_file",
    "day_doubled",
)
FAR = 3.0
OFF = 1.4  # of a stretch of days: worth a word, and no reason to stop
OFF_DAYS = 3
FEWEST_CALLS = 20.0  # of a usual day
FEWEST_DAYS = 2
RUN_HIGH = 5  # days in a row: more than a storm
RUN_LOW = 15  # and more than holidays
FEWEST_USUAL_DAYS = 5
STEP = 5.0  # from one week to the next, within a file
FEWEST_WEEKS = 2
FEWEST_EVEN = 12  # intervals with calls of a day that may be doubled
DAYS_NAMED = 4
CHECK = "check the queue and what the export counts"


def level_findings(rows: QueueRows, usual: Usual) -> Iterator[ImportFinding]:
    """Doubts about how many calls a queue has: against stored days, else within the file."""
    known = usual.calls.days.size >= FEWEST_USUAL_DAYS
    medians = usual.calls.medians() if known else rows.calls.medians()
    if known:
        yield from _against(rows, medians)
    else:
        yield from _steps(rows)
    yield from _doubled(rows, medians)


def expected_and_came(sheet: DaySheet, medians: Floats) -> tuple[Floats, Floats]:
    """The usual calls and those that came of each day (days,), where both are known."""
    usual = medians[weekdays(sheet.days)]
    both = ~np.isnan(usual) & ~np.isnan(sheet.calls)
    return (
        np.asarray(np.where(both, usual, 0.0).sum(axis=1)),
        np.asarray(np.where(both, sheet.calls, 0.0).sum(axis=1)),
    )


def _against(rows: QueueRows, medians: Floats) -> Iterator[ImportFinding]:
    expected, came = expected_and_came(rows.calls, medians)
    told = np.flatnonzero(np.maximum(expected, came / FAR) >= FEWEST_CALLS)
    if not told.size:
        return
    days, ratio = rows.calls.days[told], came[told] / np.maximum(expected[told], 1.0)
    middle = float(np.median(ratio))
    if days.size >= FEWEST_DAYS and not 1 / FAR <= middle <= FAR:
        far = ratio > FAR if middle > FAR else ratio < 1 / FAR
    else:
        far = _run(ratio > FAR, RUN_HIGH) | _run(ratio < 1 / FAR, RUN_LOW)
    if far.any():
        looks = f"{np.median(ratio[far]):.2g} times its usual calls on {far.sum()} days"
        looks += f" from {day_name(days[far][0])} on"
        yield rows.finding("level_far_from_usual", True, rows.on_days(days[far]), looks, CHECK)
    elif days.size >= OFF_DAYS and not 1 / OFF <= middle <= OFF:
        looks = f"{middle:.2g} times its usual calls at the median of {days.size} days"
        yield rows.finding("level_off_usual", False, rows.on_days(days), looks, CHECK)
    single = ((ratio > FAR) | (ratio < 1 / FAR)) & ~far
    if single.any():
        looks = f"far from its usual calls on {_named(days[single])}"
        remedy = "[[unusual_days]] of the plan says what happened"
        yield rows.finding("day_far_from_usual", False, rows.on_days(days[single]), looks, remedy)


def _run(marked: Flags, least: int) -> Flags:
    """Those of the marked days (n,) that stand in a run of at least so many."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    kept = np.zeros(marked.size, dtype=np.bool_)
    for first, end in edges.reshape(-1, 2).tolist():
        kept[first:end] = end - first >= least
    return kept


def _steps(rows: QueueRows) -> Iterator[ImportFinding]:
    """A level that changes at once and stays, by factors that no season has."""
    expected, came = expected_and_came(rows.calls, rows.calls.medians())
    weeks, week = np.unique(rows.calls.days // 7, return_inverse=True)
    usual = np.bincount(week, weights=expected)
    ratio = np.bincount(week, weights=came) / np.maximum(usual, 1.0)
    for at in range(FEWEST_WEEKS, weeks.size - FEWEST_WEEKS + 1):
        if weeks[at] != weeks[at - 1] + 1:
            continue  # much may have changed meanwhile
        before, after = ratio[max(at - 8, 0) : at], ratio[at : at + 8]
        low, high = (before, after) if after[0] > before[-1] else (after, before)
        if high.min() > STEP * low.max() and high.min() > 0 and usual[at] >= FEWEST_CALLS:
            days = rows.calls.days[week >= at]
            factor = np.median(after) / max(float(np.median(before)), 1e-9)
            looks = f"{factor:.2g} times the calls before from {day_name(days[0])} on"
            yield rows.finding("level_changed_in_file", True, rows.on_days(days), looks, CHECK)
            return


def _doubled(rows: QueueRows, medians: Floats) -> Iterator[ImportFinding]:
    """Days whose counts are all even and twice the usual: added up twice."""
    expected, came = expected_and_came(rows.calls, medians)
    some = (np.nan_to_num(rows.calls.calls) > 0).sum(axis=1) >= FEWEST_EVEN
    even = (np.nan_to_num(rows.calls.calls) % 2 == 0).all(axis=1)
    twice = (came > 1.5 * expected) & (came < 2.7 * expected)
    days = rows.calls.days[some & even & twice]
    if days.size:
        looks = f"every interval is an even number and twice the usual on {_named(days)}"
        remedy = "write each call once"
        yield rows.finding("day_doubled", False, rows.on_days(days), looks, remedy)


def _named(days: NDArray[np.int64]) -> str:
    names = ", ".join(day_name(x) for x in days[:DAYS_NAMED].tolist())
    more = days.size - DAYS_NAMED
    return f"{names} and {more} days more" if more > 0 else names
