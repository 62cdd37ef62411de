"""Days and hours unlike their neighbours: outages, strikes, doubled exports.

What is usual is the median of the same weekday over the weeks around, so that level, season and
the oddity itself do not move it.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from data.history.quality.gaps import HALF_FILLED
from data.history.quality.series import Finding, Series, runs
from data.plan import Plan
from models.arrays import Floats

WEEKS_AROUND = 6  # on either side
ENOUGH_WEEKS = 5
DEVIATIONS = 4.0
QUIET = 0.1  # of the usual calls
QUIET_CALLS = 20.0  # a quiet run is told where at least so many calls are usual


def outliers(series: Series, plan: Plan) -> Iterator[Finding]:
    """Days with far more or fewer calls than usual, and hours of other days with hardly any."""
    calls, filled = _by_day_and_slot(series)
    ordinary = filled & ~_holidays(series, plan)
    totals = np.where(ordinary, np.nansum(calls, axis=1), np.nan)
    usual = usual_of_weeks(totals[:, None])[:, 0]
    odd = _far(totals, usual)
    for day in np.flatnonzero(odd).tolist():
        starts = series.grid.starts[(series.grid.day == day) & series.there]
        detail = (
            f"{totals[day]:,.0f} calls on {series.grid.days[day]:%A %Y-%m-%d}, "
            f"{usual[day]:,.0f} are usual"
        )
        yield series.finding("outlier", starts, detail)
    expected = usual_of_weeks(np.where(ordinary[:, None], calls, np.nan))
    yield from _quiet_hours(series, expected, ordinary & ~odd)


def _quiet_hours(series: Series, expected: Floats, days: NDArray[np.bool_]) -> Iterator[Finding]:
    usual = expected[series.grid.day, series.grid.slot]
    calls = series.offered
    quiet = days[series.grid.day] & (usual > 0) & (calls <= QUIET * usual)
    for run in runs(quiet):
        if usual[run].sum() >= QUIET_CALLS:
            detail = f"{calls[run].sum():,.0f} calls where {usual[run].sum():,.0f} are usual"
            yield series.finding("outlier", series.grid.starts[run], detail)


def _by_day_and_slot(series: Series) -> tuple[Floats, NDArray[np.bool_]]:
    """Calls (days, slots), NaN where closed or without row; whether a day is filled (days,)."""
    grid = series.grid
    shape = (len(grid.days), 24 * 60 // grid.interval_minutes)
    calls, rows, opened = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    np.add.at(opened, (grid.day, grid.slot), series.opened)
    used = np.flatnonzero(series.opened & series.there)
    at = (grid.day[used], grid.slot[used])
    np.add.at(rows, at, 1)
    np.add.at(calls, at, series.offered[used])
    calls[rows == 0] = np.nan
    return calls, (rows.sum(axis=1) > HALF_FILLED * opened.sum(axis=1))


def _holidays(series: Series, plan: Plan) -> NDArray[np.bool_]:
    known = plan.calendars.get(plan.holidays, {})
    return np.array([x in known for x in series.grid.days], dtype=np.bool_)


def usual_of_weeks(values: Floats) -> Floats:
    """The median of the same weekday over the weeks around, (days, k); NaN where too few."""
    usual = np.full(values.shape, np.nan)
    for weekday in range(min(7, len(values))):
        usual[weekday::7] = _moving_median(values[weekday::7])
    return usual


def _moving_median(values: Floats) -> Floats:
    """Over the first axis, what is missing left out, (weeks, k)."""
    edge = np.full((WEEKS_AROUND, values.shape[1]), np.nan)
    padded = np.concatenate([edge, values, edge])
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * WEEKS_AROUND + 1, axis=0)
    ascending = np.sort(windows, axis=2)  # NaN last
    known = np.sum(~np.isnan(windows), axis=2, keepdims=True)
    low, high = np.maximum(known - 1, 0) // 2, known // 2
    middle = np.take_along_axis(ascending, np.concatenate([low, high], axis=2), axis=2)
    return np.where(known[:, :, 0] >= ENOUGH_WEEKS, middle.mean(axis=2), np.nan)


def _far(totals: Floats, usual: Floats) -> NDArray[np.bool_]:
    """Where totals are more than DEVIATIONS robust deviations from usual, (days,).

    On the scale 2 sqrt(x) a Poisson count has deviation 1 (Anscombe 1948): the floor of the spread
    that the median absolute deviation estimates.
    """
    deviation = 2 * (np.sqrt(totals) - np.sqrt(usual))
    known = deviation[~np.isnan(deviation)]
    if not known.size:
        return np.zeros(totals.shape, dtype=np.bool_)
    spread = max(1.0, 1.4826 * float(np.median(np.abs(known))))
    return np.asarray(np.abs(deviation) > DEVIATIONS * spread)
