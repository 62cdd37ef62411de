"""The smallest hiring plan: the cheapest people, and shares of calls, that cover every need.

A mixed-integer linear programme, solved by HiGHS (Huangfu and Hall, Mathematical Programming
Computation 10, 2018). Of plans that cost the same, the one nearest to the present plan is taken:
each person and each unit of difference has a price, so small that all differences there can be
cost together ``NEARNESS`` of the cheapest person. Hence a plan's cost is above the least possible
one by at most that and the gap.
"""

import numpy as np

from models.hiring.problem import HiringPlan, HiringProblem
from models.hiring.programme import Programme, Solution, Values, minimise, programme
from models.hiring.rows import Rows

GAP = 1e-7
NEARNESS = 1e-3
GIVEN_UP = 1e-3  # hours or units of the least violation: HiGHS stumbles where less is left to it
DECIMALS = 2  # of missing hours: more would show what was given up


def solve(problem: HiringProblem, time_limit: float = 8.0, gap: float = GAP) -> HiringPlan:
    """The cheapest plan that covers every hour; without one, that of ``least_violation``.

    ``time_limit`` in seconds, for each of the two; ``gap`` is the share by which the cost may be
    above the least possible one. Raises TimeoutError when no plan at all is found in time.
    """
    choices = programme(problem, elastic=False)
    found = minimise(choices, _cost(problem), (), time_limit, gap)
    if found is None:
        return least_violation(problem, time_limit, gap)
    return _plan(problem, found, found.gap, proven=found.proven)


def least_violation(
    problem: HiringProblem, time_limit: float = 8.0, gap: float = GAP
) -> HiringPlan:
    """The plan that exceeds the weekly shift least, then lacks fewest hours, then costs least.

    Raises TimeoutError when no plan is found within ``time_limit`` seconds.
    """
    choices = programme(problem, elastic=True)
    least, kept = _violations(choices, time_limit / 2)
    found = minimise(choices, _cost(problem), kept, time_limit / 2, gap)
    if found is None:
        return _plan(problem, least[-1], np.inf, proven=False)
    proven = found.proven and all(x.proven for x in least)
    return _plan(problem, found, found.gap, proven=proven)


def smallest_violation(problem: HiringProblem, time_limit: float = 8.0) -> tuple[float, float]:
    """Units beyond the weekly shift, then hours, that any plan lacks; zeros: it is feasible.

    Raises TimeoutError when no plan is found within ``time_limit`` seconds.
    """
    least, _ = _violations(programme(problem, elastic=True), time_limit)
    excess, hours = (x.objective for x in least)
    return float(np.rint(excess)), round(hours, DECIMALS)


def _cost(problem: HiringProblem) -> Values:
    cost = np.array([x.cost for x in problem.options], np.float64)
    cheapest = cost[cost > 0].min(initial=np.inf)
    furthest = [max(x.most - x.current, x.current) for x in problem.options]
    furthest += [max(x.highest - x.current, x.current - x.lowest) for x in problem.steps]
    price = NEARNESS * (cheapest if np.isfinite(cheapest) else 1.0) / max(sum(furthest), 1)
    return {"people": cost, "apart": np.full(len(furthest), price)}


def _violations(choices: Programme, time_limit: float) -> tuple[list[Solution], list[Rows]]:
    """The least excess, then the fewest missing hours, and the rows that keep them."""
    least: list[Solution] = []
    kept: list[Rows] = []
    for block in ("excess", "shortfall"):
        every = np.ones(len(choices.lower[block]))
        found = minimise(choices, {block: every}, kept, time_limit / 2, GAP)
        if found is None:
            raise TimeoutError(f"no hiring plan found in {time_limit} seconds")
        least.append(found)
        most = np.array([found.objective + GIVEN_UP])
        kept.append(Rows({block: every[None]}, np.array([-np.inf]), most))
    return least, kept


def _plan(problem: HiringProblem, found: Solution, gap: float, *, proven: bool) -> HiringPlan:
    people = np.rint(found.values["people"]).astype(np.int64)
    missing = found.values["shortfall"].reshape(problem.need_fixed.shape)
    return HiringPlan(
        people=people,
        units=np.rint(found.values["units"]).astype(np.int64),
        cost=float(sum(x.cost * count for x, count in zip(problem.options, people, strict=True))),
        shortfall=np.asarray(np.maximum(missing, 0.0).round(DECIMALS), np.float64),
        excess=np.rint(found.values["excess"]).astype(np.int64),
        gap=gap,
        proven=proven,
    )
