"""Counts of a queue that cannot all be right together."""

from collections.abc import Iterator

import numpy as np

from data.history.belief.day_sheet import day_name
from data.history.belief.growth import growth
from data.history.belief.queue_rows import QueueRows
from data.history.finding import ImportFinding
from models.arrays import Floats

FEWEST_ROWS = 12
FEWEST_CALLS = 50.0
OVER_SHARE = 0.1  # of a day's offered
OVER_CALLS = 20.0
CARRIED = 3.0  # calls over midnight
FEW = 0.5  # of the offered, answered or abandoned
KINDS = (
    "counts_are_percentages",
    "offered_is_answered",
    "offered_and_answered_swapped",
    "mostly_abandoned",
    "far_fewer_than_offered",
    "day_over_offered",
    "in_time_over_offered",
)
STRIKE_DAYS = 3  # on which most callers may give up, and it is no other column
CHECK = "check which column is which"


def count_findings(rows: QueueRows) -> Iterator[ImportFinding]:
    """Doubts about a queue's counts: the first that names what they are, and days that overflow."""
    named = _swapped(rows) or _percentages(rows) or _same(rows) or _abandoned(rows) or _few(rows)
    if named is not None:
        yield named
    else:
        yield from _days_over(rows)


def _percentages(rows: QueueRows) -> ImportFinding | None:
    told = np.nan_to_num(rows.answered) + np.nan_to_num(rows.abandoned)
    both = ~np.isnan(rows.answered) & (rows.offered > 0)
    if both.sum() < FEWEST_ROWS:
        return None
    apart = abs(float((told - rows.offered)[both].sum())) > 0.1 * float(rows.offered[both].sum())
    for name, values, doubted in (
        ("answered", rows.answered, apart),
        ("abandoned", rows.abandoned, apart),
        ("answered_in_time", rows.in_time, _often_over(rows.in_time, rows.answered)),
    ):
        flat = growth(rows.offered, values, np.ones(values.size))
        within = np.nan_to_num(values).max(initial=0) <= 100
        often = _often_over(values, rows.offered)
        if doubted and within and np.nansum(values) > 0 and (often or _is_flat(flat)):
            looks = f"{name} within 0 and 100 that does not follow the offered: percentages?"
            return rows.finding(
                "counts_are_percentages", True, ~np.isnan(values), looks, "write numbers of calls"
            )
    return None


def _is_flat(slope: float | None) -> bool:
    return slope is not None and slope < 0.3


def _often_over(values: Floats, limit: Floats) -> bool:
    told = ~np.isnan(values) & ~np.isnan(limit) & (limit > 0)
    return bool(told.sum() >= FEWEST_ROWS and (values > limit)[told].mean() > 0.5)


def _swapped(rows: QueueRows) -> ImportFinding | None:
    told = ~np.isnan(rows.answered) & (rows.abandoned > 0)
    exact = rows.answered == rows.offered + rows.abandoned
    lost = float(rows.abandoned[told].sum())
    if told.sum() < FEWEST_ROWS or lost < FEWEST_ROWS or exact[told].mean() < 0.9:
        return None
    looks = "answered is offered and abandoned together: are offered and answered exchanged?"
    return rows.finding("offered_and_answered_swapped", True, told, looks, CHECK)


def _same(rows: QueueRows) -> ImportFinding | None:
    told = ~np.isnan(rows.answered) & ~np.isnan(rows.abandoned)
    lost = float(rows.abandoned[told].sum())
    if told.sum() < FEWEST_ROWS or lost < FEWEST_ROWS:
        return None
    if (rows.offered != rows.answered)[told].any():
        return None
    looks = f"offered is answered in every row, and {lost:.0f} calls were abandoned"
    remedy = "write all calls that came as offered"
    return rows.finding("offered_is_answered", True, told, looks, remedy)


def _abandoned(rows: QueueRows) -> ImportFinding | None:
    told = ~np.isnan(rows.abandoned)
    lost, offered = float(rows.abandoned[told].sum()), float(rows.offered[told].sum())
    if offered < FEWEST_CALLS or lost <= 0.5 * offered:
        return None
    looks = f"{lost / offered:.0%} of the calls were abandoned: is it another column?"
    grave = np.unique(rows.days[told]).size > STRIKE_DAYS
    return rows.finding("mostly_abandoned", grave, told, looks, CHECK)


def _few(rows: QueueRows) -> ImportFinding | None:
    told = ~np.isnan(rows.answered) & ~np.isnan(rows.abandoned)
    ended = float((rows.answered + rows.abandoned)[told].sum())
    offered = float(rows.offered[told].sum())
    if told.sum() < FEWEST_ROWS or offered < FEWEST_CALLS or ended >= FEW * offered:
        return None
    looks = f"answered and abandoned are {ended / offered:.0%} of the offered"
    return rows.finding("far_fewer_than_offered", True, told, looks, CHECK)


def _days_over(rows: QueueRows) -> Iterator[ImportFinding]:
    days, day = np.unique(rows.days, return_inverse=True)
    offered = np.bincount(day, weights=np.nan_to_num(rows.offered))
    ended = np.bincount(day, weights=np.nan_to_num(rows.answered) + np.nan_to_num(rows.abandoned))
    in_time = np.bincount(day, weights=np.nan_to_num(rows.in_time))
    taken = np.where(np.isnan(rows.answered), rows.offered, rows.answered)
    answered = np.bincount(day, weights=np.nan_to_num(taken))
    for kind, calls, what, limit, least in (
        ("day_over_offered", ended, "answered and abandoned of {} offered", offered, None),
        ("in_time_over_offered", in_time, "answered in time of {} offered", offered, CARRIED),
        ("in_time_over_answered", in_time, "answered in time of {} answered", answered, None),
    ):
        much = np.maximum(OVER_CALLS, OVER_SHARE * limit) if least is None else least
        over = np.flatnonzero(calls - limit > much)
        if over.size:
            worst = over[np.argmax((calls - limit)[over])]
            looks = f"{calls[worst]:.0f} {what.format(f'{limit[worst]:.0f}')}"
            looks += f" on {day_name(days[worst])}"
            yield rows.finding(kind, True, rows.on_days(days[over]), looks, CHECK)
