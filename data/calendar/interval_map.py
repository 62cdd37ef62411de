"""Where the intervals of a grid stand in a forecast's days and slots."""

import numpy as np

from data.calendar.clock import IntervalGrid
from models.demand import IntervalMap


def interval_map(grid: IntervalGrid, offset: int = 0) -> IntervalMap:
    """The grid's first day is the forecast's day ``offset``."""
    slots = 1440 // grid.interval_minutes
    label = grid.day.astype(np.int64) * slots + grid.slot
    return IntervalMap(
        day=grid.day.astype(np.int64) + offset,
        slot=grid.slot.astype(np.int64),
        repeats=np.bincount(label)[label],
    )
