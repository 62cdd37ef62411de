"""Whether a pool's people are enough: the probability that a week meets its target, in a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from data.plan import Plan, Routing, RoutingStep
from data.plan.days.routing import routing_of
from models.arrays import Floats
from models.queues import ServiceTarget
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.staffing.day_paths import DayPaths

READY, AT_RISK = 0.8, 0.5
FIRST_WEEKS = 4  # of a cut-over step


@dataclass(frozen=True, slots=True)
class CutOver:
    """A step of the routing plan that sends a pool more of its calls, and its first weeks."""

    pool: str
    first: date
    share: float  # of the pool's queue that changes most, from then on
    weeks: tuple[int, ...]  # the numbers of its first weeks in the span


def spare(paths: DayPaths, target: ServiceTarget) -> Floats:
    """(W,) by how much a week is expected to keep its target, the tightest part; NaN without calls.

    ``max_asa`` is each half-hour's own and not judged by the week.
    """
    over = paths.service_level - target.share
    if target.max_abandoned is None:
        return over
    return np.asarray(np.minimum(over, target.max_abandoned - paths.abandoned_share))


def word(probability: float) -> str | None:
    """``ready``, ``at risk`` or ``not ready``; None where nothing is offered."""
    if np.isnan(probability):
        return None
    return "ready" if probability >= READY else "at risk" if probability >= AT_RISK else "not ready"


def cut_overs(plan: Plan, capacity: PoolCapacity, mondays: Sequence[date]) -> list[CutOver]:
    """The plan's steps of a pool within the weeks, in time order; a routing's first is none."""
    question = capacity.need.question
    steps: dict[date, float] = {}
    for x in question.reached:
        routing = routing_of(plan, x.queue)
        shares = [(y.first, y.shares.get(question.pool.site, 0.0)) for y in _steps(routing)]
        for (_, before), (first, share) in pairwise(shares):
            if share > before:
                steps[first] = max(share, steps.get(first, 0.0))
    found = [
        CutOver(question.pool.name, first, share, _first_weeks(first, question.span.first, mondays))
        for first, share in sorted(steps.items())
    ]
    return [x for x in found if x.weeks]


def _steps(routing: Routing | None) -> tuple[RoutingStep, ...]:
    return routing.steps if routing else ()


def _first_weeks(first: date, asked: date, mondays: Sequence[date]) -> tuple[int, ...]:
    """A step before the asked days is history."""
    if first < asked:
        return ()
    since = [i for i, monday in enumerate(mondays) if (monday.toordinal() + 6) >= first.toordinal()]
    return tuple(since[:FIRST_WEEKS])
