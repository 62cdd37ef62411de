"""Agents on the phone by some shifts, interval by interval, beside those that are needed."""

from collections.abc import Iterable

import numpy as np

from data.shifts import PoolShifts
from models.arrays import Floats
from service.planning.shifts.columns import covered
from service.planning.shifts.needed_week import site_clock
from service.planning.staffing.pool_need import PoolNeed


def shift_agents(need: PoolNeed, weeks: Iterable[PoolShifts]) -> Floats:
    """(n,) after absence and time off the phone; NaN in weeks of the span without shifts."""
    grid = need.question.span.grid
    day, minute = site_clock(need)
    rostered = np.array([float(x.rostered) for x in need.question.shrinkage])[grid.day]
    found = np.full(len(day), np.nan)
    for week in weeks:
        monday = week.monday.toordinal()
        if week.pool != need.pool.name or not week.heads:
            continue
        found[(day >= monday) & (day < monday + 7)] = 0.0
        for shift in week.shifts:
            on = np.flatnonzero(day == shift.day.toordinal())
            found[on] += shift.people * covered(shift, minute[on], grid.interval_minutes)
    return np.asarray(found * (1.0 - rostered))
