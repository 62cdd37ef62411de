"""One queue, from its history to plain numbers: level, profile, noise, uncertainty."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.combine import Combination, combine
from training.level import calendar_columns, level_components, regression
from training.profile import Noise, ProfileChoice, choose_profile, day_shares, profiles, slot_noise
from training.series import QueueSeries
from training.shift import on_shifted_level
from training.spread import DayFactor, day_factor

Floats = NDArray[np.float64]

SHORTEST_JUDGED = 28  # days: below it no day is called unusual


@dataclass(frozen=True, slots=True)
class QueueFit:
    """What a queue's forecast is made of, for H days from the day after the origin."""

    queue: str
    day_mean: Floats  # (H,) calls
    shares: Floats  # (H, S) of the day, summing to 1 on open days
    noise: Noise
    factor: DayFactor
    combination: Combination
    profile: ProfileChoice
    trust: Floats  # (D,)


def fit_queue(series: QueueSeries) -> QueueFit:
    """Fit every part on the history and forecast the horizon."""
    trust = day_trust(day_shocks(series))
    combination = combine(series, trust)
    day_mean = combination.mean(level_components(series, series.history_days, trust))
    day_mean = on_shifted_level(series, trust, day_mean)
    choice = choose_profile(series, trust)
    table = profiles(series, series.history_days, trust, choice)
    future = slice(series.history_days, None)
    noise = slot_noise(series, trust, choice)
    shares = day_shares(table, series.weekday[future], series.open_slots[future])
    concentration = float((shares**2).sum() / max(series.open_days[future].sum(), 1))
    return QueueFit(
        queue=series.queue,
        day_mean=day_mean,
        shares=shares,
        noise=noise,
        factor=day_factor(combination, noise, concentration),
        combination=combination,
        profile=choice,
        trust=trust,
    )


def day_shocks(series: QueueSeries) -> Floats:
    """(D,) log ratios of the days to the calendar regression, less their running median."""
    known = series.totals
    if (~np.isnan(known)).sum() < SHORTEST_JUDGED:
        return np.full(len(known), np.nan)
    columns = calendar_columns(series, len(known))
    fitted = regression(columns, known, np.ones(len(known)), 365.0)[: len(known)]
    ratio = np.log(np.maximum(known, 0.5) / np.maximum(fitted, 0.5))
    return ratio - _rolling_median(ratio)


def day_trust(shocks: Floats) -> Floats:
    """(D,) weights of the days: 1 for usual ones, towards 0 for outages, strikes, half days.

    A shock beyond three robust deviations loses weight as in Huber's estimator, beyond eight it
    has none.
    """
    if np.isnan(shocks).all():
        return np.ones(len(shocks))
    deviation = 1.4826 * np.nanmedian(np.abs(shocks)) + 0.02
    far = np.abs(np.nan_to_num(shocks)) / deviation
    return np.asarray(np.where(far > 8, 0.0, np.minimum(1.0, 3.0 / np.maximum(far, 1e-9))))


def _rolling_median(ratio: Floats, half: int = 14) -> Floats:
    padded = np.pad(ratio, half, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    return np.array([np.median(w[~np.isnan(w)]) if not np.isnan(w).all() else 0.0 for w in windows])
