"""The hiring programmes of a search: people and shares, or people alone, for what is needed.

A programme covers need x margin in every week of a line (site and language). The margin is the
share of the needed hours that just keeps the goal in truth, by the plan judged last: whole people,
chance, and languages that share their speakers make it differ from 1.
"""

from dataclasses import dataclass, replace

import numpy as np

from data.people.staff import site_groups
from data.plan import Plan
from models.arrays import Flags, Floats
from models.hiring.solve import solve
from service.planning.basis.span import span_of
from service.planning.capacity.site_people import WeekSpan
from service.planning.optimise.case import HiringCase, hiring_case
from service.planning.optimise.evaluated import Evaluated
from service.planning.optimise.judge import Judge
from service.planning.optimise.margins import margins
from service.planning.optimise.rerouting import Rerouting, rerouting
from service.planning.optimise.solution import Solution

ROUNDS = 6
MORE = 0.005  # of the hours, where a week misses the goal in spite of its margin
LONGEST, GAP = 20.0, 3e-3  # of one programme: seconds, share of its cost


@dataclass(slots=True)
class Programmes:
    """Of plans that differ from the judge's in their decisions."""

    judge: Judge
    moving: Rerouting
    margins: Floats  # (L, W) of the plan that there is
    timed_out: bool = False  # seconds stopped one of them

    def free(self) -> Solution:
        """People and shares chosen."""
        before, moving = self.judge.before, self.moving.weighted(self.margins)
        return self._solution(_case(before.current.plan, before, moving, self.margins))

    def settled(self, free: Solution) -> Solution:
        """The best of some rounds, people alone being chosen at the shares found last.

        Margins grow where weeks miss the goal in spite of them, twice as fast each time, until
        every week keeps it.
        """
        best, after, found = free, free, self.margins
        extra, more = np.zeros_like(found), np.full_like(found, MORE)
        for _ in range(ROUNDS - 1):
            short = _still_short(after.evaluated)
            extra, more = extra + short * more, np.where(short, 2.0 * more, more)
            found = _moved(found, after.evaluated) + extra
            after = self._solution(_at_last_shares(self.judge.before, after, found))
            if best.promises and not (after.plan.feasible and after.better(best)):
                break
            best = after if after.better(best) else best
        return replace(best, case=free.case)

    def _solution(self, case: HiringCase) -> Solution:
        """The cheapest plan of a programme, or the one that violates it least."""
        plan = solve(case.problem, time_limit=LONGEST, gap=GAP)
        self.timed_out = self.timed_out or not plan.proven
        return self.judge.solution(case, plan)


def programmes(judge: Judge) -> Programmes:
    """With the margins of the plan that there is."""
    before = judge.before
    question, origin = before.answer.question, before.current.release.head.origin
    span = span_of(before.current, question.first, question.last)
    week = np.array([(x - question.first).days // 7 for x in span.days])
    moving = rerouting(before.current, span, before.lines, week, origin)
    return Programmes(judge, moving, _moved(margins(before), before))


def _still_short(after: Evaluated) -> Flags:
    """(L, W) where the plan judged last missed the goal all the same."""
    short = np.zeros(after.required.shape, np.bool_)
    for weeks in after.answer.pools:
        short[after.row(weeks)] |= after.above(weeks) < 0
    return short


def _at_last_shares(before: Evaluated, last: Solution, found: Floats) -> HiringCase:
    """People alone: who takes a site's first calls when is then known."""
    plan = replace(before.current.plan, routing=last.evaluated.current.plan.routing)
    return _case(plan, last.evaluated, last.case.rerouting.frozen(last.plan.units), found)


def _case(plan: Plan, needs: Evaluated, moving: Rerouting, found: Floats) -> HiringCase:
    question = needs.answer.question
    return hiring_case(
        plan,
        needs.elasticity,
        moving,
        needs.lines,
        needs.required * found,
        WeekSpan(question.first, question.last),
        needs.current.release.head.origin,
    )


def _moved(found: Floats, after: Evaluated) -> Floats:
    """Margins of the plan judged last; what a shared speaker cost others is theirs to cover too.

    Where people speak several of a site's languages its lines are equally short, so that the
    largest margin counts for all of them.
    """
    found = np.where(after.required > 0, margins(after), found)
    for site in {site for site, _ in after.lines}:
        rows = [i for i, line in enumerate(after.lines) if line[0] == site]
        if _mostly_bilingual(after, site):
            found[rows] = found[rows].max(axis=0)
    return found


def _mostly_bilingual(after: Evaluated, site: str) -> bool:
    groups = [x for x in site_groups(after.current.plan) if x.site == site]
    bilingual = sum(x.group.headcount for x in groups if len(x.languages) > 1)
    return bilingual > sum(x.group.headcount for x in groups) / 2
