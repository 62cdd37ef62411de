"""Shifts as tables: pools' weeks, who starts when, and the curve they give against the need."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from data.calendar.clock import clock_time, local_iso, utc_iso
from data.plan import Plan
from data.shifts import Goal, Pause, PoolShifts, Shift
from models.queues import Pool
from service.planning.basis.current import Current, NotReadyError
from service.planning.basis.horizon import weeks
from service.planning.basis.span import QuestionError, span_of
from service.planning.basis.table import Column, Table, stacked
from service.planning.basis.terms import FirstDay, LastDay, Term
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from service.planning.staffing.staffing_table import pools_of


@dataclass(frozen=True, slots=True)
class ShiftsQuestion:
    """Which pools and days; every ISO week with one of the days is answered whole."""

    first: FirstDay
    last: LastDay
    site: str | None = None
    language: str | None = None
    segment: str | None = None
    goal: Annotated[
        Goal,
        Term(
            "level: the week's service level is that of the needed agents; cover: no interval has "
            "fewer agents than are needed"
        ),
    ] = "level"


@dataclass(frozen=True, slots=True)
class ShiftsRows:
    """What a row is."""

    rows: Annotated[
        Literal["weeks", "shifts", "intervals"],
        Term("A pool's week, a shift of some people, or an open interval's need and shifts"),
    ] = "weeks"


@dataclass(frozen=True, slots=True)
class Shifts:
    """The weeks of the asked pools, in time order."""

    current: Current
    weeks: tuple[PoolShifts, ...]

    @property
    def pools(self) -> Mapping[str, Pool]:
        """By name."""
        return {x.name: x for x in self.current.plan.pools}


def shifts(current: Current, question: ShiftsQuestion, found: Sequence[PoolShifts]) -> Shifts:
    """Of the weeks that were ``found``, those of the asked pools; errors as require_contracts."""
    asked = require_contracts(current, question)
    chosen = tuple(x for x in found if x.pool in asked)
    if not chosen:
        raise QuestionError("site", "no call reaches such a pool in these days")
    return Shifts(current, chosen)


def require_contracts(current: Current, question: ShiftsQuestion) -> frozenset[str]:
    """The names of the asked pools whose people have contracts.

    Raises QuestionError for days and values that no pool has, NotReadyError without contracts.
    """
    span_of(current, question.first, question.last)
    asked = [x for x in pools_of(current, question) if current.plan.contracts_of(x)]
    if not asked:
        raise NotReadyError(
            "shifts follow from contracts, and the plan has none of these pools: add [[contracts]]"
        )
    return frozenset(x.name for x in asked)


def shifts_table(answer: Shifts, rows: ShiftsRows) -> Table:
    """The rows that are asked for."""
    return _TABLES[rows.rows](answer)


def weeks_table(answer: Shifts) -> Table:
    """One row a pool and week."""
    found, count = answer.weeks, len(answer.weeks)
    columns: dict[str, Column] = {
        "week_start": [x.monday.isoformat() for x in found],
        **pool_columns(answer.current.plan, [x.pool for x in found]),
        "goal": [x.goal for x in found],
        "people": np.array([x.people for x in found]),
        "contracts": [", ".join(f"{y.people} {y.contract}" for y in x.heads) for x in found],
        **{name: np.array([getattr(x, name) for x in found]) for name in _HOURS},
        "schedule_efficiency": np.array([x.schedule_efficiency for x in found]),
        "fte": np.array([x.fte for x in found]),
        "service_level": np.array([x.service_level for x in found]),
        "needed_service_level": np.array([x.needed_level for x in found]),
        "reason": [x.reason for x in found],
        "release": np.full(count, answer.current.release.head.id),
        "plan": np.full(count, answer.current.stored.id),
    }
    return Table(columns)


_HOURS = ("paid_hours", "bound_hours", "agent_hours", "curve_hours")


def starts_table(answer: Shifts) -> Table:
    """One row a shift of some people, in time order at each site."""
    each = [(x.pool, y) for x in answer.weeks for y in x.shifts]
    each.sort(key=lambda x: (x[1].day, x[0], x[1].start, x[1].end))
    some = [x for _, x in each]
    columns: dict[str, Column] = {
        "date": [x.day.isoformat() for x in some],
        **pool_columns(answer.current.plan, [x for x, _ in each]),
        "contract": [x.contract for x in some],
        "start": [clock_time(x.start) for x in some],
        "end": [clock_time(x.end) for x in some],
        "breaks": [breaks(x) for x in some],
        "paid_hours": np.array([x.paid_hours for x in some], np.float64),
        "people": np.array([x.people for x in some], np.int64),
    }
    return Table(columns)


def curve_table(answer: Shifts) -> Table:
    """One row a pool and open interval: agents needed, and agents by the shifts."""
    days = [x for week in weeks(answer.current) for x in week.days]
    first = max(days[0], min(x.monday for x in answer.weeks))
    mondays = {x.monday for x in answer.weeks}
    last = max(x for x in days if any(0 <= (x - y).days < 7 for y in mondays))
    span = span_of(answer.current, first, last)
    tables, numbers = [], []
    for name in dict.fromkeys(x.pool for x in answer.weeks):
        need = pool_need(answer.current, answer.pools[name], span, WhatIf(), Method())
        if need is not None:
            tables.append(_curve(answer, need))
            numbers.append(np.flatnonzero(need.open))
    return stacked(tables, np.argsort(np.concatenate(numbers), kind="stable"))


def _curve(answer: Shifts, need: PoolNeed) -> Table:
    grid, is_open = need.question.span.grid, need.open
    starts, count = grid.starts[is_open], int(is_open.sum())
    agents = need.shift_agents(x for x in answer.weeks if x.pool == need.pool.name)[is_open]
    zone = need.question.site.timezone
    columns: dict[str, Column] = {
        "interval_start": local_iso(starts, zone),
        "interval_start_utc": utc_iso(starts),
        "interval_minutes": np.full(count, grid.interval_minutes),
        **pool_columns(answer.current.plan, [need.pool.name] * count),
        "agents": need.agents[is_open],
        "shift_agents": agents,
        "gap_agents": agents - need.agents[is_open],
    }
    return Table(columns)


def pool_columns(plan: Plan, names: Sequence[str]) -> dict[str, Column]:
    """A pool's names in each row."""
    by_name = {x.name: x for x in plan.pools}
    pools = [by_name[x] for x in names]
    return {
        "pool": list(names),
        "site": [x.site for x in pools],
        "language": [x.language for x in pools],
        "segment": [x.segment for x in pools],
    }


def breaks(shift: Shift) -> str:
    """In words: from, to, and whether they are paid."""
    return ", ".join(_break(x) for x in shift.breaks)


def _break(x: Pause) -> str:
    return f"{clock_time(x.start)}-{clock_time(x.start + x.minutes)}{' paid' if x.paid else ''}"


_TABLES: Mapping[str, Callable[[Shifts], Table]] = {
    "weeks": weeks_table,
    "shifts": starts_table,
    "intervals": curve_table,
}
