"""Sites that the plan sends a queue's calls to and that no row of the queue names."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Engine, func, select

from data.calendar.clock import local_day
from data.database.schema import history
from data.history.quality.series import Finding
from data.plan import Plan, Site
from data.plan.days.opening import open_slots
from data.plan.days.routing import routing_of, shares
from models.queues import Queue

FEWEST_DAYS = 5  # on which it should have had calls
Lasts = Mapping[tuple[str, str], int]  # (queue, site) -> start of the last row, UTC epoch seconds


def silent_sites(engine: Engine, plan: Plan, lasts: Lasts) -> Iterator[Finding]:
    """A finding of each queue and site; queues with rows that name no site say nothing of any."""
    for queue in plan.queues:
        own = {site: start for (name, site), start in lasts.items() if name == queue.id}
        without = [x for x in plan.sites if x.id not in own]
        if not own or "" in own or not without or routing_of(plan, queue) is None:
            continue
        opened = _open_days(engine, plan, queue, max(own.values()))
        for site in without:
            owed = _routed(plan, queue, site, opened)
            if len(owed) >= FEWEST_DAYS:
                yield _silent(queue, site, owed)


def _open_days(engine: Engine, plan: Plan, queue: Queue, last: int) -> list[date]:
    """The queue's open days from its first row to its last."""
    begins = select(func.min(history.c.interval_start)).where(history.c.queue == queue.id)
    with engine.connect() as connection:
        start = int(connection.execute(begins).scalar_one())
    first, end = local_day(start, plan.timezone), local_day(last, plan.timezone)
    days = [first + timedelta(days=x) for x in range((end - first).days + 1)]
    is_open = open_slots(plan, queue, days).any(axis=1)
    return [days[x] for x in np.flatnonzero(is_open).tolist()]


def _routed(plan: Plan, queue: Queue, site: Site, days: list[date]) -> list[date]:
    """The days on which the site works and the plan says that it takes a share."""
    free = {} if site.works_on_holidays else plan.calendars.get(site.holidays, {})
    opens, closes = site.opens or date.min, site.closes or date.max
    worked = [x for x in days if x not in free and opens <= x <= closes]
    share = shares(plan, queue, worked).get(site.id) if worked else None
    return [] if share is None else [worked[x] for x in np.flatnonzero(share > 0).tolist()]


def _silent(queue: Queue, site: Site, owed: list[date]) -> Finding:
    first, last = owed[0].isoformat(), owed[-1].isoformat()
    detail = (
        f"the plan sends calls there on {len(owed)} days since {first} and no row names it: does "
        "an export lack, or has routing gone another way?"
    )
    return Finding("silent_site", queue.id, site.id, first, last, len(owed), detail)
