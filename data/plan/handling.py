"""Handling times planned where none is learned."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.plan import Plan
from models.queues import Queue


def planned_aht(plan: Plan, queue: Queue, days: Sequence[date]) -> NDArray[np.float64]:
    """(days,) seconds by the plan's [[handling]]: most specific, then latest; NaN where unsaid."""
    entries = sorted(
        (x for x in plan.handling if x.aht is not None and x.match.takes(queue)),
        key=lambda x: (x.match.specificity, x.first),
    )
    seconds = np.full(len(days), np.nan)
    for entry in entries:
        seconds[[day >= entry.first for day in days]] = entry.aht
    return seconds
