"""A hiring case's best plan, written into the plan's text and truly evaluated."""

from collections.abc import Callable
from dataclasses import dataclass

from data.plan import Plan
from data.plan.edit import edited
from models.hiring.problem import HiringPlan
from models.hiring.solve import solve
from service.planning.basis.current import replanned
from service.planning.optimise.case import HiringCase
from service.planning.optimise.evaluated import Evaluated, evaluated

ReadPlan = Callable[[str], Plan]

LONGEST, GAP = 4.0, 3e-3  # of one programme: seconds, share of its cost


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan of the programme, truly evaluated."""

    case: HiringCase
    plan: HiringPlan
    evaluated: Evaluated

    @property
    def promises(self) -> bool:
        """Whether every week promises its target."""
        return self.evaluated.short == 0

    def better(self, other: "Solution") -> bool:
        """Fewer weeks short, then cheaper."""
        mine, theirs = self.evaluated, other.evaluated
        return (mine.short, mine.cost) < (theirs.short, theirs.cost)


def solution(before: Evaluated, case: HiringCase, read: ReadPlan) -> Solution:
    """The cheapest plan of the programme, or the one that violates it least."""
    return applied(before, case, solve(case.problem, time_limit=LONGEST, gap=GAP), read)


def applied(before: Evaluated, case: HiringCase, plan: HiringPlan, read: ReadPlan) -> Solution:
    """The plan evaluated before with other decisions in it."""
    text = edited(before.current.stored.text, case.decisions(plan))
    current = replanned(before.current, read(text), text)
    question = before.answer.question
    return Solution(case, plan, evaluated(current, question.first, question.last))
