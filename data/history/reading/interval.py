"""The interval length of a file, found from the steps between its rows."""

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import local_offsets

LENGTHS = (15, 30, 60, 24 * 60)  # minutes
ENOUGH_STEPS = 12  # fewer say nothing: a correction may hold one row an hour


def interval_found(
    series: NDArray[np.int64], starts: NDArray[np.int64], timezone: str
) -> int | None:
    """The commonest step in minutes between consecutive rows of a series; None where unclear.

    ``series`` and ``starts`` (n,) are sorted by series, then start. A step is believed where it is
    more than half of all steps and most rows begin at multiples of it on the local clock.
    """
    steps = np.diff(starts)[(np.diff(series) == 0) & (np.diff(starts) > 0)]
    if steps.size < ENOUGH_STEPS:
        return None
    lengths, counts = np.unique(steps, return_counts=True)
    step = int(lengths[counts.argmax()])
    aligned = (starts + local_offsets(starts, timezone)) % step == 0
    if counts.max() * 2 <= steps.size or aligned.mean() <= 0.5:
        return None
    minutes = step // 60
    return minutes if minutes in LENGTHS or 0 < minutes < max(LENGTHS[:2]) else None
