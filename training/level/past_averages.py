"""Levels by averages of past days: of the last weeks, and of the year before."""

import numpy as np

from models.arrays import Floats
from training.series.queue import QueueSeries

YEAR = 364  # days; keeps the weekday
GROWTH_DAYS = 56


def weekday_average(series: QueueSeries, known: Floats, weeks: int) -> Floats:
    """The mean of the same weekday's last ``weeks`` open days: the industry's usual forecast."""
    origin, weekday = len(known), series.weekday
    mean = np.full(7, np.nan)
    for day in range(7):
        same = known[(weekday[:origin] == day) & ~np.isnan(known)]
        if len(same):
            mean[day] = same[-weeks:].mean()
    mean = np.where(np.isnan(mean), np.nanmean(mean) if (~np.isnan(mean)).any() else 0.0, mean)
    return np.asarray(mean[weekday[origin:]])


def last_year(series: QueueSeries, known: Floats) -> Floats:
    """The weekday 52 weeks ago, with its neighbours one week off, x the growth of eight weeks."""
    origin, total = len(known), len(series.open_days)
    window = min(GROWTH_DAYS, origin - YEAR)
    recent = known[origin - window :]
    before = known[origin - window - YEAR : origin - YEAR]
    both = ~np.isnan(recent) & ~np.isnan(before)
    growth = recent[both].sum() / max(before[both].sum(), 1.0) if both.any() else 1.0
    path = np.concatenate([known, np.full(total - origin, np.nan)])
    for day in range(origin, total):
        near = (
            path[[day - YEAR - 7, day - YEAR, day - YEAR + 7]]
            if day - YEAR >= 7
            else path[[day - YEAR]]
        )
        weights = np.array([0.25, 0.5, 0.25]) if len(near) == 3 else np.ones(1)
        good = ~np.isnan(near)
        path[day] = (
            (near[good] * weights[good]).sum() / weights[good].sum() if good.any() else np.nan
        )
    future = path[origin:]
    scale = np.full(len(future), growth)
    scale[YEAR:] = growth * growth
    fill = np.nanmean(known[-YEAR:])
    return np.asarray(np.where(np.isnan(future), fill, future) * scale)
