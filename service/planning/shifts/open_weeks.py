"""The weeks of which there are shifts: those in which people with contracts take calls."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from data.people.supply import works
from data.plan.days.opening import open_slots
from models.arrays import Flags
from models.queues import Pool
from service.planning.basis.current import Current
from service.planning.basis.horizon import weeks


def open_weeks(current: Current) -> list[date]:
    """The Mondays of all that can be planned, in time order."""
    days = [x for week in weeks(current) for x in week.days]
    pools = [x for x in current.plan.pools if current.plan.contracts_of(x)]
    some = [_takes_calls(current, pool, days) for pool in pools]
    on = np.logical_or.reduce(some, axis=0) if some else np.zeros(len(days), np.bool_)
    found = {x - timedelta(days=x.weekday()) for x, taken in zip(days, on, strict=True) if taken}
    return sorted(found)


def open_weeks_of(current: Current, first: date, last: date) -> list[date]:
    """The Mondays of those that hold a day between two days, both included."""
    monday = first - timedelta(days=first.weekday())
    return [x for x in open_weeks(current) if monday <= x <= last]


def _takes_calls(current: Current, pool: Pool, days: Sequence[date]) -> Flags:
    """(D,) whether a queue of the pool is open and sent to its site, and people work there."""
    plan, begins = current.plan, current.release.head.first_day
    place = np.array([(x - begins).days for x in days])
    ordinals = np.array([x.toordinal() for x in days], np.int64)
    found = np.zeros(len(days), np.bool_)
    for queue in plan.queues:
        share = current.routing.get(queue.id, {}).get(pool.site)
        if pool.takes(queue) and share is not None:
            found |= open_slots(plan, queue, days).any(axis=1) & (share[place] > 0)
    return np.asarray(found & works(plan, plan.site(pool.site), ordinals))
