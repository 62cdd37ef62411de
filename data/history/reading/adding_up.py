"""Rows of parts of an interval added up into the plan's: calls summed, AHT weighed by calls."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import local_offsets
from data.history.notation.cells import MISSING
from data.history.reading.figures import COUNTS, means_of, weights
from data.history.reading.spool import ROW, Rows


@dataclass(frozen=True, slots=True)
class AddedUp:
    """One row an interval of the plan, by ascending start."""

    rows: Rows
    covered: NDArray[np.int64]  # (n,) minutes of the interval that have a row


def added_up(rows: Rows, plan_minutes: int, timezone: str) -> AddedUp:
    """Add the rows of a series (n,), by ascending start, into intervals of ``plan_minutes``."""
    starts = rows["start"]
    local = starts + local_offsets(starts, timezone)
    bins = starts - local % (plan_minutes * 60)
    first = (
        np.flatnonzero(np.concatenate([[True], np.diff(bins) != 0]))
        if rows.size
        else np.zeros(0, np.int64)
    )
    new = np.concatenate([[True], np.diff(starts) != 0]) if rows.size else np.zeros(0, np.bool_)
    minutes = np.where(new, rows["minutes"], 0)
    if not rows.size:
        return AddedUp(rows, minutes)
    sums = _summed(rows, first)
    sums["start"] = bins[first]
    return AddedUp(sums, np.add.reduceat(minutes, first))


def zero_rows(starts: NDArray[np.int64], like: Rows) -> Rows:
    """Rows of nobody's calls at ``starts`` (n,), saying as much as ``like`` says."""
    rows = np.zeros(starts.size, dtype=ROW)
    rows["start"] = starts
    for name in COUNTS:
        rows[name] = 0 if bool((like[name] >= 0).any()) else MISSING
    rows["aht"] = rows["handle"] = np.nan
    rows["wait"] = 0.0 if not bool(np.isnan(like["wait"]).all()) else np.nan
    return rows


def _summed(rows: Rows, first: NDArray[np.int64]) -> Rows:
    """Sums of the runs that begin at ``first`` (k,); what one part does not say, no sum says."""
    if first.size == rows.size:
        return rows
    sums = rows[first]
    for name in COUNTS:
        said = np.minimum.reduceat(rows[name], first) >= 0
        sums[name] = np.where(said, np.add.reduceat(rows[name], first), MISSING)
    sums["wait"] = np.add.reduceat(rows["wait"], first)
    known = ~np.isnan(rows["handle"])
    handle = np.add.reduceat(np.where(known, rows["handle"], 0.0), first)
    calls = np.add.reduceat(np.where(known, weights(rows), 0), first)
    several = np.diff(np.append(first, rows.size)) > 1
    sums["handle"] = np.where(np.logical_or.reduceat(known, first), handle, np.nan)
    sums["aht"] = np.where(several, means_of(handle, calls), sums["aht"])
    return sums
