"""What nobody can know: the day's mood, the weather, an outage, a strike, and lost records."""

import numpy as np

from data.sample.axes import HOURS, QUEUES, by_call_type, by_segment
from data.sample.calendar import Calendar
from models.arrays import Counts, Flags, Floats

DISPERSION = by_call_type(2.4, 2.1, 1.9) - by_segment(0, 0.25)  # variance / mean of a half-hour
PERSISTENCE = 0.8  # of the weather, from day to day
LAGS = np.array([0, 0, 0.15, 0.25, 0.25, 0.2, 0.15])  # the weather of some days ago makes callers


def day_effects(days: int, rng: np.random.Generator) -> Floats:
    """Random factors (D, Q) of mean 1, correlated over queues and, by the weather, over days."""
    mood = _unit_lognormal(0.035 * rng.standard_normal((days, 1)), 0.035)
    own = by_segment(0.04, 0.055)
    alone = _unit_lognormal(own * rng.standard_normal((days, len(QUEUES))), own)
    effects: Floats = mood * alone * _weather(days, rng)
    return effects


def _unit_lognormal(log: Floats, deviation: Floats | float) -> Floats:
    factors: Floats = np.exp(log - np.square(deviation) / 2)
    return factors


def _weather(days: int, rng: np.random.Generator) -> Floats:
    """Cold felt some days later (D, Q); extremes of both kinds add calls, so it is not linear."""
    today = rng.standard_normal(days + len(LAGS) - 1)
    for day in range(1, len(today)):
        today[day] = PERSISTENCE * today[day - 1] + np.sqrt(1 - PERSISTENCE**2) * today[day]
    felt = np.convolve(today, LAGS, mode="valid") / np.sqrt(_variance_of_felt())
    push = by_call_type(0.030, 0.010, 0.020)
    effects: Floats = 1 + felt[:, None] * push + (felt[:, None] ** 2 - 1) * push / 4
    return effects


def _variance_of_felt() -> float:
    place = np.arange(len(LAGS))
    correlation = PERSISTENCE ** np.abs(place[:, None] - place)
    return float(LAGS @ correlation @ LAGS)


def disturbances(calendar: Calendar, rng: np.random.Generator) -> Floats:
    """Factors (D, S): phones down 10:00-14:00 on one day, twice the calls on another."""
    factors = np.ones((len(calendar.days), len(HOURS)))
    outage = _ordinary_day(calendar, "2024-03-04", "2024-05-31", rng)
    factors[outage, (HOURS >= 10) & (HOURS < 14)] = 0.01
    factors[outage, HOURS >= 14] = 1.3  # they try again
    factors[_ordinary_day(calendar, "2024-10-07", "2024-12-13", rng)] = 2.0
    return factors


def _ordinary_day(calendar: Calendar, first: str, last: str, rng: np.random.Generator) -> int:
    """A Tuesday to Thursday between two dates that is no holiday and follows none."""
    within = (calendar.days >= np.datetime64(first)) & (calendar.days <= np.datetime64(last))
    midweek = (calendar.weekday >= 1) & (calendar.weekday <= 3)
    plain = ~calendar.holiday & ~calendar.bridge & (calendar.days_after == 0)
    return int(rng.choice(np.flatnonzero(within & midweek & plain)))


def arrivals(mean: Floats, rng: np.random.Generator) -> Counts:
    """Counts (D, S, Q) whose variance is ``DISPERSION`` times their mean: gamma-Poisson."""
    excess = DISPERSION - 1
    return rng.poisson(rng.gamma(mean / excess) * excess)


def lost_records(calendar: Calendar, rng: np.random.Generator) -> Flags:
    """Rows that no export holds (D, S, Q): a few anywhere, two days of all, a week of one queue."""
    lost = rng.random(calendar.open.shape) < 0.0015
    start = _ordinary_day(calendar, "2023-09-04", "2023-10-20", rng)
    lost[start : start + 2] = True
    start = _ordinary_day(calendar, "2025-02-03", "2025-03-14", rng)
    lost[start : start + 7, :, int(rng.integers(len(QUEUES)))] = True
    return lost
