"""Level shifts that the components, weighed on calmer times, follow too slowly."""

import numpy as np
from numpy.typing import NDArray

from training.level import calendar_columns, drift_columns, regression
from training.series import QueueSeries

Floats = NDArray[np.float64]

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


def on_shifted_level(series: QueueSeries, trust: Floats, day_mean: Floats) -> Floats:
    """The combined means (H,), drawn to a calendar with a free recent level where that shifted.

    They stay while the last ``WINDOW`` days' mean log ratio to the calendar is within ``CERTAIN``
    ordinary deviations of what it was some months before. Beyond, they give way the more fully
    the clearer the shift is: 1 - (threshold / shift)^2, the positive-part rule of James and Stein
    (Fourth Berkeley Symposium, 1961).
    """
    believed = shift_believed(series, trust)
    if believed == 0.0:
        return day_mean
    known = series.totals
    days = len(series.open_days)
    columns = [calendar_columns(series, len(known)), drift_columns(days, len(known))]
    shifted = regression(
        np.hstack([*columns, _recent_ramps(days, len(known))]), known, trust, HALF_LIFE
    )[len(known) :]
    return np.where(day_mean > 0, (1.0 - believed) * day_mean + believed * shifted, 0.0)


def shift_believed(series: QueueSeries, trust: Floats) -> float:
    """How surely the level of the last days is another than some months ago: 0 to 1."""
    known = series.totals
    calm = trust * (np.arange(len(known)) < len(known) - JUDGED_DAYS)
    fitted = regression(calendar_columns(series, len(known)), known, calm, HALF_LIFE)
    usable = ~np.isnan(known) & (trust > 0.5)
    ratio = np.log(np.maximum(known[usable], 0.5) / fitted[: len(known)][usable])
    means = _window_means(ratio)
    if len(means) < FEWEST_WINDOWS:
        return 0.0
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
