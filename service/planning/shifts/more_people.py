"""What so many people more of one contract would bring: as many as planned and these, others fewer.

All others are as cheap as possible, each within its own largest share; their least shares, and the
contract's own bounds, do not hold. People join the site's pools, week by week, in proportion to the
people whom the plan's shifts have there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data.plan import Contract, Plan
from data.shifts import Goal, PoolShifts
from models.shifts.heads import apportioned
from service.planning.shifts.mixes import Mix, MixQuestion, site_contracts
from service.planning.shifts.worked_out import PoolCase, pool_case, pool_shifts
from service.planning.staffing.pool_need import PoolNeed

_NEARLY = 1e-5  # of a person


@dataclass(frozen=True, slots=True)
class MorePeople:
    """A contract's people of each pool and Monday: those of the plan and those who join."""

    contract: str
    heads: Mapping[tuple[str, date], int]


def joined(planned: Sequence[PoolShifts], contract: str, people: int) -> MorePeople:
    """So many people more beside the ``planned`` shifts of a site; of pools with the contract."""
    heads: dict[tuple[str, date], int] = {}
    for monday in dict.fromkeys(x.monday for x in planned):
        some = [x for x in planned if x.monday == monday and _have(x, contract)]
        size = np.array([x.people for x in some], np.float64)
        more = apportioned(size, people) if size.any() else np.zeros(len(some), np.int64)
        for x, extra in zip(some, more.tolist(), strict=True):
            heads[x.pool, monday] = extra + sum(y.people for y in x.heads if y.contract == contract)
    return MorePeople(contract, heads)


def shifts_with(
    plan: Plan, need: PoolNeed, monday: date, goal: Goal, more: MorePeople
) -> PoolShifts | None:
    """The cheapest shifts of a pool's week with these people; None where nothing is open."""
    heads = more.heads.get((need.pool.name, monday))
    if heads is None:
        return pool_shifts(plan, need, monday, goal, {})
    contracts = tuple(_bounded(x, more.contract) for x in plan.contracts)
    case = pool_case(replace(plan, contracts=contracts), need, monday, goal)
    return None if case is None else _exactly(case, more.contract, heads).solved()


def more_mix(plan: Plan, question: MixQuestion, weeks: Sequence[PoolShifts]) -> Mix:
    """The row of ``weeks`` with the people more, and whether the plan's shares allow them."""
    bounds = {x.name: (x.share_min, x.share_max) for x in site_contracts(plan, question.site)}
    within = all(
        np.floor(bounds[y.contract][0] * x.people + _NEARLY)
        <= y.people
        <= np.ceil(bounds[y.contract][1] * x.people - _NEARLY)
        for x in weeks
        for y in x.heads
    )
    return Mix(str(question.contract), None, plan, bool(within), question.more_people)


def _have(week: PoolShifts, contract: str) -> bool:
    return any(x.contract == contract for x in week.heads)


def _bounded(x: Contract, contract: str) -> Contract:
    return replace(x, share_min=0.0, share_max=1.0 if x.name == contract else x.share_max)


def _exactly(case: PoolCase, contract: str, heads: int) -> PoolCase:
    terms = case.problem.week.terms
    least, most = terms.heads_min.copy(), terms.heads_max.copy()
    place = terms.names.index(contract)
    least[place], most[place] = heads, heads
    week = replace(case.problem.week, terms=replace(terms, heads_min=least, heads_max=most))
    return replace(case, problem=replace(case.problem, week=week))
