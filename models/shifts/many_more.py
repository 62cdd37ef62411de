"""Shifts of many more people than the linear programme asks for, where some more do not suffice.

Its people and shifts are multiplied: the more there are, the less rounding takes from them, so that
at the end any goal is kept that more agents help to keep.
"""

import numpy as np

from models.arrays import Counts
from models.shifts.heads import apportioned
from models.shifts.local_search import improved
from models.shifts.programme import Relaxed
from models.shifts.rounding import rounded
from models.shifts.week import ShiftWeek

_DOUBLED = 20  # times
_NEAR = 100  # a hundredth more people than others who do not suffice are few enough

Shifts = tuple[Counts, Counts]  # of heads (C,) and columns (K,)


def many_more(week: ShiftWeek, relaxed: Relaxed) -> Shifts | None:
    """Heads and shifts in the proportions of ``relaxed`` that keep the goal; None: none do."""
    fewest = int(np.ceil(relaxed.heads.sum()))
    for doubled in range(_DOUBLED):
        found = _of(week, relaxed, fewest + 2**doubled)
        if found is not None:
            return _fewer(week, relaxed, fewest + 2**doubled // 2, found)
    return None


def _fewer(week: ShiftWeek, relaxed: Relaxed, least: int, found: Shifts) -> Shifts:
    """Of as few people above ``least`` as halving finds."""
    while (most := int(found[0].sum())) - least > 1 + least // _NEAR:
        middle = (least + most) // 2
        fewer = _of(week, relaxed, middle)
        if fewer is None:
            least = middle
        else:
            found = fewer
    return found


def _of(week: ShiftWeek, relaxed: Relaxed, total: int) -> Shifts | None:
    heads = apportioned(relaxed.heads, total)
    parts = relaxed.counts * (total / relaxed.heads.sum())
    counts = improved(week, heads, rounded(week, heads, parts))
    return (heads, counts) if week.worth.kept(counts @ week.columns.cover) else None
