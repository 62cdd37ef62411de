"""Components that forecast calls a day; ``training.combine`` weighs them.

Each takes the daily totals up to an origin and gives the mean of every day after it.
"""

import math

import numpy as np
from numpy.typing import NDArray
from statsmodels.tsa.holtwinters import SimpleExpSmoothing

from training.features import DAYS_PER_YEAR
from training.regression import day_weights, fit_log_linear
from training.series import QueueSeries

Floats = NDArray[np.float64]

SHORTEST_SMOOTHED = 20  # days
LEVEL_CLIP = 0.7  # a level correction beyond a doubling or halving is not believed
YEAR = 364  # days; keeps the weekday
GROWTH_DAYS = 56


def level_components(series: QueueSeries, origin: int, trust: Floats) -> dict[str, Floats]:
    """Name -> (D + H - origin,) mean calls a day from day ``origin`` on, closed days zero.

    ``origin`` counts the days that are known; ``trust`` (D,) weighs days, 0 for an outage.
    """
    known = series.levels[:origin]
    usual = np.where(trust[:origin] > 0, known, np.nan)
    steps = len(series.open_days) - origin
    found = {
        "weekday average 8": weekday_average(series, usual, 8),
    }
    if origin >= YEAR + 28:
        found["last year x growth"] = last_year(series, known)
    for name, (halving, drifts, longest) in REGRESSIONS.items():
        if series.history_days > longest:
            continue
        columns = calendar_columns(series, origin)
        if drifts:
            columns = np.hstack([columns, drift_columns(len(columns), origin)])
        weights = day_weights(trust[:origin], halving)
        fitted = fit_log_linear(columns, known, weights).mean(columns)
        ratio = np.log(np.maximum(known, 0.5) / fitted[:origin])
        future = fitted[origin:]
        found[name] = future
        for label, half_life in CORRECTIONS.items():
            shift = recent_level(ratio, trust[:origin], half_life)
            found[f"{name}, {label}"] = future * np.exp(shift)
        fading = 0.5 ** (np.arange(len(future)) / FADING_DAYS)
        shift = smoothed_level(ratio, trust[:origin])
        found[f"{name}, smoothed level"] = future * np.exp(shift * fading)
    return {
        name: np.where(series.open_days[origin:], mean[:steps], 0.0) for name, mean in found.items()
    }


# Half-life of a day's weight in days, whether the level may drift, longest history in days: from a
# year and a half on the season is known apart from the level, and a level that cannot drift loses.
REGRESSIONS = {
    "calendar": (730.0, False, 548),
    "drifting calendar": (730.0, True, math.inf),
    "recent calendar": (120.0, False, math.inf),
}
DRIFT_DAYS = 91  # the level drifts from quarter to quarter
DRIFT_SCALE = 0.25  # of the ridge prior: a deviation of about 12 % a quarter at 10 % noise
CORRECTIONS = {"level": 14.0}  # open days
FADING_DAYS = 28.0  # a smoothed level is half forgotten after them


def recent_level(ratio: Floats, trust: Floats, half_life: float) -> float:
    """The mean log ratio of the latest days, weight halving every ``half_life`` open days."""
    usable = ~np.isnan(ratio)
    recent = ratio[usable][::-1]
    weights = 0.5 ** (np.arange(len(recent)) / half_life) * trust[usable][::-1]
    prior = 2.0  # days of "no shift"
    shift = float((weights * np.clip(recent, -2, 2)).sum() / (weights.sum() + prior))
    return float(np.clip(shift, -LEVEL_CLIP, LEVEL_CLIP))


def smoothed_level(ratio: Floats, trust: Floats) -> float:
    """The latest level of the log ratios by simple exponential smoothing, its speed learned."""
    usable = ~np.isnan(ratio) & (trust > 0.5)
    if usable.sum() < SHORTEST_SMOOTHED:
        return 0.0
    model = SimpleExpSmoothing(np.clip(ratio[usable], -2, 2), initialization_method="heuristic")
    level = float(model.fit().level[-1])
    return float(np.clip(level, -LEVEL_CLIP, LEVEL_CLIP))


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


def drift_columns(days: int, origin: int) -> Floats:
    """(days, quarters) ramps of one quarter each up to the origin, flat before and after."""
    quarters = max(origin // DRIFT_DAYS - 1, 0)
    knots = origin - DRIFT_DAYS * np.arange(1, quarters + 1)
    return DRIFT_SCALE * np.clip((np.arange(days)[:, None] - knots) / DRIFT_DAYS, 0.0, 1.0)


def calendar_columns(series: QueueSeries, origin: int) -> Floats:
    """(D + H, k) calendar columns, with as many annual waves as the known history supports."""
    features = series.features
    years = origin / DAYS_PER_YEAR
    harmonics = 0 if years < 0.8 else 2 if years < 1.5 else 4 if years < 2 else 6
    return np.hstack([features.fixed, features.annual[:, : 2 * harmonics]])
