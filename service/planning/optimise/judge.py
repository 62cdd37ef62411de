"""Judges plans by what they truly promise, and counts them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.people.staff import site_groups
from data.plan import Plan
from data.plan.edit import decided, edited
from models.hiring.problem import HiringPlan
from service.planning.basis.current import replanned
from service.planning.basis.span import span_of
from service.planning.capacity.cache import Cache
from service.planning.capacity.capacity_table import PoolWeeks
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.capacity.site_pools import pool_capacities
from service.planning.optimise.case import HiringCase
from service.planning.optimise.evaluated import Evaluated, evaluated
from service.planning.optimise.goal import Goal
from service.planning.optimise.solution import Solution
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_question import WhatIf

ReadPlan = Callable[[str], Plan]

MOST = 1_000  # plans judged for one goal


@dataclass(slots=True)
class Judge:
    """Of plans that differ from ``before`` in their decisions alone."""

    before: Evaluated
    read: ReadPlan
    most: int = MOST
    judged: int = 0

    @property
    def goal(self) -> Goal:
        """What every week must keep."""
        return self.before.goal

    @property
    def open(self) -> bool:
        """Whether one plan more may be judged."""
        return self.judged < self.most

    def solution(self, case: HiringCase, plan: HiringPlan) -> Solution:
        """The plan, whatever it promises."""
        self.judged += 1
        before, question = self.before.current, self.before.answer.question
        text = edited(before.stored.text, case.decisions(plan))
        current = replanned(before, self.read(text), text)
        found = evaluated(current, question.first, question.last, self.goal, Cache())
        return Solution(case, plan, found)

    def kept(self, best: Solution, plan: HiringPlan) -> Solution | None:
        """The plan, where it breaks no promise of ``best`` and makes no other week worse.

        Only pools whose people or calls change are worked out, the tightest first, and none after
        one that has such a week.
        """
        self.judged += 1
        before, known, decisions = self.before.current, best.evaluated, best.case.decisions(plan)
        changed = decided(before.plan, decisions)
        sites = _changed_sites(known.current.plan, changed)
        least = {_name(x.capacity): np.minimum(known.above(x), 0.0) for x in known.answer.pools}
        weeks: list[PoolWeeks] = []
        for pool in self._pools(known, changed, sites):
            weeks.append(_weeks(pool))
            if (known.above(weeks[-1]) < least.get(_name(pool), 0.0)).any():
                return None
        same = [x for x in known.answer.pools if x.capacity.need.pool.site not in sites]
        text = edited(before.stored.text, decisions)
        current = replanned(before, self.read(text), text)
        return Solution(best.case, plan, known.changed(current, (*same, *weeks)))

    def _pools(
        self, known: Evaluated, plan: Plan, sites: Collection[str]
    ) -> Sequence[PoolCapacity]:
        """Of some sites, those first whose weeks keep the goal by least under ``known``."""
        of_sites = replace(plan, pools=tuple(x for x in plan.pools if x.site in sites))
        current, question = replanned(self.before.current, of_sites, ""), known.answer.question
        span = span_of(current, question.first, question.last)
        pools = pool_capacities(current, span, Method(), WhatIf(), Cache(known.cache))
        above = {_name(x.capacity): known.above(x) for x in known.answer.pools}
        spare = {x: float(np.nanmin(y, initial=1.0)) for x, y in above.items()}
        return sorted(pools, key=lambda x: spare.get(_name(x), 0.0))


def _name(pool: PoolCapacity) -> str:
    return pool.need.pool.name


def _weeks(pool: PoolCapacity) -> PoolWeeks:
    paths = pool.paths_at(pool.share)
    return PoolWeeks(pool, paths, paths.meeting(pool.need.target))


def _changed_sites(one: Plan, other: Plan) -> set[str]:
    """Sites whose people differ; all, where calls are sent elsewhere."""
    if one.routing != other.routing:
        return {x.id for x in one.sites}
    groups = [site_groups(x) for x in (one, other)]
    return {
        site.id
        for site in one.sites
        if [x for x in groups[0] if x.site == site.id]
        != [x for x in groups[1] if x.site == site.id]
    }
