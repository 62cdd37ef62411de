"""A plan with everything the optimiser must know of it: what it promises, costs and leaves over."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from data.people.staff import site_groups
from data.people.wages import total_cost
from models.arrays import Floats
from service.planning.basis.current import Current
from service.planning.capacity.capacity_table import Capacity, CapacityQuestion, PoolWeeks, capacity
from service.planning.capacity.readiness import spare
from service.planning.capacity.site_people import WeekSpan
from service.planning.optimise.margins import elasticity, margins_of
from service.planning.optimise.rerouting import Line

UNKNOWN = 0.97  # the margin of weeks that had no calls in the plan evaluated


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A plan, truly evaluated."""

    current: Current
    answer: Capacity
    cost: float  # of everybody, over the weeks
    lines: tuple[Line, ...]
    required: Floats  # (L, W) hours of experienced people
    margins: Floats  # (L, W) the share of them that just reaches every target

    @property
    def short(self) -> int:
        """Pools' weeks that do not promise their target."""
        return sum(int((above(x) < 0).sum()) for x in self.answer.pools)

    @property
    def elasticity(self) -> float:
        """With which hours needed grow as the AHT does."""
        return elasticity([x.capacity for x in self.answer.pools])

    @property
    def calls_at_risk(self) -> float:
        """Over all weeks."""
        return float(sum(x.calls_at_risk.sum() for x in self.answer.pools))


def above(weeks: PoolWeeks) -> Floats:
    """(W,) by how much a pool's weeks keep their target; below 0 they miss it."""
    return spare(weeks.paths, weeks.capacity.need.target)


def evaluated(current: Current, first: date, last: date) -> Evaluated:
    """What a plan promises."""
    answer = capacity(current, CapacityQuestion(first, last))
    lines = tuple(sorted({(x.site, x.language) for x in current.plan.pools}))
    shape = (len(lines), len(answer.mondays))
    required, margins = np.zeros(shape), np.full(shape, np.nan)
    power = elasticity([x.capacity for x in answer.pools])
    for weeks in answer.pools:
        pool = weeks.capacity.need.pool
        row = lines.index((pool.site, pool.language))
        required[row] += weeks.capacity.plain_hours
        margins[row] = np.fmax(margins[row], margins_of(weeks, power))
    cost = total_cost(site_groups(current.plan), WeekSpan(first, last).days)
    return Evaluated(
        current, answer, cost, lines, required, np.where(np.isnan(margins), UNKNOWN, margins)
    )
