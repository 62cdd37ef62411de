"""Waits that are means, maxima or in another unit where the total of all callers is meant.

Callers who wait W in all give up W / patience times on average, busy or not: the wait for each
caller who gave up does not change with the calls where W is a total, and falls where it is the wait
of one. Plausible patience is one to ten minutes.
"""

from collections.abc import Iterator

import numpy as np

from data.history.belief.growth import growth
from data.history.belief.queue_rows import QueueRows
from data.history.finding import ImportFinding

FEWEST_ABANDONED = 20.0
FEWEST_CALLS = 200.0
SHORTEST = 12.0  # seconds of patience
LONGEST = 3 * 3600.0
LONGEST_MEAN = 3600.0  # seconds of a wait of everyone
FALLS = -0.6  # of the wait for each abandoned with the calls
FLAT = 0.4
KINDS = (
    "wait_is_mean",
    "wait_is_maximum",
    "wait_in_minutes",
    "wait_in_milliseconds",
    "wait_is_zero",
)
TOTAL = "write the total of all callers, the mean times the calls"


def wait_findings(rows: QueueRows) -> Iterator[ImportFinding]:
    """Doubts about a queue's waits, at most one."""
    told = ~np.isnan(rows.wait) & (rows.offered > 0)
    calls, wait = float(rows.offered[told].sum()), float(rows.wait[told].sum())
    if calls < FEWEST_CALLS:
        return
    gave_up = float(np.nan_to_num(rows.abandoned[told]).sum())
    flat = growth(rows.offered[told], rows.wait[told], np.ones(int(told.sum())))
    if gave_up < FEWEST_ABANDONED:
        patience, falls = None, None
    else:
        patience = wait / gave_up
        falls = growth(rows.offered[told], rows.wait[told], rows.abandoned[told])
    named = _named(rows, wait, calls, patience, flat, falls)
    if named is not None:
        kind, grave, looks, remedy = named
        yield rows.finding(kind, grave, told, looks, remedy)


def _named(
    rows: QueueRows,
    wait: float,
    calls: float,
    patience: float | None,
    flat: float | None,
    falls: float | None,
) -> tuple[str, bool, str, str] | None:
    if wait == 0:
        looks = "no one waited at all, and callers gave up"
        remedy = "leave the cell empty where it is not known"
        return ("wait_is_zero", False, looks, remedy) if patience is not None else None
    if wait / calls > LONGEST_MEAN or (patience is not None and patience > LONGEST):
        looks = f"waits of {wait / calls:,.0f} s a caller look like milliseconds"
        return "wait_in_milliseconds", True, looks, "write seconds, 40 for 40000 ms"
    if patience is None:
        looks = "waits do not grow with the calls: those of one caller?"
        return ("wait_is_mean", False, looks, TOTAL) if flat is not None and flat < FLAT else None
    short = f"{patience:.1f} s of waiting for each call abandoned"
    one = falls is not None and falls < FALLS and flat is not None and flat < FLAT
    if one:
        return _of_one(rows, f"{short}, and waits that do not grow with the calls")
    if patience >= SHORTEST:
        return None
    if falls is not None:
        looks = f"{short}: minutes?"
        return "wait_in_minutes", True, looks, "write seconds, 60 for a minute"
    return "wait_is_mean", True, f"{short}: the wait of one caller?", TOTAL


def _of_one(rows: QueueRows, looks: str) -> tuple[str, bool, str, str]:
    """Times the calls, a mean gives plausible patience; a maximum gives more."""
    product = np.nansum(rows.wait * rows.offered) / np.nansum(rows.abandoned)
    if product > 900:
        return "wait_is_maximum", True, f"{looks}: the longest wait?", TOTAL
    return "wait_is_mean", True, f"{looks}: the mean of a caller?", TOTAL
