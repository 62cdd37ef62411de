"""How long agents are busy with a call: by call type, hour and weekday, slowly longer."""

import numpy as np

from data.sample.axes import DUTCH, HOURS, by_call_type, by_segment
from data.sample.calendar import Calendar
from models.arrays import Counts, Floats

MEAN_AHT = 470.0  # seconds, over all calls
SPREAD = 0.8  # deviation / mean of one call's handling time
SHORTEST = 25.0  # seconds, of an interval's mean


def true_aht(calendar: Calendar, calls: Floats) -> Floats:
    """The true mean handling time (D, S, Q) in seconds; ``calls`` weigh its overall mean."""
    evening = 1 + 0.07 / (1 + np.exp(-(HOURS - 17.0)))  # (S,)
    monday = np.where(calendar.weekday == 0, 0.97, 1.0)
    drift = 1 + 0.02 * calendar.years * (1 + 0.5 * np.sin(calendar.angle))
    kind = by_call_type(450, 425, 560) * by_segment(1, 1.18) * np.where(DUTCH, 0.97, 1.0)
    hour = evening[:, None] ** by_call_type(1.0, 1.6, 0.6)  # (S, Q)
    aht = (monday * drift)[:, None, None] * hour * kind
    return aht * (MEAN_AHT / np.average(aht, weights=calls))


def measured_aht(true: Floats, answered: Counts, rng: np.random.Generator) -> Floats:
    """The mean over an interval's answered calls, in seconds; NaN where none was answered."""
    shape = answered / SPREAD**2
    mean = true * rng.gamma(shape) / np.where(answered > 0, shape, 1)
    return np.where(answered > 0, np.maximum(mean, SHORTEST), np.nan)
