"""The cheapest plan whose every week promises its target: solved linearly, judged truly, repeated.

The programme covers need x margin in every week of a line (site and language). The margin is the
share of the needed hours that just reaches the target in truth, by the plan judged last: whole
people, chance, and languages that share their speakers make it differ from 1.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.plan import Plan
from data.plan.edit import edited
from data.staff import site_groups
from data.wages import total_cost
from models.hiring import solve
from models.hiring_limits import binding_limits
from models.hiring_problem import HiringPlan
from service.capacity_answer import Capacity, CapacityQuestion, PoolWeeks, capacity
from service.current import Current, replanned
from service.hiring_case import HiringCase, Line, hiring_case
from service.just_enough import just_enough
from service.people import WeekSpan
from service.shifting import Shifting, shifting
from service.span import span

Floats = NDArray[np.float64]
ReadPlan = Callable[[str], Plan]

UNKNOWN = 0.97  # the margin of weeks that had no calls in the plan judged
ROUNDS = 6
SECONDS = 6.0  # after which no further round begins
LONGEST, GAP = 2.0, 2e-3  # of one programme: seconds, share of its cost


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan, truly evaluated."""

    found: Current
    answer: Capacity
    cost: float  # of everybody, over the weeks
    lines: tuple[Line, ...]
    required: Floats  # (L, W) hours of experienced people
    margins: Floats  # (L, W) the share of them that just reaches every target

    @property
    def short(self) -> int:
        """Pools' weeks that do not promise their target."""
        return sum(int((_above(x) < 0).sum()) for x in self.answer.pools)

    @property
    def calls_at_risk(self) -> float:
        """Over all weeks."""
        return float(sum(x.calls_at_risk.sum() for x in self.answer.pools))


@dataclass(frozen=True, slots=True)
class Optimised:
    """What was found; ``binding`` names the limits in the way where no plan does."""

    before: Judged
    after: Judged
    binding: tuple[str, ...]
    shortfall_hours: float
    rounds: int


def optimise(found: Current, first: date, last: date, read: ReadPlan) -> Optimised:
    """``read`` makes a plan of its text; days are whole weeks."""
    began = time.monotonic()
    before = judged(found, first, last)
    moving = _shifting(before)
    margins = _moved(before.margins, before)
    best, rounds = None, 0
    while rounds < ROUNDS and (rounds == 0 or time.monotonic() - began < SECONDS):
        rounds += 1
        case = _case(before, moving, margins)
        plan = solve(case.problem, time_limit=LONGEST, gap=GAP)
        after = _applied(before, case, plan, read)
        if not plan.feasible:
            limits = binding_limits(case.problem)
            return Optimised(before, after, limits, float(plan.shortfall.sum()), rounds)
        better = best is None or (after.short, after.cost) < (best.short, best.cost)
        settled = best is not None and not better and after.short == 0
        best = after if better or best is None else best
        if settled:
            break
        margins = _moved(margins, after)
    assert best is not None
    return Optimised(before, best, (), 0.0, rounds)


def judged(found: Current, first: date, last: date) -> Judged:
    """What a plan promises."""
    answer = capacity(found, CapacityQuestion(first, last))
    lines = tuple(sorted({(x.site, x.language) for x in found.plan.pools}))
    shape = (len(lines), len(answer.mondays))
    required, margins = np.zeros(shape), np.full(shape, np.nan)
    for weeks in answer.pools:
        pool = weeks.capacity.need.pool
        row = lines.index((pool.site, pool.language))
        required[row] += weeks.capacity.plain_hours
        margins[row] = np.fmax(margins[row], just_enough(weeks))
    cost = total_cost(site_groups(found.plan), WeekSpan(first, last).days)
    return Judged(
        found, answer, cost, lines, required, np.where(np.isnan(margins), UNKNOWN, margins)
    )


def _above(weeks: PoolWeeks) -> Floats:
    return np.asarray(weeks.paths.service_level - weeks.capacity.need.target.share)


def _shifting(before: Judged) -> Shifting:
    question = before.answer.question
    asked = span(before.found, question.first, question.last)
    week = np.array([(x - question.first).days // 7 for x in asked.days])
    return shifting(before.found, asked, before.lines, week, before.found.release.head.origin)


def _case(before: Judged, moving: Shifting, margins: Floats) -> HiringCase:
    question = before.answer.question
    return hiring_case(
        before.found.plan,
        moving.weighted(margins),
        before.lines,
        before.required * margins,
        WeekSpan(question.first, question.last),
        before.found.release.head.origin,
    )


def _applied(before: Judged, case: HiringCase, plan: HiringPlan, read: ReadPlan) -> Judged:
    text = edited(before.found.stored.text, case.decisions(plan))
    found = replanned(before.found, read(text), text)
    question = before.answer.question
    return judged(found, question.first, question.last)


def _moved(margins: Floats, after: Judged) -> Floats:
    """Those of the plan judged last; what a shared speaker cost others is theirs to cover too.

    Where people speak several of a site's languages its lines are equally short, so that the
    largest margin counts for all of them.
    """
    found = np.where(after.required > 0, after.margins, margins)
    for site in {site for site, _ in after.lines}:
        rows = [i for i, line in enumerate(after.lines) if line[0] == site]
        if _mostly_bilingual(after, site):
            found[rows] = found[rows].max(axis=0)
    return found


def _mostly_bilingual(after: Judged, site: str) -> bool:
    groups = [x for x in site_groups(after.found.plan) if x.site == site]
    people = sum(x.group.headcount for x in groups)
    return (
        people > 0 and sum(x.group.headcount for x in groups if len(x.languages) > 1) > people / 2
    )
