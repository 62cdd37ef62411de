"""A plan with everything the optimiser must know of it: what it promises and what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data.people.staff import site_groups
from data.people.wages import total_cost
from data.plan import Plan
from models.arrays import Floats
from service.planning.basis.current import Current
from service.planning.capacity.cache import Cache
from service.planning.capacity.capacity_table import Capacity, CapacityQuestion, PoolWeeks, capacity
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.capacity.site_people import WeekSpan
from service.planning.optimise.goal import Goal
from service.planning.optimise.rerouting import Line


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A plan, truly evaluated."""

    goal: Goal
    current: Current
    answer: Capacity
    cost: float  # of everybody, over the weeks
    cache: Cache  # what it was worked out from

    def above(self, weeks: PoolWeeks) -> Floats:
        """(W,) by how much a pool's weeks keep the goal; below 0 they miss it."""
        return self.goal.above(weeks.paths, weeks.capacity.need.target)

    def missed(self, weeks: PoolWeeks) -> int:
        """How many of a pool's weeks miss the goal."""
        return int((self.above(weeks) < 0).sum())

    @property
    def short(self) -> int:
        """Pools' weeks that miss the goal."""
        return sum(self.missed(x) for x in self.answer.pools)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Where people are needed."""
        return tuple(sorted({(x.site, x.language) for x in self.current.plan.pools}))

    def row(self, weeks: PoolWeeks) -> int:
        """The number of a pool's line."""
        pool = weeks.capacity.need.pool
        return self.lines.index((pool.site, pool.language))

    @property
    def required(self) -> Floats:
        """(L, W) hours of experienced people's shifts."""
        hours = np.zeros((len(self.lines), len(self.answer.mondays)))
        for weeks in self.answer.pools:
            hours[self.row(weeks)] += weeks.capacity.plain_hours / weeks.capacity.efficiency
        return hours

    @property
    def elasticity(self) -> float:
        """With which hours needed grow as the AHT does."""
        return elasticity([x.capacity for x in self.answer.pools])

    @property
    def calls_at_risk(self) -> float:
        """Over all weeks."""
        return float(sum(x.calls_at_risk.sum() for x in self.answer.pools))

    def changed(self, current: Current, pools: Sequence[PoolWeeks]) -> "Evaluated":
        """Another plan, whose pools have these weeks."""
        by_name = {x.capacity.need.pool.name: x for x in pools}
        names = [x.name for x in current.plan.pools if x.name in by_name]
        answer = replace(self.answer, current=current, pools=tuple(by_name[x] for x in names))
        cost = _cost(current.plan, answer.question.first, answer.question.last)
        return replace(self, current=current, answer=answer, cost=cost)


def elasticity(pools: Sequence[PoolCapacity]) -> float:
    """How the hours of some pools grow with the AHT: as its power of this, below 1.

    Of a need of load + extra x sqrt(load), extra growing with the root only: the elasticity.
    """
    needed = sum(float(x.plain_hours.sum()) for x in pools)
    load = sum(float(x.load_hours.sum()) for x in pools)
    return float(np.clip(1.0 - (needed - load) / (2.0 * needed), 0.5, 1.0)) if needed else 1.0


def evaluated(current: Current, first: date, last: date, goal: Goal, cache: Cache) -> Evaluated:
    """What a plan promises."""
    answer = capacity(current, CapacityQuestion(first, last), cache)
    return Evaluated(goal, current, answer, _cost(current.plan, first, last), cache)


def _cost(plan: Plan, first: date, last: date) -> float:
    return total_cost(site_groups(plan), WeekSpan(first, last).days)
