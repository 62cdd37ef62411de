"""A right two-queue history over four months, and three months stored before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from data.calendar.clock import interval_grid, local_iso
from data.history.belief.doubts import findings
from data.history.finding import ImportFinding
from data.history.store import import_history
from data.plan import Plan
from tests.data.history.history_cases import BRUSSELS, make_engine, make_plan, read

QUEUES = ("billing-fr", "Contract-NL")
SHAPES = (
    np.array([12, 18, 25, 31, 40, 44, 43, 41, 36, 30, 28, 29, 31, 33, 35, 34, 30, 27, 24, 20]),
    np.array([20, 26, 24, 18, 15, 12, 11, 10, 9, 9, 10, 12, 14, 15, 16, 15, 13, 10, 8, 6]) / 2,
)
WEEK = np.array([1.25, 1.05, 1.0, 0.95, 0.9, 0.5, 0.4])
STORED = date(2024, 12, 2)  # three months, and then
FIRST = date(2025, 3, 3)  # four months, over the change of the clock
WEEKS = 17
HEADER = "interval_start,queue,offered,answered,abandoned,answered_in_time,aht_seconds,wait_seconds"
PLAN = make_plan(hours=(480, 1080))
Row = list[str]  # the cells of a row, in the header's order
Change = Callable[[list[Row]], list[Row]]


@dataclass(frozen=True, slots=True)
class Truth:
    """A centre's random days: calls by Poisson, waits that callers of 180 s patience give up."""

    seed: int
    level: float = 1.0


def made_rows(truth: Truth, first: date, weeks: int) -> list[Row]:
    """A row for every open half-hour of both queues, local times with their offset."""
    random = np.random.default_rng(truth.seed)
    grid = interval_grid(first, 7 * weeks, BRUSSELS, 30)
    opened = (grid.slot >= 16) & (grid.slot < 36)
    starts, slot, day = grid.starts[opened], grid.slot[opened] - 16, grid.day[opened]
    labels = local_iso(starts, BRUSSELS)
    found: list[Row] = []
    for queue, shape in zip(QUEUES, SHAPES, strict=True):
        effect = random.normal(1.0, 0.06, 7 * weeks)[day]
        offered = random.poisson(truth.level * shape[slot] * WEEK[day % 7] * effect)
        abandoned = random.binomial(offered, 0.05)
        in_time = random.binomial(offered - abandoned, 0.85)
        aht = 300 * random.normal(1.0, 0.2, offered.size).clip(0.3)
        wait = 9.0 * offered * random.uniform(0.6, 1.4, offered.size)
        found += [
            [x, queue, str(n), str(n - a), str(a), str(t), f"{h:.1f}" if n > a else "", f"{w:.1f}"]
            for x, n, a, t, h, w in zip(
                labels, *(y.tolist() for y in (offered, abandoned, in_time, aht, wait)), strict=True
            )
        ]
    return found


def text(rows: Sequence[Row]) -> str:
    return "\n".join([HEADER, *(",".join(x) for x in rows), ""])


def doubts(rows: Sequence[Row] | str, engine: Engine, plan: Plan = PLAN) -> list[ImportFinding]:
    source = rows if isinstance(rows, str) else text(rows)
    return findings(engine, plan, [read(source, plan)])


def grave(found: Sequence[ImportFinding]) -> set[str]:
    return {x.kind for x in found if x.grave}


def empty_engine(folder: Path) -> Engine:
    return make_engine(folder)


def stored_engine(folder: Path, seed: int = 5) -> Engine:
    """A database that holds the three months before the file."""
    engine = make_engine(folder)
    rows = made_rows(Truth(seed), STORED, 13)
    import_history(engine, [read(text(rows), PLAN)], skip_bad_rows=False)
    return engine


def with_cell(column: str, change: Callable[[str], str]) -> Callable[[list[Row]], list[Row]]:
    """A mutilation of one column, empty cells left as they are."""
    at = HEADER.split(",").index(column)
    return lambda rows: [[*x[:at], change(x[at]) if x[at] else "", *x[at + 1 :]] for x in rows]


def exchanged(one: str, other: str) -> Callable[[list[Row]], list[Row]]:
    """A mutilation that gives two columns each other's values."""
    names = HEADER.split(",")
    order = list(range(len(names)))
    a, b = names.index(one), names.index(other)
    order[a], order[b] = b, a
    return lambda rows: [[x[i] for i in order] for x in rows]


def of_day(row: Row) -> date:
    return date.fromisoformat(row[0][:10])


def shifted(hours: int, since: date = FIRST) -> Change:
    def change(rows: list[Row]) -> list[Row]:
        move = timedelta(hours=hours)
        return [
            [(datetime.fromisoformat(x[0]) + move).isoformat(), *x[1:]] if of_day(x) >= since else x
            for x in rows
        ]

    return change


def times(factor: float, first: date, days: int = 999, queue: str = QUEUES[0]) -> Change:
    def change(rows: list[Row]) -> list[Row]:
        return [
            [*x[:2], *(str(round(factor * int(y))) for y in x[2:6]), *x[6:]]
            if x[1] == queue and 0 <= (of_day(x) - first).days < days
            else x
            for x in rows
        ]

    return change
