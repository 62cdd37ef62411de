"""Stretches of days without calls though open: closed in fact, they say nothing of levels."""

import numpy as np

from models.arrays import Flags
from training.series.queue import QueueSeries

HARDLY_ANY = 0.03  # of the median day's calls
FEWEST_DAYS = 5  # in a row: fewer may be an outage


def closed_in_fact(series: QueueSeries) -> Flags:
    """(D,) days of runs of at least ``FEWEST_DAYS`` known days with hardly any calls."""
    known = np.flatnonzero(~np.isnan(series.levels))
    levels = series.levels[known]
    found = np.zeros(series.history_days, bool)
    if not len(levels):
        return found
    few = levels < HARDLY_ANY * np.median(levels)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], few, [False]]).astype(np.int8)))
    for first, last in edges.reshape(-1, 2).tolist():
        found[known[first:last]] = last - first >= FEWEST_DAYS
    return found


def judging_days(series: QueueSeries) -> Flags:
    """(D,) days that judge ranges: not those that planners forget, nor closed ones."""
    return ~closed_in_fact(series) & ~(series.drivers.weight[: series.history_days] <= 0.5)
