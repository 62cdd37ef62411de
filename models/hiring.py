"""The smallest hiring plan: the cheapest people, and shares of calls, that cover every need.

A mixed-integer linear programme, solved by HiGHS (Huangfu and Hall, Mathematical Programming
Computation 10, 2018). Objectives are met one after the other: a later one never gives up more than
a rounding error of an earlier one. The last is to stay near the present plan where that costs
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.hiring_problem import HiringPlan, HiringProblem
from models.hiring_programme import Programme, Rows, Solution, Values, minimise, programme

GAP = 0.002
GIVEN_UP = 1e-6  # of an earlier objective, in the largest of its units
NO_HOURS = 1e-4  # a shortfall of less than a second a week is an error of rounding


@dataclass(frozen=True, slots=True)
class _Aim:
    """An objective and its share of the time, which no clock tells here."""

    weights: Values
    time: float


def solve(problem: HiringProblem, time_limit: float = 8.0, gap: float = GAP) -> HiringPlan:
    """The cheapest plan that covers every hour; without one, that of ``least_violation``.

    ``time_limit`` in seconds, for each of the two; ``gap`` is the share by which the cost may be
    above the least possible one. Raises TimeoutError when no plan at all is found in time.
    """
    aims = _plan_aims(problem)
    found = _in_turn(programme(problem, elastic=False), aims, time_limit, gap)
    return _plan(problem, found, len(aims)) if found else least_violation(problem, time_limit, gap)


def least_violation(
    problem: HiringProblem, time_limit: float = 8.0, gap: float = GAP
) -> HiringPlan:
    """The plan that exceeds the weekly shift least, then lacks fewest hours, then costs least.

    Raises TimeoutError when no plan is found within ``time_limit`` seconds.
    """
    aims = [
        _Aim({"excess": np.ones(len(problem.steps))}, 0.2),
        _Aim({"shortfall": np.ones(problem.need_fixed.size)}, 1.0),
        *_plan_aims(problem),
    ]
    found = _in_turn(programme(problem, elastic=True), aims, time_limit, gap)
    if not found:
        raise TimeoutError(f"no hiring plan found in {time_limit} seconds")
    return _plan(problem, found, len(aims))


def _plan_aims(problem: HiringProblem) -> list[_Aim]:
    cost = np.array([x.cost for x in problem.options], np.float64)
    apart = np.ones(len(problem.options) + len(problem.steps))
    return [_Aim({"people": cost}, 0.8), _Aim({"apart": apart}, 0.2)]


def _in_turn(
    choices: Programme, aims: Sequence[_Aim], time_limit: float, gap: float
) -> tuple[Solution, ...]:
    """The best values by the first aim, among them by the second, and so on while time allows."""
    found: list[Solution] = []
    kept: list[Rows] = []
    time = time_limit / sum(x.time for x in aims)
    for aim in aims:
        best = minimise(choices, aim.weights, kept, time * aim.time, gap)
        if best is None:
            break
        found.append(best)
        kept.append(_no_worse(aim.weights, best))
    return tuple(found)


def _no_worse(weights: Values, than: Solution) -> Rows:
    ((block, weight),) = weights.items()
    largest = float(weight.max(initial=0.0)) or 1.0
    most = np.array([than.objective / largest + GIVEN_UP])
    return Rows({block: weight[None] / largest}, np.array([-np.inf]), most)


def _plan(problem: HiringProblem, found: Sequence[Solution], aims: int) -> HiringPlan:
    """The last values found; how sure they are, by all aims but that of staying near."""
    values, sure = found[-1].values, found[: aims - 1]
    people = np.rint(values["people"]).astype(np.int64)
    missing = values["shortfall"].reshape(problem.need_fixed.shape)
    return HiringPlan(
        people=people,
        units=np.rint(values["units"]).astype(np.int64),
        cost=float(np.dot(people, [x.cost for x in problem.options])),
        shortfall=np.where(missing > NO_HOURS, missing, 0.0),
        excess=np.rint(values["excess"]).astype(np.int64),
        gap=max(x.gap for x in sure),
        proven=len(sure) == aims - 1 and all(x.proven for x in sure),
    )
