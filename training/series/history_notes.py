"""What makes a queue's history a poor one to learn from, said in a planner's words."""

from collections.abc import Iterator

import numpy as np

from training.series.features import DAYS_PER_YEAR
from training.series.queue import QueueSeries

SHORT = 56  # days: below it the weekdays' own levels are hardly known
MISSING = 0.1  # share of the open intervals
FEW_CALLS = 10.0  # a day
STALE = 7  # days


def notes(series: QueueSeries) -> list[str]:
    """Reasons for wide ranges, most serious first; empty for a history that is fine."""
    return list(_notes(series))


def _notes(series: QueueSeries) -> Iterator[str]:
    days = series.history_days
    known = ~np.isnan(series.totals)
    if not known.any():
        yield "no day of its history is usable: its calls are taken to be hardly any"
        return
    if days < SHORT:
        yield f"{days} days of history: ranges are wide until there are {SHORT}"
    elif days < DAYS_PER_YEAR:
        yield f"{days} days of history: less than a year, so no season is known"
    silent = int(days - 1 - np.flatnonzero(known)[-1])
    if silent >= STALE:
        yield f"the last {silent} days of history have no usable day"
    is_open = series.open_slots[:days]
    missing = float(np.isnan(series.counts[is_open]).mean())
    if missing > MISSING:
        yield f"{missing:.0%} of its open intervals are missing: what was seen stands for them"
    mean = float(np.nanmean(series.totals))
    if mean < FEW_CALLS:
        yield f"{mean:.1f} calls a day: single calls decide, so ranges are wide"
