"""Half-hour histories with a known true mean: a centre open from 08 to 20, Monday to Saturday.

Days carry a mood that lasts (an AR(1)) and one of their own; half-hours are over-dispersed counts.
Two worlds of one seed differ on the days only that their stretches alter.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.calendar.holidays import expand
from data.plan.days.drivers import no_drivers
from models.arrays import Flags, Floats, Index
from training.series.outages import outages, without
from training.series.queue import QueueSeries

LAST = date(2025, 11, 30)  # a Sunday
SLOTS = 48
OPEN_FROM, OPEN_TO = 16, 40  # 08:00 to 20:00
WEEK = np.array([1.2, 1.05, 1.0, 0.95, 0.9, 0.4, 0.0])
AFTER_HOLIDAY = 1.1
DISPERSION = 1.6  # variance of a half-hour's count over its mean
LASTING, OWN = 0.04, 0.04  # deviations of a day's log mood
KEPT = 0.7  # of the lasting mood, from day to day
YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days whose calls are ``factor`` times the usual ones."""

    first: int  # lead: 0 is the last day of the history, 1 the first of the horizon
    days: int
    factor: float


@dataclass(frozen=True, slots=True)
class World:
    """What a queue's days are made of."""

    seed: int
    days: int = 900
    horizon: int = 91
    last: date = LAST
    calls: float = 1500.0  # a usual day
    yearly: float = 0.12  # height of the log wave
    growth: float = 0.03  # a year
    stretches: tuple[Stretch, ...] = ()

    @property
    def leads(self) -> Index:
        """(days + horizon,)."""
        return np.arange(1 - self.days, self.horizon + 1)

    @property
    def dates(self) -> list[date]:
        """(days + horizon,)."""
        return [self.last + timedelta(days=int(lead)) for lead in self.leads]

    @property
    def open_slots(self) -> Flags:
        """(days + horizon, SLOTS): closed at night, on Sundays and on the holidays of Belgium."""
        free = expand("BE")
        works = np.array([WEEK[x.weekday()] > 0 and x not in free for x in self.dates])
        hours = (np.arange(SLOTS) >= OPEN_FROM) & (np.arange(SLOTS) < OPEN_TO)
        return np.asarray(works[:, None] & hours)

    def truth(self) -> Floats:
        """(days + horizon,) mean calls of each day."""
        return self._usual() * self._altered()

    def counts(self) -> Floats:
        """(days + horizon, SLOTS) calls that came, the horizon's too."""
        mood = _mood(np.random.default_rng([self.seed, 1]), len(self.leads))
        usual = self._usual()[:, None] * mood[:, None] * self._shares()
        counts = _drawn(np.random.default_rng([self.seed, 2]), usual)
        altered = self._altered()
        on = altered != 1.0
        counts[on] = _drawn(np.random.default_rng([self.seed, 3]), usual * altered[:, None])[on]
        return counts

    def series(self, counts: Floats) -> QueueSeries:
        """As the learning gets it; of ``counts`` (days + horizon, SLOTS) it sees the first days."""
        days, is_open, told = self.dates, self.open_slots, no_drivers(len(self.leads))
        known = counts[: self.days]
        gone = outages(known, is_open[: self.days], days, expand("BE"), told.weight)
        seen = without(known, days[0], gone)
        return QueueSeries("queue", days[0], seen, is_open, expand("BE"), told)

    def _usual(self) -> Floats:
        days, free = self.dates, expand("BE")
        week = np.array([WEEK[x.weekday()] for x in days])
        after = np.array([x - timedelta(days=1) in free for x in days])
        phase = 2 * np.pi * np.array([x.timetuple().tm_yday for x in days]) / YEAR
        level = self.yearly * np.cos(phase) + np.log1p(self.growth) * self.leads / YEAR
        of_day = self.calls * week * np.where(after, AFTER_HOLIDAY, 1.0) * np.exp(level)
        return np.where(self.open_slots.any(axis=1), of_day, 0.0)

    def _shares(self) -> Floats:
        """(SLOTS,) a morning peak and a smaller one in the afternoon."""
        hour = np.arange(SLOTS) / 2
        peaks = np.exp(-(((hour - 10) / 2) ** 2)) + 0.7 * np.exp(-(((hour - 15) / 2.5) ** 2))
        slot = np.arange(SLOTS)
        shape = np.where((slot >= OPEN_FROM) & (slot < OPEN_TO), 0.3 + peaks, 0.0)
        return np.asarray(shape / shape.sum())

    def _altered(self) -> Floats:
        factor = np.ones(len(self.leads))
        for x in self.stretches:
            factor[(self.leads >= x.first) & (self.leads < x.first + x.days)] *= x.factor
        return factor


def _mood(random: np.random.Generator, days: int) -> Floats:
    fresh = random.standard_normal(days) * LASTING * np.sqrt(1 - KEPT**2)
    log = np.empty(days)
    former = random.standard_normal() * LASTING
    for day in range(days):
        log[day] = former = KEPT * former + fresh[day]
    log += OWN * random.standard_normal(days)
    return np.exp(log - (LASTING**2 + OWN**2) / 2)


def _drawn(random: np.random.Generator, mean: Floats) -> Floats:
    """Counts of mean ``mean`` and ``DISPERSION`` times its variance."""
    rate = random.gamma(np.maximum(mean, 1e-9) / (DISPERSION - 1), DISPERSION - 1)
    return np.where(mean > 0, random.poisson(rate), 0).astype(np.float64)
