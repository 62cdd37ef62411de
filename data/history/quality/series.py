"""A queue's history laid on the callers' clock, as the quality checks look at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from data.calendar.clock import IntervalGrid, interval_grid, local_day, local_iso
from data.history.demand import SiteRows, read_site_rows
from data.plan import Plan
from data.plan.days.opening import open_slots
from models.arrays import Flags
from models.queues import Queue

Kind = Literal[
    "stopped_queue",
    "stopped_site",
    "silent_site",
    "begins_late",
    "ends_early",
    "part_day",
    "silent_queue",
    "gap",
    "zeros_left_out",
    "half_filled_day",
    "incomplete",
    "outlier",
    "closed_calls",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the history that a planner should look at.

    ``first`` and ``last`` are the local ISO starts of the intervals it spans (empty where there is
    none), ``count`` how many of them it is about, ``site`` empty where it is about all.
    """

    kind: Kind
    queue: str
    site: str
    first: str
    last: str
    count: int
    detail: str


@dataclass(frozen=True, slots=True)
class Series:
    """Every interval of the local days from a queue's first row to its last; (n,) on the grid."""

    queue: Queue
    grid: IntervalGrid
    opened: Flags  # (n,) whether the plan has the queue open
    offered: NDArray[np.float64]  # (n,) calls of all sites; NaN where no site has a row
    rows: SiteRows

    @property
    def there(self) -> Flags:
        """Whether some site has a row, (n,)."""
        return ~np.isnan(self.offered)

    def finding(
        self, kind: Kind, starts: NDArray[np.int64], detail: str, site: str = ""
    ) -> Finding:
        """A finding about the intervals that begin at ``starts``, ascending and not empty."""
        first, last = local_iso(starts[[0, -1]], self.grid.timezone)
        return Finding(kind, self.queue.id, site, first, last, starts.size, detail)


def read_series(
    engine: Engine, plan: Plan, queue: Queue, last: date | None = None
) -> Series | None:
    """A queue's history on its grid, up to the local day ``last``; None where it has none."""
    rows = read_site_rows(engine, plan, queue.id, last)
    if not rows.starts.size:
        return None
    first, last = (local_day(int(rows.starts[i]), plan.timezone) for i in (0, -1))
    grid = interval_grid(first, (last - first).days + 1, plan.timezone, plan.interval_minutes)
    opened = open_slots(plan, queue, grid.days)[grid.day, grid.slot]
    offered = np.full(grid.starts.size, np.nan)
    at = np.searchsorted(grid.starts, rows.starts)
    on_grid = grid.starts[np.minimum(at, grid.starts.size - 1)] == rows.starts
    offered[at[on_grid]] = np.nansum(rows.values["offered"][:, on_grid], axis=0)
    return Series(queue, grid, opened, offered, rows)


def runs(marked: Flags) -> Iterator[NDArray[np.int64]]:
    """The indices of each unbroken run of marked places, in order."""
    at = np.flatnonzero(marked)
    if at.size:
        yield from np.split(at, np.flatnonzero(np.diff(at) > 1) + 1)
