"""The best shifts of people who are given, whether or not they keep the goal."""

from models.arrays import Counts
from models.shifts.local_search import improved
from models.shifts.programme import programme
from models.shifts.rounding import rounded
from models.shifts.week import ShiftWeek


def best_shifts(week: ShiftWeek, heads: Counts) -> Counts:
    """(K,) people on each shift, of ``heads`` (C,): the most of the goal that was found."""
    relaxed = programme(week).best(heads)
    return improved(week, heads, rounded(week, heads, relaxed.counts))
