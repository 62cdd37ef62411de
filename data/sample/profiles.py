"""When in the day people call: three waves that differ by call type and drift over the years."""

import numpy as np

from data.sample.axes import MIDDLES, by_call_type, by_language, by_segment
from data.sample.calendar import SATURDAY, Calendar
from data.sample.seasons import winter
from models.arrays import Floats

FRIDAY = 4
MORNING = by_call_type(1.0, 0.78, 0.9) * by_language(0.96, 1.04)


def day_shares(calendar: Calendar) -> Floats:
    """The share of a usual day's calls in each open half-hour (D, S, Q).

    Shares of a usual day sum to 1; of a day that closes early to less, for some of the callers
    who would have come later come earlier, others not at all.
    """
    waves = _morning(calendar) + _afternoon(calendar) + _evening(calendar) + 0.22
    usual = waves * calendar.usual
    total = usual.sum(axis=1, keepdims=True)
    shares = usual / np.where(total > 0, total, 1)
    kept = shares * calendar.open
    part = kept.sum(axis=1, keepdims=True)
    return kept * np.where(part > 0, part, 1) ** -0.35


def _wave(centre: Floats, width: float) -> Floats:
    """A bell (D, S, 1) about each day's centre (D,), in hours."""
    return np.exp(-0.5 * ((MIDDLES - centre[:, None]) / width) ** 2)[:, :, None]


def _morning(calendar: Calendar) -> Floats:
    """Later in winter, earlier every year, higher on Mondays."""
    centre = 10.2 + 0.35 * winter(calendar) - 0.15 * calendar.years
    height = np.where(calendar.weekday == 0, 1.15, 1.0)
    return _wave(centre, 1.3) * height[:, None, None] * MORNING


def _afternoon(calendar: Calendar) -> Floats:
    """Fades on Fridays."""
    centre = np.full(len(calendar.days), 14.7)
    height = np.where(calendar.weekday == FRIDAY, 0.82, 1.0)
    return _wave(centre, 1.8) * height[:, None, None] * by_call_type(0.72, 0.85, 0.8)


def _evening(calendar: Calendar) -> Floats:
    """Residential callers after work: more every year, most in winter."""
    centre = np.full(len(calendar.days), 17.7)
    height = (1 + 0.10 * calendar.years) * (0.85 + 0.3 * winter(calendar))
    height = np.where(calendar.weekday >= SATURDAY, 0, height)
    size = by_call_type(0.36, 0.55, 0.45) * by_segment(1, 0.12) * by_language(1.08, 0.92)
    return _wave(centre, 1.25) * height[:, None, None] * size
