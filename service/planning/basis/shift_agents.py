"""Agents on the phone by some shifts, interval by interval."""

from collections.abc import Iterable

import numpy as np

from data.calendar.clock import DAY, EPOCH_ORDINAL, IntervalGrid, local_offsets
from data.shifts import PoolShifts
from data.shifts.cover import on_shift
from models.arrays import Floats, Index


def site_clock(grid: IntervalGrid, timezone: str) -> tuple[Index, Index]:
    """(n,) the ordinal of each interval's day at the site, and minutes after its midnight there."""
    local = grid.starts + local_offsets(grid.starts, timezone)
    return np.asarray(local // DAY + EPOCH_ORDINAL), np.asarray(local % DAY // 60)


def shift_agents(
    grid: IntervalGrid, timezone: str, rostered: Floats, weeks: Iterable[PoolShifts]
) -> Floats:
    """(n,) of one pool's shifts, less those ``rostered`` (D,) but absent or off the phone.

    NaN in weeks without shifts.
    """
    day, minute = site_clock(grid, timezone)
    found = np.full(len(day), np.nan)
    for week in weeks:
        monday = week.monday.toordinal()
        on = slice(*np.searchsorted(day, (monday, monday + 7)).tolist())
        if week.heads:
            found[on] = on_shift(week.shifts, day[on], minute[on], grid.interval_minutes)
    return np.asarray(found * (1.0 - rostered[grid.day]))
