"""What planners know and history does not: the plan's events over a queue's forecast."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.plan import Plan
from models.queues import Queue

Floats = NDArray[np.float64]


def event_factors(plan: Plan, queue: Queue, days: Sequence[date], day_mean: Floats) -> Floats:
    """(days,) what the plan's [[events]] multiply the queue's calls by, 1 where there are none.

    Factors of events on the same day multiply, in the plan's order; ``offered`` sets the day's
    calls anew, whatever ``day_mean`` (days,) or an earlier event said. Closed days stay closed.
    """
    factors = np.ones(len(days))
    for event in plan.events:
        if not event.match.takes(queue):
            continue
        on = np.array([event.first <= day <= event.last for day in days]) & (day_mean > 0)
        if event.factor is not None:
            factors[on] *= event.factor
        elif event.offered is not None:
            factors[on] = event.offered / day_mean[on]
    return factors
