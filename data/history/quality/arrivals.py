"""What no longer arrives: queues and sites that stay silent while the others go on."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Engine, Text, column, func, select, values

from data.calendar.clock import day_start, interval_grid, local_day, local_iso
from data.database.schema import history
from data.history.quality.day_edges import day_edges
from data.history.quality.series import Finding, Kind, read_series
from data.plan import Plan, Site
from data.plan.days.opening import open_slots
from data.plan.days.routing import routing_of, shares
from models.queues import Queue

QUIET_DAYS = 5  # whole open days without a row of a queue whose zeros are left out
Lasts = Mapping[tuple[str, str], int]  # (queue, site) -> start of the last row, UTC epoch seconds


def no_longer_arriving(engine: Engine, plan: Plan, last: date | None = None) -> list[Finding]:
    """What a night should say at once, up to the local day ``last`` (None: all there is).

    Queues and sites that have stopped first, then ends of days that have no rows.
    """
    found = list(stopped(plan, last_starts(engine, plan, last)))
    silent = {x.queue for x in found if x.kind == "stopped_queue"}
    for queue in plan.queues:
        if queue.id in silent:
            continue
        series = read_series(engine, plan, queue, last)
        found += [] if series is None else day_edges(series, plan)
    return found


def last_starts(engine: Engine, plan: Plan, last: date | None = None) -> Lasts:
    """The start of the last row of every queue and site that has one; by the key, not by a scan."""
    sites = ("", *(x.id for x in plan.sites))
    asked = [(queue.id, site) for queue in plan.queues for site in sites]
    keys = values(column("queue", Text), column("site", Text), name="keys").data(asked).cte()
    of_key = (history.c.queue == keys.c.queue, history.c.site == keys.c.site)
    latest = select(func.max(history.c.interval_start)).where(*of_key)
    if last is not None:
        until = day_start(last + timedelta(days=1), plan.timezone)
        latest = latest.where(history.c.interval_start < until)
    wanted = select(keys.c.queue, keys.c.site, latest.scalar_subquery())
    with engine.connect() as connection:
        found = connection.execute(wanted).all()
    return {(queue, site): start for queue, site, start in found if start is not None}


def stopped(plan: Plan, lasts: Lasts) -> Iterator[Finding]:
    """Queues and sites whose rows end at least a whole open day before the others'."""
    newest = max(lasts.values(), default=0)
    for queue in plan.queues:
        own = {site: start for (name, site), start in lasts.items() if name == queue.id}
        if not own:
            continue
        latest = max(own.values())
        days = whole_open_days(plan, queue, latest, newest)
        if len(days) >= _patience(plan, queue):
            yield _stopped(plan, queue, "", latest, newest, len(days))
            continue
        yield from _stopped_sites(plan, queue, own, latest)


def whole_open_days(plan: Plan, queue: Queue, start: int, newest: int) -> list[date]:
    """The queue's open days after that of ``start``, all of whose intervals begin by ``newest``."""
    first, last = (local_day(x, plan.timezone) for x in (start, newest))
    days = [first + timedelta(days=x) for x in range(1, (last - first).days + 1)]
    if not days:
        return []
    opened = open_slots(plan, queue, days)
    if opened[-1, _slot(plan, newest) + 1 :].any():
        opened[-1] = False  # that day goes on
    return [days[x] for x in np.flatnonzero(opened.any(axis=1)).tolist()]


def _patience(plan: Plan, queue: Queue) -> int:
    return QUIET_DAYS if queue.id in plan.zeros_left_out else 1


def _stopped_sites(
    plan: Plan, queue: Queue, own: Mapping[str, int], latest: int
) -> Iterator[Finding]:
    for site in plan.sites:
        if site.id not in own:
            continue
        days = whole_open_days(plan, queue, own[site.id], latest)
        owed = _owed_days(plan, queue, site, days)
        if owed >= _patience(plan, queue):
            yield _stopped(plan, queue, site.id, own[site.id], latest, owed)


def _owed_days(plan: Plan, queue: Queue, site: Site, days: list[date]) -> int:
    """On how many of the days the site works and the plan sends it calls of the queue."""
    free = {} if site.works_on_holidays else plan.calendars.get(site.holidays, {})
    worked = [x for x in days if x not in free and (site.closes is None or x <= site.closes)]
    if not worked or routing_of(plan, queue) is None:
        return 0
    share = shares(plan, queue, worked).get(site.id)
    return 0 if share is None else int((np.nan_to_num(share) > 0).sum())


def _slot(plan: Plan, start: int) -> int:
    """The slot of the local day in which an instant falls."""
    day = local_day(start, plan.timezone)
    grid = interval_grid(day, 1, plan.timezone, plan.interval_minutes)
    return int(grid.slot[np.searchsorted(grid.starts, start, "right") - 1])


def _stopped(plan: Plan, queue: Queue, site: str, start: int, newest: int, days: int) -> Finding:
    last, others = local_iso(np.array([start, newest]), plan.timezone)
    kind: Kind = "stopped_site" if site else "stopped_queue"
    who = "sites" if site else "queues"
    detail = f"no row of {days} open days, while other {who} have some: has its export stopped?"
    return Finding(kind, queue.id, site, last, others, days, detail)
