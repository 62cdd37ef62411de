"""Handling times and patience planned where none is learned."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.plan import Handling, Plan
from models.queues import Queue


def planned_aht(plan: Plan, queue: Queue, days: Sequence[date]) -> NDArray[np.float64]:
    """(days,) seconds by the plan's [[handling]]: most specific, then latest; NaN where unsaid."""
    return _planned(plan, queue, days, lambda x: x.aht)


def aht_factors(plan: Plan, queue: Queue, days: Sequence[date]) -> NDArray[np.float64]:
    """(days,) what the plan's [[aht_changes]] multiply the queue's AHT by; 1 without any."""
    factors = np.ones(len(days))
    for change in plan.aht_changes:
        if change.match.takes(queue):
            factors[[change.first <= day <= change.last for day in days]] *= change.factor
    return factors


def planned_patience(plan: Plan, queue: Queue, days: Sequence[date]) -> NDArray[np.float64]:
    """(days,) seconds by the plan's [[handling]], as ``planned_aht``."""
    return _planned(plan, queue, days, lambda x: x.patience)


def _planned(
    plan: Plan, queue: Queue, days: Sequence[date], value: Callable[[Handling], float | None]
) -> NDArray[np.float64]:
    entries = sorted(
        (x for x in plan.handling if value(x) is not None and x.match.takes(queue)),
        key=lambda x: (x.match.specificity, x.first),
    )
    seconds = np.full(len(days), np.nan)
    for entry in entries:
        seconds[[day >= entry.first for day in days]] = value(entry)
    return seconds
