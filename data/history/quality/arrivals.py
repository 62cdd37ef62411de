"""What no longer arrives: queues and sites that stay silent while the others go on."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Engine, Text, column, func, select, values

from data.calendar.clock import day_start, interval_grid, local_day, local_iso
from data.database.schema import history
from data.history.quality.day_edges import day_edges, last_day_lost
from data.history.quality.gaps import HALF_FILLED
from data.history.quality.series import Finding, Kind, read_series
from data.history.quality.silent_sites import Lasts, silent_sites
from data.history.quality.weekdays import kept_weekdays
from data.plan import Plan, Site
from data.plan.days.opening import open_slots
from data.plan.days.routing import routing_of, shares
from models.queues import Queue

QUIET_DAYS = 5  # whole open days without a row of a queue whose zeros are left out


def no_longer_arriving(engine: Engine, plan: Plan, last: date | None = None) -> list[Finding]:
    """What a night should say at once, up to the local day ``last`` (None: all there is).

    Queues and sites that have stopped first, then ends of days that have no rows.
    """
    lasts = last_starts(engine, plan, last)
    found = [*stopped(engine, plan, lasts), *silent_sites(engine, plan, lasts)]
    silent = {x.queue for x in found if x.kind == "stopped_queue"}
    for queue in plan.queues:
        if queue.id in silent:
            continue
        series = read_series(engine, plan, queue, last)
        if series is not None:
            end = series.grid.days[-1].isoformat()
            edges = (x for x, _ in day_edges(series, plan))
            found += [x for x in edges if x.kind != "part_day" or x.first.startswith(end)]
            found += last_day_lost(series, plan)
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


def stopped(engine: Engine, plan: Plan, lasts: Lasts) -> Iterator[Finding]:
    """Queues and sites whose rows end at least a whole open day before the others'."""
    newest = max(lasts.values(), default=0)
    for queue in plan.queues:
        own = {site: start for (name, site), start in lasts.items() if name == queue.id}
        if not own:
            continue
        latest = max(own.values())
        days = whole_open_days(plan, queue, latest, newest)
        if len(days) >= _patience(plan, queue):
            usual = kept_weekdays(engine, plan, queue.id, None, latest)
            days = [x for x in days if x.weekday() in usual]
        if len(days) >= _patience(plan, queue):
            yield _stopped(plan, queue, "", latest, newest, len(days))
            continue
        yield from _stopped_sites(engine, plan, queue, own, latest)


def whole_open_days(plan: Plan, queue: Queue, start: int, newest: int) -> list[date]:
    """The queue's open days after that of ``start``, most of which have begun by ``newest``."""
    first, last = (local_day(x, plan.timezone) for x in (start, newest))
    days = [first + timedelta(days=x) for x in range(1, (last - first).days + 1)]
    if not days:
        return []
    opened = open_slots(plan, queue, days)
    ahead = opened[-1, _slot(plan, newest) + 1 :].sum()
    if ahead > (1 - HALF_FILLED) * opened[-1].sum():
        opened[-1] = False  # that day goes on
    return [days[x] for x in np.flatnonzero(opened.any(axis=1)).tolist()]


def _patience(plan: Plan, queue: Queue) -> int:
    return QUIET_DAYS if queue.id in plan.zeros_left_out else 1


def _stopped_sites(
    engine: Engine, plan: Plan, queue: Queue, own: Mapping[str, int], latest: int
) -> Iterator[Finding]:
    for site in plan.sites:
        if site.id not in own:
            continue
        days = whole_open_days(plan, queue, own[site.id], latest)
        owed = _owed_days(plan, queue, site, days)
        if len(owed) >= _patience(plan, queue):
            usual = kept_weekdays(engine, plan, queue.id, site.id, own[site.id])
            owed = [x for x in owed if x.weekday() in usual]
        if len(owed) >= _patience(plan, queue):
            yield _stopped(plan, queue, site.id, own[site.id], latest, len(owed))


def _owed_days(plan: Plan, queue: Queue, site: Site, days: list[date]) -> list[date]:
    """The days on which the site works and the plan does not say that it gets no such calls.

    Before the first step of a routing the plan says nothing.
    """
    free = {} if site.works_on_holidays else plan.calendars.get(site.holidays, {})
    worked = [x for x in days if x not in free and (site.closes is None or x <= site.closes)]
    if not worked or routing_of(plan, queue) is None:
        return worked
    table = shares(plan, queue, worked)
    none = np.where(np.isnan(next(iter(table.values()))), np.nan, 0.0)
    share = table.get(site.id, none)
    return [worked[x] for x in np.flatnonzero(np.isnan(share) | (share > 0)).tolist()]


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
