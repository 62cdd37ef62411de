"""The cheapest plan whose every week keeps the goal: solved linearly, truly judged, taken apart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from data.people.staff import site_groups
from data.plan import GoalName
from models.hiring.limits import binding_limits
from service.planning.basis.current import Current, NotReadyError
from service.planning.capacity.cache import Cache
from service.planning.optimise.evaluated import Evaluated, evaluated
from service.planning.optimise.exchange import exchanged
from service.planning.optimise.goal import GOALS
from service.planning.optimise.judge import Judge, ReadPlan
from service.planning.optimise.programmes import LONGEST, programmes
from service.planning.optimise.solution import Solution
from service.planning.optimise.taking_out import Stripped, stripped

EXCHANGED = 2_000  # weeks of pools judged: fewer plans where a plan is larger


@dataclass(frozen=True, slots=True)
class Found:
    """The best plan for a goal; ``binding`` names the limits in the way where there is none."""

    before: Evaluated
    after: Evaluated
    binding: tuple[str, ...]
    shortfall_hours: float
    judged: int  # plans
    certificate: int | None  # plans of the last pass, which found nothing to take out
    timed_out: bool  # seconds stopped a programme: another run may find another plan


@dataclass(frozen=True, slots=True)
class Optimised:
    """What was found for the goal that was asked for, and for the other one."""

    goal: GoalName
    found: Mapping[GoalName, Found]

    @property
    def asked(self) -> Found:
        """For the goal that was asked for."""
        return self.found[self.goal]


def optimise(
    current: Current, first: date, last: date, read: ReadPlan, goal: GoalName | None = None
) -> Optimised:
    """``read`` makes a plan of its text; days are whole weeks; the plan's own goal if left out.

    The plan for ready weeks is where the search for the other goal starts, so that both have one
    cost whichever was asked for. Raises NotReadyError where an hourly cost is missing: the
    cheapest of unknown costs is unknown.
    """
    _require_costs(current)
    before = evaluated(current, first, last, GOALS["ready"], Cache())
    ready, start = _found(before, read, None)
    mean, _ = _found(replace(before, goal=GOALS["mean"]), read, start)
    return Optimised(goal or current.plan.limits.goal, {"ready": ready, "mean": mean})


def _require_costs(current: Current) -> None:
    without = [x for x in site_groups(current.plan) if x.hourly_cost is None]
    if without:
        named = ", ".join(f"{x.label} at {x.site}" for x in without[:3])
        raise NotReadyError(f"to find the cheapest plan, give hourly_cost to {named}")


def _found(before: Evaluated, read: ReadPlan, start: Solution | None) -> tuple[Found, Solution]:
    judge = Judge(before, read)
    tries = programmes(judge)
    free = tries.free()
    best = tries.settled(free)
    if start is not None:
        there = replace(start, evaluated=replace(start.evaluated, goal=judge.goal))
        best = there if there.better(best) else best
    end = _refined(judge, best)
    missed = end.solution.evaluated.short > 0 and not free.plan.feasible
    found = Found(
        before,
        end.solution.evaluated,
        binding_limits(free.case.problem, LONGEST) if missed else (),
        float(free.plan.shortfall.sum()) if missed else 0.0,
        judge.judged,
        end.certificate,
        tries.timed_out,
    )
    return found, end.solution


def _refined(judge: Judge, best: Solution) -> Stripped:
    """Nothing can be taken out, nor exchanged as far as was tried."""
    end = stripped(judge, best)
    size = len(judge.before.answer.pools) * len(judge.before.answer.mondays)
    better = exchanged(judge, end.solution, EXCHANGED // size)
    return end if better is end.solution else stripped(judge, better)
