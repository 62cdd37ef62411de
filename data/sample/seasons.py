"""How many calls a day brings: year, week, holidays, self-service and the price of energy.

Effects multiply, add and bend each other on purpose: a forecaster whose model is a plain product
of such effects must not find its own form here. Every function returns (D, Q) factors about 1.
"""

import numpy as np

from data.sample.axes import B2B, by_call_type, by_segment
from data.sample.calendar import Calendar
from models.arrays import Floats

WEEK = np.array(  # Monday to Sunday, by call type
    [
        [1.24, 1.05, 0.98, 0.91, 0.85, 0.20, 0.0],
        [1.10, 1.02, 1.00, 0.98, 1.00, 0.28, 0.0],
        [1.16, 1.06, 1.00, 0.94, 0.88, 0.25, 0.0],
    ]
)
CALL_TYPE = by_call_type(0, 1, 2).astype(np.int64)


def winter(calendar: Calendar) -> Floats:
    """How much winter a day is (D,), 0 in late July to 1 in late January, flat at both ends."""
    wave = np.cos(calendar.angle - 2 * np.pi * 25 / 365.25)
    coldness: Floats = 0.5 + 0.5 * np.tanh(1.6 * wave) / np.tanh(1.6)
    return coldness


def year_cycle(calendar: Calendar, rng: np.random.Generator) -> Floats:
    """Bills in winter, moves in summer (another week every year), contracts twice a year."""
    size = rng.uniform(0.85, 1.15, 3)
    billing = 1 + 0.20 * size[0] * (winter(calendar) - 0.4)
    summer = np.exp(4.0 * (np.cos(calendar.angle - _summer_peak(calendar, rng)) - 1))
    moving = 0.92 + 0.34 * size[1] * summer
    renewal = 1 + 0.08 * size[2] * np.cos(2 * (calendar.angle - 4.8))
    by_type = np.stack([billing, moving, renewal], axis=1)
    quiet = 1 - 0.16 * B2B * summer[:, None]  # firms are on leave
    cycle: Floats = by_type[:, CALL_TYPE] * quiet
    return cycle


def _summer_peak(calendar: Calendar, rng: np.random.Generator) -> Floats:
    jitter = rng.normal(0, 6, 6)  # days, one a calendar year
    year = calendar.days.astype("datetime64[Y]").astype(np.int64) - 52
    return 2 * np.pi * (215 + jitter[year]) / 365.25


def week(calendar: Calendar) -> Floats:
    """The week's shape, steeper in winter and flatter every year, with holidays' backlog added."""
    steepness = (1 + 0.35 * (winter(calendar) - 0.5)) * (1 - 0.08 * calendar.years)
    shape = WEEK[CALL_TYPE][:, calendar.weekday].T  # (D, Q)
    shape = 1 + (shape - 1) * np.where(shape > 0.5, steepness[:, None] * by_segment(1, 0.6), 1)
    backlog = np.where(calendar.bridge, 0, np.array([0.0, 0.20, 0.06])[calendar.days_after])
    factors: Floats = (shape + backlog[:, None]) * _holiday_time(calendar)
    return factors


def _holiday_time(calendar: Calendar) -> Floats:
    """Bridge days and the week after Christmas are quiet, for firms most of all."""
    christmas = (calendar.month == 12) & (calendar.day_of_month > 23)
    bridge = np.where(calendar.bridge[:, None], by_segment(0.78, 0.58), 1)
    return np.minimum(bridge, np.where(christmas[:, None], by_segment(0.84, 0.62), 1))


def self_service(calendar: Calendar) -> Floats:
    """An app takes over simple questions slowly, along an adoption curve."""
    adopted = 1 / (1 + np.exp(-(calendar.years - 1.6) / 0.7))
    return 1 - adopted[:, None] * by_call_type(0.15, 0.08, 0.06) * by_segment(1, 0.4)


def price_shock(calendar: Calendar, rng: np.random.Generator) -> Floats:
    """The winter of high energy prices: a steep rise, then a slow fall that levels off."""
    since = np.maximum(calendar.years * 365.25 - rng.uniform(25, 50), 0)  # days
    course = (1 - np.exp(-since / 6)) / (1 + (since / 75) ** 2)
    size = by_call_type(0.30, 0.05, 0.50) * by_segment(1, 1.3) * rng.uniform(0.85, 1.15)
    return 1 + course[:, None] * size
