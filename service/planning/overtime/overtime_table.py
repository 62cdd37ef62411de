"""Overtime and early leave as tables: pools' weeks, and the hours people work more or fewer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from data.calendar.clock import clock_time
from data.exports.workbook import Sheet
from service.planning.basis.current import Current
from service.planning.basis.table import Column, Table
from service.planning.basis.terms import Term
from service.planning.overtime.overtime_week import OvertimeWeek
from service.planning.shifts.shifts_table import pool_columns


@dataclass(frozen=True, slots=True)
class OvertimeRows:
    """What a row is."""

    rows: Annotated[
        Literal["weeks", "hours"],
        Term("A pool's week, or an hour of a day that some people work more or fewer"),
    ] = "weeks"


@dataclass(frozen=True, slots=True)
class Overtime:
    """The weeks of the asked pools, in time order."""

    current: Current
    weeks: tuple[OvertimeWeek, ...]


def overtime_table(answer: Overtime, rows: OvertimeRows) -> Table:
    """The rows that are asked for."""
    return _TABLES[rows.rows](answer)


def overtime_sheets(answer: Overtime) -> dict[str, Sheet]:
    """Both tables, a sheet each."""
    return {name: table(answer).cells() for name, table in _TABLES.items()}


def weeks_table(answer: Overtime) -> Table:
    """One row a pool and week."""
    found, count = answer.weeks, len(answer.weeks)
    columns: dict[str, Column] = {
        "week_start": [x.monday.isoformat() for x in found],
        **pool_columns(answer.current.plan, [x.pool for x in found]),
        "goal": [x.goal for x in found],
        "people": np.array([x.people for x in found], np.int64),
        "contracts": [", ".join(f"{y.people} {y.contract}" for y in x.heads) for x in found],
        "paid_hours": np.array([x.paid_hours for x in found]),
        "shift_hours": np.array([x.shift_hours for x in found]),
        "service_level": np.array([x.service_level for x in found]),
        "target_share": np.array([x.target for x in found]),
        "needed_service_level": np.array([x.needed_level for x in found]),
        "overtime_hours": np.array([x.hours_of("overtime") for x in found], np.int64),
        "early_leave_hours": np.array([x.hours_of("early leave") for x in found], np.int64),
        "service_level_then": np.array([x.service_level_then for x in found]),
        "cost": np.array([x.cost for x in found]),
        "reason": [x.reason for x in found],
        "release": np.full(count, answer.current.release.head.id),
        "plan": np.full(count, answer.current.stored.id),
    }
    return Table(columns)


def hours_table(answer: Overtime) -> Table:
    """One row a pool, day, hour and kind, in time order."""
    people: dict[tuple[str, str, int, str], int] = {}
    for week in answer.weeks:
        for x in week.hours:
            key = (x.day.isoformat(), week.pool, x.start, x.kind)
            people[key] = people.get(key, 0) + x.people
    rows = sorted(people)
    columns: dict[str, Column] = {
        "date": [day for day, _, _, _ in rows],
        **pool_columns(answer.current.plan, [pool for _, pool, _, _ in rows]),
        "kind": [kind for _, _, _, kind in rows],
        "from": [clock_time(start) for _, _, start, _ in rows],
        "to": [clock_time(start + 60) for _, _, start, _ in rows],
        "people": np.array([people[x] for x in rows], np.int64),
    }
    return Table(columns)


_TABLES: Mapping[str, Callable[[Overtime], Table]] = {"weeks": weeks_table, "hours": hours_table}
