"""Whole shifts from a linear programme's parts of shifts, for as many people as there are."""

import numpy as np

from models.arrays import Counts, Floats, Index
from models.shifts.week import DAYS, ShiftWeek

_NEARLY = 1e-6


def rounded(week: ShiftWeek, heads: Counts, counts: Floats) -> Counts:
    """(K,) whole people for ``counts`` (K,) in parts; nobody works more than is allowed.

    As many people a day as the parts say, by largest remainders; within a day cumulative sums are
    rounded, so that the day's shape is kept.
    """
    found = np.zeros(len(counts), np.int64)
    room, most = week.terms.room(heads), week.terms.most_days(heads)
    for contract in range(len(heads)):
        days = [week.columns.of(contract, day) for day in range(DAYS)]
        wanted = np.array([counts[x].sum() for x in days])
        totals = _totals(wanted, room[contract], int(most[contract]))
        for some, total in zip(days, totals.tolist(), strict=True):
            found[some] = _spread(counts[some], total)
        _leave_out(week, contract, heads, found)
    return found


def _totals(wanted: Floats, room: Counts, most: int) -> Counts:
    """(7,) people on each day: ``wanted`` (7,) rounded, within the days' and the week's room."""
    wanted = wanted * min(1.0, most / max(float(wanted.sum()), _NEARLY))
    totals = np.minimum(np.floor(wanted + _NEARLY).astype(np.int64), room)
    left = min(round(wanted.sum()), most) - int(totals.sum())
    for day in np.argsort(totals - wanted, kind="stable").tolist():
        more = int(left > 0 and totals[day] < room[day] and wanted[day] > totals[day] + _NEARLY)
        totals[day] += more
        left -= more
    return totals


def _spread(counts: Floats, total: int) -> Counts:
    """(k,) whole numbers that sum to ``total``, as near to ``counts`` (k,) as sums can be."""
    if not total:
        return np.zeros(len(counts), np.int64)
    until = np.cumsum(counts) * (total / counts.sum())
    whole = np.floor(until + 0.5 - _NEARLY).astype(np.int64)
    return np.asarray(np.diff(whole, prepend=0), np.int64)


def _leave_out(week: ShiftWeek, contract: int, heads: Counts, found: Counts) -> None:
    """Take the longest shifts out until the contract's paid hours suffice, in place."""
    some = np.flatnonzero(week.columns.contract == contract)
    hours = week.columns.hours[some]
    most = float(week.terms.hours[contract] * heads[contract]) + _NEARLY
    order: Index = some[np.argsort(-hours, kind="stable")]
    for column in order.tolist():
        over = float(hours @ found[some]) - most
        if over <= 0:
            return
        needed = int(np.ceil(over / week.columns.hours[column]))
        found[column] -= min(needed, int(found[column]))
