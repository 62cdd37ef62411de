"""What came: a queue's calls and handling times day by day, and which days are known in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Engine

from data.calendar.clock import IntervalGrid, interval_grid
from data.history.demand import QueueHistory, SiteRows, over_sites, read_site_rows
from data.plan import Plan
from data.plan.days.opening import open_slots
from models.arrays import Flags, Floats, Index
from models.numeric.ratios import ratio
from models.queues import Queue

BEFORE, AFTER = timedelta(days=28), timedelta(days=7)  # read too: they tell which rows are missing


@dataclass(frozen=True, slots=True)
class QueueCame:
    """A queue's days (D,) and slots (D, S); NaN where history is not complete."""

    offered: Floats  # (D,) calls
    slots: Floats  # (D, S) calls; NaN too where closed without calls, or spread of a day's total
    aht: Floats  # (D,) seconds, the mean over answered calls; NaN too where none is known
    answered: Floats  # (D,) calls that ``aht`` is a mean over


def rows_around(engine: Engine, plan: Plan, queue: str, first: date, last: date) -> SiteRows:
    """A queue's rows of the days from ``first`` to ``last``, with those that tell what is owed."""
    return read_site_rows(engine, plan, queue, last + AFTER, first - BEFORE)


def queue_came(plan: Plan, queue: Queue, rows: SiteRows, days: Sequence[date]) -> QueueCame:
    """What came on consecutive ``days``; which rows are owed the plan tells.

    A day is complete where every interval that the plan opens has a row from each live site. Calls
    are first attempts where the plan has a ``retry_share``, as they are in what is forecast.
    """
    history = over_sites(plan, rows)
    repeats = plan.retry_shares.get(queue.id, 0.0) * np.nan_to_num(history.abandoned)
    grid = interval_grid(days[0], len(days), plan.timezone, plan.interval_minutes)
    row, place, strange = _on_grid(grid, history)
    shape = (len(days), 1440 // plan.interval_minutes)
    label = grid.day[place].astype(np.int64) * shape[1] + grid.slot[place]
    whole = _summed(label, history.complete[row].astype(np.float64), shape)
    calls = _summed(label, np.maximum(history.offered - repeats, 0.0)[row], shape)
    there = _summed(label, np.ones(len(row)), shape)
    spread = _summed(label, history.spread[row].astype(np.float64), shape) > 0
    exists = _counted(grid, shape)
    wanted = open_slots(plan, queue, days) & (exists > 0)
    missing = (wanted & (whole < exists)) | (whole < there)
    known = ~missing.any(axis=1) & ~_days_of(strange, grid, len(days))
    aht, answered = _handling(history, row, label // shape[1], len(days))
    return QueueCame(
        offered=np.where(known, calls.sum(axis=1), np.nan),
        slots=np.where(missing | spread | ~(wanted | (there > 0)), np.nan, calls),
        aht=np.where(known, aht, np.nan),
        answered=np.where(known, answered, 0.0),
    )


def _on_grid(grid: IntervalGrid, history: QueueHistory) -> tuple[Index, Index, Index]:
    """Rows that stand on the grid and where; starts within its days that stand between."""
    starts = history.starts
    at = np.searchsorted(grid.starts, starts).clip(max=len(grid.starts) - 1)
    on = grid.starts[at] == starts
    within = (starts >= grid.starts[0]) & (starts < grid.starts[-1] + grid.interval_minutes * 60)
    return np.flatnonzero(on), at[on].astype(np.int64), starts[within & ~on]


def _days_of(strange: Index, grid: IntervalGrid, count: int) -> Flags:
    """(D,) days with rows of other intervals than the plan's."""
    at = np.searchsorted(grid.starts, strange, "right") - 1
    return np.bincount(grid.day[at], minlength=count) > 0


def _counted(grid: IntervalGrid, shape: tuple[int, int]) -> Floats:
    """(D, S) how often each label occurs: twice in autumn, never in spring."""
    label = grid.day.astype(np.int64) * shape[1] + grid.slot
    return _summed(label, np.ones(len(label)), shape)


def _summed(label: Index, values: Floats, shape: tuple[int, int]) -> Floats:
    found = np.bincount(label, values, minlength=shape[0] * shape[1])
    return found.astype(np.float64).reshape(shape)


def _handling(history: QueueHistory, row: Index, day: Index, count: int) -> tuple[Floats, Floats]:
    answered = np.where(np.isnan(history.answered), history.offered, history.answered)[row]
    seconds = history.aht_seconds[row]
    weight = np.where(np.isnan(seconds), 0.0, answered)
    calls = np.bincount(day, weight, count).astype(np.float64)
    spent = np.bincount(day, weight * np.nan_to_num(seconds), count)
    return ratio(spent, calls, np.nan), calls
