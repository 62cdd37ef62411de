"""Daily totals put on the plan's intervals, as the queue's own stored intervals lie in the day.

Only where the plan allows it (``daily_totals_are_spread``), and never over intervals that are
stored: what was counted stands. The rows are marked, so that nobody learns a day's shape from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Engine

from data.calendar.clock import day_start, interval_grid
from data.errors import PlannerError
from data.history.daily.shapes import FEWEST_DAYS, DayShapes, day_shapes, holidays_of
from data.history.daily.stored import stored_days, stored_warnings
from data.history.daily.total import spread_day
from data.history.demand import read_demand
from data.history.series_rows import SeriesRows
from data.plan import Plan
from data.plan.days.opening import open_slots

ARRAYS = tuple(x.name for x in fields(SeriesRows) if x.name not in ("queue", "site", "spread"))


class SpreadRefusedError(PlannerError):
    """A queue's daily totals cannot be spread at all."""


@dataclass(frozen=True, slots=True)
class RefusedDay:
    """A day whose total has no place in the plan's intervals."""

    line: int  # of its row in the file
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class SpreadSeries:
    """What daily totals became; days in neither ``rows`` nor ``refused`` are told in a warning."""

    rows: SeriesRows  # ``spread``, on the plan's intervals
    refused: tuple[RefusedDay, ...]
    warnings: tuple[str, ...]


def spread_days(engine: Engine, plan: Plan, series: SeriesRows) -> SpreadSeries:
    """Put a queue's daily totals, at the first instants of local days, on its open intervals.

    Counts are whole numbers that sum to the day's; AHT is the day's in every interval with calls;
    wait lies as the calls do; what is missing stays missing. Raises SpreadRefusedError where the
    plan does not allow it, or the stored intervals are too few to tell how the day goes.
    """
    shapes = _shapes(engine, plan, series.queue)
    if not len(series):
        return SpreadSeries(_joined(series, []), (), ())
    stored = stored_days(engine, plan, series)
    parts: list[SeriesRows] = []
    refused: list[RefusedDay] = []
    for at in np.flatnonzero(~stored.counted).tolist():
        found = _spread(plan, _rows(series, slice(at, at + 1)), stored.days[at], shapes)
        if isinstance(found, RefusedDay):
            refused.append(found)
        else:
            parts.append(found)
    warnings = tuple(stored_warnings(series, stored))
    return SpreadSeries(_joined(series, parts), tuple(refused), warnings)


def _shapes(engine: Engine, plan: Plan, queue: str) -> DayShapes:
    if queue not in plan.daily_totals_spread:
        raise SpreadRefusedError(
            f"{queue}: these are daily totals, and staffing needs {plan.interval_minutes} minutes: "
            "export the queue by interval, or write daily_totals_are_spread = true for it in the "
            "plan, which spreads them over the day as its stored intervals lie"
        )
    history = read_demand(engine, plan, queue)
    shapes = day_shapes(plan, plan.queue(queue), history) if len(history.starts) else None
    if shapes is None or len(shapes) < FEWEST_DAYS:
        raise SpreadRefusedError(
            f"{queue}: nothing to learn its day shape from: {len(shapes) if shapes else 0} whole "
            f"days of {plan.interval_minutes}-minute intervals are stored, {FEWEST_DAYS} are "
            "needed: import some weeks of them first, then the daily totals"
        )
    return shapes


def _spread(plan: Plan, total: SeriesRows, day: date, shapes: DayShapes) -> SeriesRows | RefusedDay:
    """A day's one row on the day's open intervals; no rows where it is closed and nobody called."""
    start, line = int(total.starts[0]), int(total.lines[0])
    if start != day_start(day, plan.timezone):
        what = "begins within the day: a daily total stands at 00:00 on the callers' clock"
        return RefusedDay(line, day, f"{day} {what} ({plan.timezone})")
    grid = interval_grid(day, 1, plan.timezone, plan.interval_minutes)
    is_open = open_slots(plan, plan.queue(total.queue), [day])[0, grid.slot]
    shares = shapes.shares(day, bool(holidays_of(plan, [day])[0]))[grid.slot[is_open]]
    if shares.sum() > 0:
        return spread_day(total, grid.starts[is_open], shares)
    if not total.offered[0]:
        return _rows(total, slice(0, 0))
    if is_open.any():
        what = f"no stored interval of {total.queue} shows calls at its hours of this day"
        return RefusedDay(line, day, f"{what}: import some weeks of such days by interval first")
    what = f"{total.offered[0]} calls while the plan has {total.queue} closed ({day:%A})"
    return RefusedDay(line, day, f"{what}: correct its opening_hours, or leave the day out")


def _rows(series: SeriesRows, at: slice) -> SeriesRows:
    return replace(series, **{x: getattr(series, x)[at] for x in ARRAYS})


def _joined(series: SeriesRows, parts: Sequence[SeriesRows]) -> SeriesRows:
    """The parts one after the other, as rows of the series."""
    whole = (_rows(series, slice(0, 0)), *parts)
    joined: dict[str, Any] = {x: np.concatenate([getattr(y, x) for y in whole]) for x in ARRAYS}
    return replace(series, **joined, spread=True)
