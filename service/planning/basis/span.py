"""The days a question is about, as the intervals and periods of the callers' clock."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import IntervalGrid, interval_grid, local_iso, local_periods
from data.calendar.interval_map import interval_map
from data.errors import PlannerError
from models.demand import IntervalMap
from service.planning.basis.current import Current
from service.planning.basis.terms import Granularity


class QuestionError(PlannerError):
    """A question that cannot be answered: which part of it, and what to ask instead."""

    def __init__(self, key: str, detail: str) -> None:
        super().__init__(detail)
        self.key = key
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Span:
    """Whole local days within a release's horizon."""

    first: date
    last: date
    grid: IntervalGrid
    at: IntervalMap  # the same intervals; days count from the release's first

    @property
    def days(self) -> tuple[date, ...]:
        """The asked days."""
        return self.grid.days


@dataclass(frozen=True, slots=True)
class Periods:
    """What intervals are summed into: themselves, or local hours, days, weeks, months."""

    granularity: Granularity
    of_interval: NDArray[np.int64]  # (n,)
    labels: list[str]  # (periods,)


def span_of(current: Current, first: date, last: date) -> Span:
    """The days from ``first`` to ``last``, both included; QuestionError outside the horizon."""
    head = current.release.head
    if last < first:
        raise QuestionError("to", f"to is {last}, before from ({first}); dates are inclusive")
    for key, day in (("from", first), ("to", last)):
        if not head.first_day <= day <= head.last_day:
            raise QuestionError(
                key,
                f"{key} is {day}; release {head.id} forecasts {head.first_day} to {head.last_day}",
            )
    plan = current.plan
    return _span(first, last, (first - head.first_day).days, plan.timezone, plan.interval_minutes)


@lru_cache(maxsize=16)
def _span(first: date, last: date, offset: int, timezone: str, interval_minutes: int) -> Span:
    grid = interval_grid(first, (last - first).days + 1, timezone, interval_minutes)
    at = interval_map(grid, offset)
    for array in (grid.starts, grid.day, grid.slot, at.day, at.slot, at.repeats):
        array.setflags(write=False)
    return Span(first, last, grid, at)


def periods(span: Span, granularity: Granularity) -> Periods:
    """The periods of a span at a granularity, in time order."""
    grid = span.grid
    if granularity == "interval":
        index = np.arange(len(grid.starts))
        labels = local_iso(grid.starts, grid.timezone)
        return Periods(granularity, index, labels)
    of_interval, labels = local_periods(grid.starts, grid.timezone, granularity)
    return Periods(granularity, of_interval, labels)
