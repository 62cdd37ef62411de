"""The routing plan of one queue: who takes its calls, on any days."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from data.plan import Plan, Routing
from data.plan.days.selectors import rows_for
from models.arrays import Floats
from models.queues import Queue
from models.routing import daily_shares


def routing_of(plan: Plan, queue: Queue) -> Routing | None:
    """The queue's most specific routing; None where no routing takes it."""
    return next(iter(rows_for(plan.routing, queue)), None)


def sites_of(routing: Routing) -> list[str]:
    """The sites that take a share at some step, in the order of the steps."""
    return list(dict.fromkeys(x for step in routing.steps for x, y in step.shares.items() if y > 0))


def shares(plan: Plan, queue: Queue, days: Sequence[date]) -> dict[str, Floats]:
    """Site id -> (days,) shares of the queue's calls; NaN on days before its first step.

    Raises KeyError where no routing takes the queue (no checked plan has such a queue).
    """
    routing = routing_of(plan, queue)
    if routing is None:
        raise KeyError(f"no routing takes the queue {queue.id}")
    sites = sites_of(routing)
    table = daily_shares(
        [x.first.toordinal() for x in routing.steps],
        step_table(routing, sites),
        np.array([x.toordinal() for x in days], dtype=np.int64),
        routing.ramp,
    )
    return {site: table[:, column] for column, site in enumerate(sites)}


def step_table(routing: Routing, sites: Sequence[str]) -> Floats:
    """The shares of a routing's steps as an array (steps, sites)."""
    rows = [[step.shares.get(site, 0.0) for site in sites] for step in routing.steps]
    return np.array(rows, dtype=np.float64).reshape(len(routing.steps), len(sites))
