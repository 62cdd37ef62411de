"""What the callers of a pool got, day by day, as its site's rows of history have it."""

from dataclasses import dataclass

import numpy as np

from data.accuracy.archive import Archive
from data.accuracy.publication import Publication
from data.calendar.clock import interval_grid
from models.arrays import Floats
from models.queues import Pool

COUNTS = ("offered", "answered", "abandoned", "answered_in_time")


@dataclass(frozen=True, slots=True)
class PoolCame:
    """Calls (D,) of a pool; NaN where history does not say or is not complete."""

    offered: Floats
    answered: Floats
    abandoned: Floats
    answered_in_time: Floats


def pool_came(archive: Archive, publication: Publication, pool: Pool) -> PoolCame:
    """Summed over the pool's queues; history must name the site that answered.

    A day is known where the history of every queue of the pool is complete on it.
    """
    plan = archive.plan(publication)
    queues = [x for x in plan.queues if pool.takes(x)]
    whole = [np.isnan(archive.came(publication)[x.id].offered) for x in queues]
    counts = np.sum([_at_site(archive, publication, x.id, pool.site) for x in queues], axis=0)
    known = np.where(np.any(whole, axis=0), np.nan, counts)
    return PoolCame(**dict(zip(COUNTS, known, strict=True)))


def _at_site(archive: Archive, publication: Publication, queue: str, site: str) -> Floats:
    """(counts, D) of a queue at a site; 0 on days on which the site has no row."""
    plan, count = archive.plan(publication), len(archive.days)
    rows = archive.site_rows(publication, queue)
    if site not in rows.sites:
        return np.zeros((len(COUNTS), count))
    own = rows.sites.index(site)
    grid = interval_grid(archive.days[0], count + 1, plan.timezone, plan.interval_minutes)
    day = grid.day[np.searchsorted(grid.starts, rows.starts, "right") - 1].astype(np.int64)
    there = rows.present[own] & (rows.starts >= grid.starts[0]) & (day < count)
    day = np.where(there, day, 0)
    return np.array(
        [
            np.bincount(day, np.where(there, rows.values[x][own], 0.0), minlength=count)
            for x in COUNTS
        ]
    )
