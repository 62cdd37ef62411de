"""The weekdays on which rows usually come: on others none is missed, whatever the plan opens."""

from datetime import timedelta

import numpy as np
from sqlalchemy import Engine, select

from data.calendar.clock import DAY, EPOCH_WEEKDAY, day_start, local_day, local_offsets
from data.database.schema import history
from data.plan import Plan

WEEKS = 8  # before the last row


def kept_weekdays(
    engine: Engine, plan: Plan, queue: str, site: str | None, last: int
) -> frozenset[int]:
    """The weekdays (0 = Monday) with rows in at least half of the last weeks, or not seen yet.

    Of a site, or of all (None); ``last`` is the start of the last row, UTC epoch seconds.
    """
    since = day_start(local_day(last, plan.timezone) - timedelta(weeks=WEEKS), plan.timezone)
    of = history.c
    wanted = select(of.interval_start).where(
        of.queue == queue, of.interval_start.between(since, last)
    )
    with engine.connect() as connection:
        rows = wanted if site is None else wanted.where(of.site == site)
        starts = np.array(connection.execute(rows).scalars().all(), dtype=np.int64)
    days = np.unique((starts + local_offsets(starts, plan.timezone)) // DAY)
    looked = np.arange(days[0], days[-1] + 1)
    seen, there = (np.bincount((x + EPOCH_WEEKDAY) % 7, minlength=7) for x in (looked, days))
    return frozenset(np.flatnonzero(2 * there >= seen).tolist())
