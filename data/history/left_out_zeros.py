"""Rows of nobody's calls: those that an export left out, and whether it seems to have.

Many exports write a row only where somebody called. Where the plan says so
(``zeros_are_left_out``), an absent row of an open interval between a site's first and last one is a
zero. Where it does not, the counts tell: a queue whose usual half-hour has one or two calls must
have half-hours with none.
"""

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import interval_grid, local_day
from data.plan import Plan
from data.plan.days.opening import open_slots
from models.arrays import Flags, Floats
from models.queues import Queue

FEWEST_ROWS = 50
MANY = 0.05  # of the open intervals are missing
HARDLY_ANY = 0.001  # of the rows are zero
EXPLAINED = 0.25  # of the missing intervals, at least, are zeros by chance

_RATES = np.geomspace(1e-4, 40.0, 400)
_MEANS = _RATES / -np.expm1(-_RATES)  # of Poisson counts that are not zero


def open_starts(plan: Plan, queue: Queue, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The starts of the queue's open intervals from its first to its last row, ascending."""
    first, last = (local_day(int(starts[i]), plan.timezone) for i in (0, -1))
    grid = interval_grid(first, (last - first).days + 1, plan.timezone, plan.interval_minutes)
    is_open = open_slots(plan, queue, grid.days)[grid.day, grid.slot]
    inside = (grid.starts >= starts[0]) & (grid.starts <= starts[-1])
    return np.asarray(grid.starts[is_open & inside])


def without_rows(present: Flags) -> Flags:
    """(sites, n) intervals between each site's first and last row that have none."""
    seen = np.maximum.accumulate(present, axis=1)
    ahead = np.maximum.accumulate(present[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(seen & ahead & ~present)


def asked(share: float) -> str:
    """What a planner is asked where ``share`` of the open intervals are missing."""
    return (
        f"{share:.0%} of its open intervals have no row and no row is zero: are rows left out "
        "where nobody called? Then write zeros_are_left_out = true in the plan"
    )


def share_left_out(counts: Floats, is_open: Flags) -> float | None:
    """The share of open intervals whose rows seem to be left out for want of calls; None: no.

    ``counts`` (days, slots) have NaN where there is no row. Each slot's rate is that of Poisson
    counts whose zeros are not shown; the zeros such rates give must explain what is missing.
    """
    seen = is_open & ~np.isnan(counts)
    rows, opened = int(seen.sum()), int(is_open.sum())
    missing = opened - rows
    zeros = int((counts[seen] == 0).sum())
    if rows < FEWEST_ROWS or missing <= MANY * opened or zeros > HARDLY_ANY * rows:
        return None
    calls = np.where(seen, counts, 0.0).sum(axis=0)
    mean = calls / np.maximum(seen.sum(axis=0), 1)
    chance = np.exp(-np.interp(np.maximum(mean, 1.0), _MEANS, _RATES))
    expected = float((chance * is_open.sum(axis=0))[seen.any(axis=0)].sum())
    return missing / opened if expected >= EXPLAINED * missing else None
