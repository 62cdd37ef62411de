"""Level shifts that the components, weighed on calmer times, follow too slowly."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from training.level.calendar_columns import calendar_columns, drift_columns
from training.level.regression import day_weights, fit_log_linear
from training.series.queue import QueueSeries

WINDOW = 10  # open days whose mean is the level now
CERTAIN = 3.0  # deviations of such a mean: a smaller change is no shift
BEFORE_FIRST, BEFORE_LAST = 4, 9  # windows before the last: the level before any shift
FEWEST_WINDOWS = 10
JUDGED_DAYS = 56  # days the calendar must foretell without having seen them
HALF_LIFE = 730.0  # days
RAMP_DAYS = 14  # the level may move from fortnight to fortnight
RAMPS = 6
SETTLED_DAYS = 12  # the last days stand on one level
RAMP_SCALE = 1.0  # of the ridge prior: a fortnight may halve the level


@dataclass(frozen=True, slots=True)
class ShiftedLevel:
    """How surely the level has changed, and the means that follow it."""

    believed: float  # 0: not at all, to 1
    mean: Floats  # (days from the origin on,) calls; zero where nothing is believed


def drawn_to(shifted: Floats, believed: Floats | float, mean: Floats) -> Floats:
    """``mean`` (n,) drawn to the shifted level as far as it is believed; closed days stay zero."""
    return np.where(mean > 0, (1.0 - believed) * mean + believed * shifted, 0.0)


def shifted_level(series: QueueSeries, origin: int, trust: Floats) -> ShiftedLevel:
    """A calendar with a free recent level, as known after ``origin`` days.

    It is not believed while the last ``WINDOW`` days' mean log ratio to the calendar is within
    ``CERTAIN`` ordinary deviations of what it was some months before. Beyond, it is the more
    fully the clearer the shift is: 1 - (threshold / shift)^2, the positive-part rule of James and
    Stein (Fourth Berkeley Symposium, 1961).
    """
    days = len(series.open_days)
    columns = calendar_columns(series, origin)
    known = series.levels[:origin]
    believed = _believed(columns, known, trust[:origin])
    if believed == 0.0:
        return ShiftedLevel(0.0, np.zeros(days - origin))
    columns = np.hstack([columns, drift_columns(days, origin), _recent_ramps(days, origin)])
    weights = day_weights(trust[:origin], HALF_LIFE)
    return ShiftedLevel(believed, fit_log_linear(columns, known, weights).mean(columns[origin:]))


def _believed(columns: Floats, known: Floats, trust: Floats) -> float:
    """How surely the level of the last days is another than some months ago: 0 to 1."""
    usable = ~np.isnan(known) & (trust > 0.5)
    if usable.sum() < FEWEST_WINDOWS * WINDOW:
        return 0.0
    calm = trust * (np.arange(len(known)) < len(known) - JUDGED_DAYS)
    fitted = fit_log_linear(columns, known, day_weights(calm, HALF_LIFE)).mean(columns)
    ratio = np.log(np.maximum(known[usable], 0.5) / fitted[: len(known)][usable])
    means = _window_means(ratio)
    shift = means[-1] - float(np.median(means[-1 - BEFORE_LAST : -1 - BEFORE_FIRST]))
    threshold = CERTAIN * _ordinary_deviation(means)
    return float(max(0.0, 1.0 - (threshold / max(abs(shift), 1e-9)) ** 2))


def _window_means(ratio: Floats) -> Floats:
    """Means of consecutive windows, the last one ending with the history."""
    count = len(ratio) // WINDOW
    return np.asarray(ratio[len(ratio) - count * WINDOW :].reshape(count, WINDOW).mean(axis=1))


def _ordinary_deviation(means: Floats) -> float:
    """Robust deviation of the change from one window to the next."""
    steps = np.diff(means)
    return float(1.4826 * np.median(np.abs(steps)) / np.sqrt(2.0) + 0.005)


def _recent_ramps(days: int, origin: int) -> Floats:
    """(days, RAMPS) ramps of a fortnight each, the last one ending before the settled days."""
    starts = origin - SETTLED_DAYS - RAMP_DAYS * np.arange(1, RAMPS + 1)
    return RAMP_SCALE * np.clip((np.arange(days)[:, None] - starts) / RAMP_DAYS, 0.0, 1.0)
