"""A pool's weeks in full-time equivalents: what asks for people, and who is there."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from models.numeric.ratios import ratio
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.staffing.full_timer import fte, paid_of


@dataclass(frozen=True, slots=True)
class PoolPeople:
    """(W,) FTE of each part of what is required and of who is there; NaN in weeks without calls."""

    calls: Floats  # as staffing has them
    longer_calls: Floats  # what new people's longer calls add
    other_work: Floats
    available: Floats

    @property
    def required(self) -> Floats:
        """For all three."""
        return np.asarray(self.calls + self.longer_calls + self.other_work)

    @property
    def gap(self) -> Floats:
        """Available less required."""
        return np.asarray(self.available - self.required)


def pool_people(pool: PoolCapacity) -> PoolPeople:
    """Week by week."""
    full_timer = np.where(pool.full_timer_hours > 0, pool.full_timer_hours, np.nan)
    return PoolPeople(*(x / full_timer for x in _paid_hours(pool)))


def people_over_weeks(pool: PoolCapacity) -> PoolPeople:
    """All weeks as one, (1,): those without calls are not averaged in; 0 where all are."""
    taken = pool.full_timer_hours > 0
    full_timer = pool.full_timer_hours[taken].sum(keepdims=True)
    return PoolPeople(*(fte(x[taken].sum(keepdims=True), full_timer) for x in _paid_hours(pool)))


def _paid_hours(pool: PoolCapacity) -> tuple[Floats, Floats, Floats, Floats]:
    """(W,) of the four parts; an hour with the pool is paid as all hours of who gives it are."""
    calls = pool.weekly(pool.experienced.paid_hours)
    longer = pool.weekly(pool.need.paid_hours) - calls
    other = pool.daily(paid_of(pool.need.question, pool.other_work_days))
    paid = ratio(pool.people.paid_hours, pool.people.agent_hours, 0.0)
    return calls, longer, other, np.asarray((pool.given * paid).sum(axis=0) / pool.efficiency)
