"""Levels by averages of past days: of the last weeks, and of the year before."""

import numpy as np

from models.arrays import Flags, Floats
from training.series.queue import QueueSeries

YEAR = 364  # days; keeps the weekday
GROWTH_DAYS = 56
WEEKS_BESIDE = 4
WEEK = 7
ALIKE = 4.0  # ordinary weekly steps: a week farther off is another story
LEAST_STEP = 0.02


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


def last_year(series: QueueSeries, known: Floats, trust: Floats) -> Floats:
    """The weekday 52 weeks ago, with its neighbours one week off, x the growth of eight weeks.

    Days that are not trusted at all do not come again: the weekdays beside them stand for them.
    """
    origin, total = len(known), len(series.open_days)
    window = min(GROWTH_DAYS, origin - YEAR)
    usual = np.where(trust > 0, known, np.nan)
    recent = usual[origin - window :]
    before = usual[origin - window - YEAR : origin - YEAR]
    both = ~np.isnan(recent) & ~np.isnan(before)
    growth = recent[both].sum() / max(before[both].sum(), 1.0) if both.any() else 1.0
    known = _with_weekdays_beside(known, usual, series.features.holiday[:origin])
    path = np.concatenate([known, np.full(total - origin, np.nan)])
    reach = ALIKE * _weekly_step(known)
    for day in range(origin, total):
        path[day] = _with_weeks_beside(path, day - YEAR, reach)
    future = path[origin:]
    scale = np.full(len(future), growth)
    scale[YEAR:] = growth * growth
    fill = np.nanmean(known[-YEAR:])
    return np.asarray(np.where(np.isnan(future), fill, future) * scale)


def _weekly_step(known: Floats) -> float:
    """Robust deviation of the log change of a weekday from week to week; 1 where none is known."""
    log = np.log(np.maximum(known, 0.5))
    steps = np.abs(log[WEEK:] - log[:-WEEK])
    steps = steps[~np.isnan(steps)]
    return float(1.4826 * np.median(steps)) + LEAST_STEP if len(steps) else 1.0


def _with_weeks_beside(path: Floats, day: int, reach: float) -> float:
    """The mean of a day and the same weekday a week off, which counts half as far as it is alike.

    Beside the edge of a yearly peak a week off is no like day (a bilateral filter: Tomasi and
    Manduchi, ICCV 1998); ``reach`` is the log ratio at which likeness ends.
    """
    if day < WEEK or np.isnan(path[[day - WEEK, day, day + WEEK]]).all():
        return float(path[day])
    near = path[[day - WEEK, day, day + WEEK]]
    weights = np.array([0.25, 0.5, 0.25]) * ~np.isnan(near)
    if weights[1]:
        apart = np.log(np.maximum(np.nan_to_num(near), 0.5) / max(near[1], 0.5))
        weights *= np.exp(-0.5 * (apart / reach) ** 2)
    return float((np.nan_to_num(near) * weights).sum() / weights.sum())


def _with_weekdays_beside(known: Floats, usual: Floats, holiday: Flags) -> Floats:
    """``known`` (D,) with its weekday's mean over four weeks on either side on days not usual.

    A holiday stays as it came.
    """
    found, plain = known.copy(), np.where(holiday, np.nan, usual)
    for day in np.flatnonzero(~np.isnan(known) & np.isnan(usual) & ~holiday).tolist():
        beside = plain[day % 7 :: 7]
        beside = beside[max(day // 7 - WEEKS_BESIDE, 0) : day // 7 + WEEKS_BESIDE + 1]
        found[day] = np.mean(beside[~np.isnan(beside)]) if (~np.isnan(beside)).any() else np.nan
    return found
