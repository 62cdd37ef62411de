"""Which days of history to believe: outages, strikes and half days weigh less, or as planned."""

from collections.abc import Iterable

import numpy as np

from models.arrays import Flags, Floats
from training.level.calendar_columns import calendar_columns
from training.level.closures import closed_in_fact
from training.level.episodes import Episode
from training.level.regression import day_weights, fit_log_linear
from training.series.queue import QueueSeries

SHORTEST_JUDGED = 28  # days: below it no day is called unusual
HALF_LIFE = 365.0  # days
USUAL = 3.0  # robust deviations within which a day counts in full
USELESS = 8.0  # beyond them it does not count


def day_trust(series: QueueSeries, episodes: Iterable[Episode] = ()) -> Floats:
    """(D,) weights of the days: 1 for usual ones, less for strange ones, stated ones as stated.

    Days of ``episodes`` weigh nothing.
    """
    stated = series.drivers.weight[: series.history_days]
    within = episode_days(series, episodes)
    judged = np.where(within | closed_in_fact(series), 0.0, trust_of(day_shocks(series, episodes)))
    return np.where(np.isnan(stated), judged, stated)


def episode_days(series: QueueSeries, episodes: Iterable[Episode]) -> Flags:
    """(D,) whether a day of history lies in one of the episodes."""
    within = np.zeros(series.history_days, bool)
    for x in episodes:
        first, last = (x.first - series.first).days, (x.last - series.first).days
        within[first : last + 1] = True
    return within


def day_shocks(series: QueueSeries, episodes: Iterable[Episode] = ()) -> Floats:
    """(D,) log ratios of the days to the calendar regression, less their running median.

    NaN where closed, unknown or in one of the ``episodes``.
    """
    known = np.where(episode_days(series, episodes), np.nan, series.levels)
    if (~np.isnan(known)).sum() < SHORTEST_JUDGED:
        return np.full(len(known), np.nan)
    columns = calendar_columns(series, len(known))
    weights = day_weights(np.ones(len(known)), HALF_LIFE)
    fitted = fit_log_linear(columns, known, weights).mean(columns[: len(known)])
    ratio: Floats = np.log(np.maximum(known, 0.5) / np.maximum(fitted, 0.5))
    return ratio - _rolling_median(ratio)


def trust_of(shocks: Floats) -> Floats:
    """(D,) weights by shock, as in Huber's estimator: 3 deviations / shock, none beyond 8."""
    if np.isnan(shocks).all():
        return np.ones(len(shocks))
    deviation = 1.4826 * np.nanmedian(np.abs(shocks)) + 0.02
    far = np.abs(np.nan_to_num(shocks)) / deviation
    return np.asarray(np.where(far > USELESS, 0.0, np.minimum(1.0, USUAL / np.maximum(far, 1e-9))))


def _rolling_median(ratio: Floats, half: int = 14) -> Floats:
    padded = np.pad(ratio, half, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    return np.array([np.median(w[~np.isnan(w)]) if not np.isnan(w).all() else 0.0 for w in windows])
