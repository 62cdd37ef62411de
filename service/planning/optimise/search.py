"""The cheapest plan whose every week promises its target: solved linearly, truly evaluated, again.

The programme covers need x margin in every week of a line (site and language). The margin is the
share of the needed hours that just reaches the target in truth, by the plan evaluated last: whole
people, chance, and languages that share their speakers make it differ from 1.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data.people.staff import site_groups
from data.plan import Plan
from models.arrays import Floats
from models.hiring.limits import binding_limits
from service.planning.basis.current import Current, NotReadyError
from service.planning.basis.span import span_of
from service.planning.capacity.site_people import WeekSpan
from service.planning.optimise.case import HiringCase, hiring_case
from service.planning.optimise.effort import POLISHED, POOL_WEEKS, Effort, effort
from service.planning.optimise.evaluated import Evaluated, above, evaluated
from service.planning.optimise.local_search import local_search
from service.planning.optimise.rerouting import Rerouting, rerouting
from service.planning.optimise.solution import ReadPlan, Solution, solution

ROUNDS = 8
PROBES = (0.01, 0.02, 0.03, 0.05, 0.08, 0.11)  # of the margins: slower people need less of them
MORE = 0.005  # of the hours, where a week misses its target in spite of its margin


@dataclass(frozen=True, slots=True)
class Optimised:
    """What was found; ``binding`` names the limits in the way where no plan does."""

    before: Evaluated
    after: Evaluated
    binding: tuple[str, ...]
    shortfall_hours: float
    rounds: int


def optimise(current: Current, first: date, last: date, read: ReadPlan) -> Optimised:
    """``read`` makes a plan of its text; days are whole weeks.

    Raises NotReadyError where an hourly cost is missing: the cheapest of unknown costs is unknown.
    """
    _require_costs(current)
    before = evaluated(current, first, last)
    left = effort(before, POOL_WEEKS)
    moving, margins = _rerouting(before), _moved(before.margins, before)
    free = solution(before, _free(before, moving, margins), read)
    if not free.plan.feasible:
        limits = binding_limits(free.case.problem)
        return Optimised(before, free.evaluated, limits, float(free.plan.shortfall.sum()), 1)
    best, rounds = _settled_rounds(before, free, margins, read, left)
    best = local_search(before, best, read, left)
    for less in PROBES:
        if not left.spend():
            break
        tried = solution(before, _free(before, moving, margins * (1.0 - less)), read)
        best = tried if tried.plan.feasible and tried.promises and tried.better(best) else best
    best = local_search(before, best, read, effort(before, POLISHED))
    return Optimised(before, best.evaluated, (), 0.0, rounds)


def _settled_rounds(
    before: Evaluated, free: Solution, margins: Floats, read: ReadPlan, left: Effort
) -> tuple[Solution, int]:
    """The best of the rounds, people alone being chosen once shares were; and how many there were.

    Margins grow where weeks miss a target in spite of them, until every week promises its own.
    """
    best, after, rounds = free, free, 1
    extra = np.zeros_like(margins)
    while rounds < ROUNDS and (left.spend() or not best.promises):
        rounds += 1
        extra = extra + _still_short(after.evaluated)
        margins = _moved(margins, after.evaluated) + extra
        after = solution(before, _settled(before, after, margins), read)
        if not after.plan.feasible or (best.promises and not after.better(best)):
            break
        best = after if after.better(best) else best
    return best, rounds


def _require_costs(current: Current) -> None:
    without = [x for x in site_groups(current.plan) if x.hourly_cost is None]
    if without:
        named = ", ".join(f"{x.label} at {x.site}" for x in without[:3])
        raise NotReadyError(f"to find the cheapest plan, give hourly_cost to {named}")


def _still_short(after: Evaluated) -> Floats:
    """(L, W) more of the hours where the plan evaluated last missed a target all the same."""
    more = np.zeros(after.required.shape)
    for weeks in after.answer.pools:
        pool = weeks.capacity.need.pool
        row = after.lines.index((pool.site, pool.language))
        more[row] = np.fmax(more[row], np.where(above(weeks) < 0, MORE, 0.0))
    return more


def _rerouting(before: Evaluated) -> Rerouting:
    question = before.answer.question
    span = span_of(before.current, question.first, question.last)
    week = np.array([(x - question.first).days // 7 for x in span.days])
    return rerouting(before.current, span, before.lines, week, before.current.release.head.origin)


def _free(before: Evaluated, moving: Rerouting, margins: Floats) -> HiringCase:
    """People and shares to be chosen."""
    return _case(before.current.plan, before, moving.weighted(margins), margins)


def _settled(before: Evaluated, last: Solution, margins: Floats) -> HiringCase:
    """People alone, at the shares found last: who takes a site's first calls when is then known."""
    plan = replace(before.current.plan, routing=last.evaluated.current.plan.routing)
    return _case(plan, last.evaluated, last.case.rerouting.frozen(last.plan.units), margins)


def _case(plan: Plan, needs: Evaluated, moving: Rerouting, margins: Floats) -> HiringCase:
    question = needs.answer.question
    return hiring_case(
        plan,
        needs.elasticity,
        moving,
        needs.lines,
        needs.required * margins,
        WeekSpan(question.first, question.last),
        needs.current.release.head.origin,
    )


def _moved(margins: Floats, after: Evaluated) -> Floats:
    """Those of the plan evaluated last; what a shared speaker cost others is theirs to cover too.

    Where people speak several of a site's languages its lines are equally short, so that the
    largest margin counts for all of them.
    """
    found = np.where(after.required > 0, after.margins, margins)
    for site in {site for site, _ in after.lines}:
        rows = [i for i, line in enumerate(after.lines) if line[0] == site]
        if _mostly_bilingual(after, site):
            found[rows] = found[rows].max(axis=0)
    return found


def _mostly_bilingual(after: Evaluated, site: str) -> bool:
    groups = [x for x in site_groups(after.current.plan) if x.site == site]
    bilingual = sum(x.group.headcount for x in groups if len(x.languages) > 1)
    return bilingual > sum(x.group.headcount for x in groups) / 2
