"""A queue's stored history as the series that is fitted, on the callers' clock."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from data.calendar import interval_grid, local_day
from data.history.store import QueueHistory, read_demand
from data.opening import open_slots
from data.plan import Plan
from data.plan.told import told_days
from models.queues import Queue
from training.series import QueueSeries

Floats = NDArray[np.float64]

SHORTEST_HISTORY = 14  # days: two of every weekday


class UnfitHistoryError(ValueError):
    """A queue cannot be fitted: too little history, or in other intervals than the plan's."""


@dataclass(frozen=True, slots=True)
class QueueInput:
    """A queue's series with the handling times seen."""

    series: QueueSeries
    aht: Floats  # (D, S) seconds, NaN unknown
    answered: Floats  # (D, S) calls the handling times are means over
    waited: Floats  # (D, S) seconds that answered and abandoned callers waited; NaN unknown
    abandoned: Floats  # (D, S) calls; NaN unknown


def queue_input(
    engine: Engine, plan: Plan, queue: Queue, origin: date, horizon_days: int
) -> QueueInput:
    """Read a queue up to ``origin``; UnfitHistoryError below two weeks."""
    history = read_demand(engine, plan, queue.id, origin)
    if not len(history.starts):
        raise UnfitHistoryError(f"no history up to {origin}: relais history import FILE")
    first = local_day(int(history.starts[0]), plan.timezone)
    known = (origin - first).days + 1
    if known < SHORTEST_HISTORY:
        raise UnfitHistoryError(
            f"{known} days of history up to {origin}; {SHORTEST_HISTORY} are needed"
        )
    grid = interval_grid(first, known, plan.timezone, plan.interval_minutes)
    place = _places(grid.starts, history.starts, plan)
    row, slot = grid.day[place], grid.slot[place]
    shape = (known, 1440 // plan.interval_minutes)
    days = interval_grid(first, known + horizon_days, plan.timezone, 1440).days
    series = QueueSeries(
        queue=queue.id,
        first=first,
        counts=_counts(history, row, slot, shape),
        open_slots=open_slots(plan, queue, days),
        holidays=plan.calendars[plan.holidays],
        told=told_days(plan, queue, days, known),
    )
    answered = np.where(np.isnan(history.answered), history.offered, history.answered)
    return QueueInput(
        series=series,
        aht=_placed(history.aht_seconds, row, slot, shape),
        answered=np.nan_to_num(_placed(answered, row, slot, shape)),
        waited=_placed(history.wait_seconds, row, slot, shape),
        abandoned=_placed(history.abandoned, row, slot, shape),
    )


def _places(grid: NDArray[np.int64], starts: NDArray[np.int64], plan: Plan) -> NDArray[np.intp]:
    """Where each start stands on the grid; the plan's intervals may have changed since import."""
    place = np.minimum(np.searchsorted(grid, starts), len(grid) - 1)
    off = np.flatnonzero(grid[place] != starts)
    steps = np.diff(starts)
    if len(off) or (len(steps) and steps.min() > plan.interval_minutes * 60):
        raise UnfitHistoryError(
            f"its history is not in the plan's {plan.interval_minutes}-minute intervals of "
            f"{plan.timezone}: import the history again in them, or set interval_minutes back"
        )
    return place


def _counts(
    history: QueueHistory,
    row: NDArray[np.int32],
    slot: NDArray[np.int32],
    shape: tuple[int, int],
) -> Floats:
    """(D, S) calls; a doubled autumn label is summed, an incomplete interval is not known."""
    counts, rows = np.zeros(shape), np.zeros(shape, bool)
    np.add.at(counts, (row, slot), history.offered)
    rows[row, slot] = True
    rows[row[~history.complete], slot[~history.complete]] = False
    return np.where(rows, counts, np.nan)


def _placed(
    values: Floats, row: NDArray[np.int32], slot: NDArray[np.int32], shape: tuple[int, int]
) -> Floats:
    grid = np.full(shape, np.nan)
    grid[row, slot] = values
    return grid
