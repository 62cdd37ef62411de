"""What planners know and history does not: the plan's events over the queues' forecasts."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from data.plan import Event, Plan
from models.arrays import Floats
from models.numeric.ratios import ratio


def event_factors(
    plan: Plan, days: Sequence[date], day_means: Mapping[str, Floats]
) -> dict[str, Floats]:
    """Queue -> (days,) what the plan's [[events]] multiply its calls by, 1 where there are none.

    ``day_means`` are the calls a day (days,) of the plan's queues. In the plan's order, ``factor``
    multiplies what stands; ``offered`` sets the day's calls of all its queues together, shared as
    they stand. Closed days stay closed.
    """
    queues = [queue for queue in plan.queues if queue.id in day_means]
    factors = {queue.id: np.ones(len(days)) for queue in queues}
    for event in plan.events:
        on = np.array([event.first <= day <= event.last for day in days])
        taken = [queue.id for queue in queues if event.match.takes(queue)]
        standing = np.sum([day_means[x] * factors[x] for x in taken], axis=0)
        lift = _lift(event, np.broadcast_to(standing, len(days)))
        for queue in taken:
            factors[queue] *= np.where(on & (day_means[queue] > 0), lift, 1.0)
    return factors


def _lift(event: Event, standing: Floats) -> Floats:
    if event.factor is not None:
        return np.full(len(standing), event.factor)
    wanted = np.full(len(standing), event.offered)
    return ratio(wanted, standing, 1.0)
