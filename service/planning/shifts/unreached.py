"""Open hours of a pool at which no shift of its contracts can be at work to their end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.calendar.clock import DAY, EPOCH_ORDINAL, local_offsets
from data.people.supply import works
from data.plan import Contract, Plan
from data.plan.days.breaks import day_length, starts
from data.plan.days.opening import open_slots
from models.arrays import Index
from models.queues import Pool

_AFTERWARDS = 180  # days from the last routing step
_WHOLE_DAY = 1440  # minutes
_NOON = 12 * 3600


@dataclass(frozen=True, slots=True)
class Unreached:
    """On a day, calls from and to minutes after the site's midnight, and shifts from and to."""

    pool: str
    day: date
    calls: tuple[int, int]
    shifts: tuple[int, int]


def unreached(plan: Plan) -> list[Unreached]:
    """Of every pool with contracts the worst day of the plan, where there is any.

    Calls that the site takes before its midnight, or after the next one, are left out.
    """
    steps = [step.first for routing in plan.routing for step in routing.steps]
    count = (max(steps) - min(steps)).days + _AFTERWARDS
    days = [min(steps) + timedelta(days=x) for x in range(count)]
    told = [_of_pool(plan, x, days) for x in plan.pools if plan.contracts_of(x)]
    return [x for x in told if x is not None]


def _of_pool(plan: Plan, pool: Pool, days: Sequence[date]) -> Unreached | None:
    first, last = _reach(plan.contracts_of(pool))
    calls = _calls(plan, pool, days)  # (D, 2)
    inside = (calls[:, 0] < calls[:, 1]) & (calls[:, 0] >= 0) & (calls[:, 1] <= _WHOLE_DAY)
    missing = np.maximum(first - calls[:, 0], 0) + np.maximum(calls[:, 1] - last, 0)
    missing = np.where(inside, missing, 0)
    worst = int(missing.argmax())
    if not missing[worst]:
        return None
    opens, closes = calls[worst].tolist()
    return Unreached(pool.name, days[worst], (opens, closes), (first, last))


def _reach(contracts: Sequence[Contract]) -> tuple[int, int]:
    """The first start and the last end."""
    lengths = [(x, day_length(x, hours)) for x in contracts for hours in x.day_hours]
    found = [(starts(x, day), day.attendance) for x, day in lengths]
    return (
        min((x[0] for x, _ in found if x), default=_WHOLE_DAY),
        max((x[-1] + attendance for x, attendance in found if x), default=0),
    )


def _calls(plan: Plan, pool: Pool, days: Sequence[date]) -> Index:
    """(D, 2) from and to when on the site's clock; 0 to 0 on days without."""
    taken = [open_slots(plan, x, days) for x in plan.queues if pool.takes(x)]
    ordinals = np.array([x.toordinal() for x in days], np.int64)
    site = plan.site(pool.site)
    slots = np.logical_or.reduce(taken, axis=0) & works(plan, site, ordinals)[:, None]
    opens = slots.argmax(axis=1) * plan.interval_minutes
    closes = (slots.shape[1] - slots[:, ::-1].argmax(axis=1)) * plan.interval_minutes
    noon = (ordinals - EPOCH_ORDINAL) * DAY + _NOON
    ahead = local_offsets(noon, site.timezone) - local_offsets(noon, plan.timezone)
    both = np.stack([opens, closes], axis=1) + ahead[:, None] // 60
    return np.where(slots.any(axis=1)[:, None], both, 0)
