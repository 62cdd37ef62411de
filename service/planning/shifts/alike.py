"""What a pool's week of shifts is worked out from, as one number: equal ones have equal shifts."""

import hashlib

import numpy as np

from data.shifts import Goal
from models.shifts.week import ShiftWeek
from service.planning.shifts.needed_week import NeededWeek

_DIGITS = 9  # machines add up in different orders


def digest(needed: NeededWeek, week: ShiftWeek, goal: Goal, contracts: tuple[object, ...]) -> str:
    """SHA-256 of pool, week, goal, contracts, need, worth, shrinkage and all possible shifts."""
    site = needed.need.question.site
    said = (needed.need.pool.name, needed.monday, goal, contracts, site.full_time_hours)
    found = hashlib.sha256(repr((said, needed.share, needed.shrinkage)).encode())
    columns = week.columns
    of_need = (needed.day, needed.minute, needed.agents, needed.available, week.worth.values)
    for x in (*of_need, columns.contract, columns.day, columns.hours, columns.cover):
        found.update(np.round(np.asarray(x, np.float64), _DIGITS).tobytes())
    return found.hexdigest()
