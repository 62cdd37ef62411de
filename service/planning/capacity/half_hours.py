"""Required against available agents by half-hour, and how many of them may be off."""

from collections.abc import Sequence

import numpy as np

from data.calendar.clock import local_iso, utc_iso
from data.plan import Plan
from models.arrays import Floats
from service.planning.basis.table import Column, Table, stacked
from service.planning.capacity.pool_capacity import PoolCapacity


def half_hours(plan: Plan, pools: Sequence[PoolCapacity]) -> Table:
    """One row a pool and open interval, in time order."""
    tables = [_of_pool(plan, pool) for pool in pools]
    rows = np.concatenate([np.flatnonzero(x.need.open) for x in pools])
    return stacked(tables, np.argsort(rows, kind="stable"))


def known_values(values: Floats, known: bool) -> Floats:
    """NaN where the plan has no people."""
    return values if known else np.full(len(values), np.nan)


def _of_pool(plan: Plan, pool: PoolCapacity) -> Table:
    need, own, grid = pool.need, pool.need.pool, pool.need.question.span.grid
    starts, count = grid.starts[need.open], int(need.open.sum())
    needed, there = need.agents[need.open], pool.agents_at(pool.share)
    counted, known = pool.counted_at(pool.share), bool(pool.people.groups)
    found, spare = need.expected(counted), np.minimum(there, counted) - needed
    columns: dict[str, Column] = {
        "interval_start": local_iso(starts, plan.site(own.site).timezone),
        "interval_start_utc": utc_iso(starts),
        "interval_minutes": np.full(count, grid.interval_minutes),
        "pool": [own.name] * count,
        "site": [own.site] * count,
        "language": [own.language] * count,
        "segment": [own.segment] * count,
        "required_agents": needed,
        "available_agents": known_values(there, known),
        "counted_agents": known_values(counted, known),
        "gap_agents": known_values(there - needed, known),
        "may_be_off": known_values(np.maximum(np.floor(spare), 0.0), known),
        "service_level": known_values(found.service_level, known),
        "abandoned_share": known_values(found.abandoned_share, known),
    }
    return Table(columns)
