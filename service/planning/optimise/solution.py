"""A plan of the hiring programme with what it truly promises."""

from dataclasses import dataclass

from models.hiring.problem import HiringPlan
from service.planning.optimise.case import HiringCase
from service.planning.optimise.evaluated import Evaluated


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan of the programme, truly evaluated."""

    case: HiringCase
    plan: HiringPlan
    evaluated: Evaluated

    @property
    def promises(self) -> bool:
        """Whether every week keeps the goal."""
        return self.evaluated.short == 0

    def better(self, other: "Solution") -> bool:
        """Fewer weeks short, then cheaper."""
        mine, theirs = self.evaluated, other.evaluated
        return (mine.short, mine.cost) < (theirs.short, theirs.cost)
