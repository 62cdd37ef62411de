"""Small synthetic series that tests of learning share: the truth is known, the counts are drawn."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

import training.fit  # noqa: F401 (the libraries whose threads are limited below)
from data.plan.days.drivers import no_drivers
from models.arrays import Floats
from tests.data.plan.plan_texts import calendar
from training.series.queue import QueueSeries

threadpool_limits(1)  # as in a worker; on a busy machine more of them wait for each other


FIRST = date(2023, 1, 2)  # a Monday
WEEK = (1.3, 1.1, 1.0, 0.95, 1.05, 0.4, 0.0)  # of a usual day; Sundays are closed


@dataclass(frozen=True)
class Case:
    """What a queue's days are made of; ``first`` is a Monday unless said otherwise."""

    days: int = 140
    horizon: int = 28
    slots: int = 24
    calls: float = 200.0  # a usual day
    first: date = FIRST
    week: tuple[float, ...] = WEEK
    yearly: float = 0.0  # height of the wave over the year
    closed_on_holidays: bool = True
    level: dict[int, float] = field(default_factory=dict)  # from day i on, calls times this
    seed: int = 1

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """History, then horizon."""
        return tuple(self.first + timedelta(days=i) for i in range(self.days + self.horizon))

    @cached_property
    def open_slots(self) -> NDArray[np.bool_]:
        """(days + horizon, slots): the working day's middle half, nothing on closed days."""
        slot = np.arange(self.slots)
        hours = (slot >= self.slots // 4) & (slot < self.slots - self.slots // 4)
        works = np.array([self.week[day.weekday()] > 0 for day in self.dates])
        if self.closed_on_holidays:
            works &= np.array([day not in calendar("BE") for day in self.dates])
        return np.asarray(works[:, None] & hours)

    @cached_property
    def truth(self) -> Floats:
        """(days + horizon, slots): what is expected."""
        weekday = np.array([self.week[day.weekday()] for day in self.dates])
        phase = 2 * np.pi * np.array([day.toordinal() for day in self.dates]) / 365.25
        level = np.ones(len(self.dates))
        for since, factor in self.level.items():
            level[since:] = factor
        of_day = self.calls * weekday * np.exp(self.yearly * np.sin(phase)) * level
        shape = np.where(self.open_slots, 2.0 - np.linspace(0, 1, self.slots), 0.0)
        usual = max(float(shape.max(axis=0).sum()), 1.0)
        return np.asarray(of_day[:, None] * shape / usual)

    def counts(self) -> Floats:
        """(days, slots) Poisson counts."""
        random = np.random.default_rng(self.seed)
        return random.poisson(self.truth[: self.days]).astype(np.float64)

    def series(self, counts: Floats | None = None) -> QueueSeries:
        """As the learning gets it; ``counts`` replaces what would be drawn."""
        history = self.counts() if counts is None else counts
        told = no_drivers(len(self.dates))
        return QueueSeries("queue", self.first, history, self.open_slots, calendar("BE"), told)

    def weekly(self, *week: float) -> "Case":
        """The same with another week."""
        return replace(self, week=week)


def still(series: QueueSeries) -> Floats:
    """The season of a shape that never moves."""
    return np.ones(series.open_slots.shape)


def day_index(case: Case, day: date) -> int:
    """The place of a date in a case's days."""
    return (day - case.first).days
