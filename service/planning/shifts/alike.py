"""What a pool's week of shifts is worked out from, as one number: equal ones have equal shifts."""

import hashlib

import numpy as np

from data.shifts import Goal
from service.planning.shifts.needed_week import NeededWeek, Reached
from service.planning.shifts.pool_week import PoolWeek

_DIGITS = 9  # machines add up in different orders


def digest(needed: NeededWeek, reach: Reached, problem: PoolWeek, goal: Goal) -> str:
    """SHA-256 of pool, week, goal, contracts, need, levels, shrinkage and all possible shifts."""
    site = needed.need.question.site
    of_pool = (needed.need.pool.name, needed.least, site.full_time_hours)
    said = (needed.monday, goal, problem.contracts, needed.share, needed.shrinkage)
    found = hashlib.sha256(repr((of_pool, said)).encode())
    columns = problem.week.columns
    of_need = (needed.day, needed.minute, needed.agents, needed.available)
    of_goal = (problem.week.worth.values, reach.in_time, reach.among)
    of_shifts = (columns.contract, columns.day, columns.hours, columns.cover)
    for x in (*of_need, *of_goal, *of_shifts):
        found.update(np.round(np.asarray(x, np.float64), _DIGITS).tobytes())
    return found.hexdigest()
