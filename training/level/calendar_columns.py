"""What the regressions of a queue's level look at: the calendar, and a level that drifts."""

import numpy as np

from models.arrays import Floats
from training.series.features import DAYS_PER_YEAR
from training.series.queue import QueueSeries

DRIFT_DAYS = 91  # the level drifts from quarter to quarter
DRIFT_SCALE = 0.25  # of the ridge prior: a deviation of about 12 % a quarter at 10 % noise
GROWTH_SCALE = 0.5  # of the ridge prior: a deviation of about 25 % a year at 10 % noise
GROWTH_DAYS = 365.0  # growth fades ahead: after them .37 of it is left


def calendar_columns(series: QueueSeries, origin: int) -> Floats:
    """(D + H, k) calendar columns, with as many annual waves as the known history supports."""
    features = series.features
    years = origin / DAYS_PER_YEAR
    harmonics = 0 if years < 0.8 else 2 if years < 1.5 else 4 if years < 2 else 6
    return np.hstack([features.fixed, features.annual[:, : 2 * harmonics]])


def drift_columns(days: int, origin: int) -> Floats:
    """(days, quarters) ramps of one quarter each up to the origin, flat before and after."""
    quarters = max(origin // DRIFT_DAYS - 1, 0)
    knots = origin - DRIFT_DAYS * np.arange(1, quarters + 1)
    return DRIFT_SCALE * np.clip((np.arange(days)[:, None] - knots) / DRIFT_DAYS, 0.0, 1.0)


def growth_column(days: int, origin: int) -> Floats:
    """(days, 1) years to the origin and beyond it ever less: a damped trend.

    Gardner and McKenzie, Management Science 31 (1985): growth seldom lasts.
    """
    ahead = np.arange(days) - (origin - 1.0)
    damped = GROWTH_DAYS * -np.expm1(-np.maximum(ahead, 0.0) / GROWTH_DAYS)
    return GROWTH_SCALE / DAYS_PER_YEAR * np.where(ahead > 0, damped, ahead)[:, None]
