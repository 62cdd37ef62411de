"""Shifts in the database: kept by release, plan, goal, pool and week, and found again."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select

from data.database.schema import pool_shifts
from data.shifts import Goal, Heads, KeptShifts, Pause, PoolShifts, Shift

_RELEASES = 8  # whose shifts are kept


def keep_shifts(engine: Engine, release_id: int, plan_id: int, found: Sequence[PoolShifts]) -> None:
    """Keep weeks, in place of those of the same pool, week and goal; those of old releases go."""
    columns = pool_shifts.c
    mine = (columns.release_id == release_id) & (columns.plan_id == plan_id)
    old = select(columns.release_id).distinct().order_by(columns.release_id.desc())
    with engine.begin() as connection:
        for x in found:
            same = (columns.pool == x.pool) & (columns.monday == x.monday.isoformat())
            connection.execute(delete(pool_shifts).where(mine, same, columns.goal == x.goal))
        if found:
            rows = [_row(release_id, plan_id, x) for x in found]
            connection.execute(insert(pool_shifts), rows)
        kept = connection.execute(old.limit(_RELEASES)).scalars().all()
        connection.execute(delete(pool_shifts).where(columns.release_id.not_in(kept)))


def load_shifts(
    engine: Engine, release_id: int, plan_id: int, goal: Goal, first: date, last: date
) -> list[PoolShifts]:
    """Of the weeks that hold a day between two days, both included, in time order."""
    columns, monday = pool_shifts.c, first - timedelta(days=first.weekday())
    wanted = (
        select(pool_shifts)
        .where(
            columns.release_id == release_id,
            columns.plan_id == plan_id,
            columns.goal == goal,
            columns.monday.between(monday.isoformat(), last.isoformat()),
        )
        .order_by(columns.monday, columns.pool)
    )
    with engine.connect() as connection:
        return [read_shifts(x.body) for x in connection.execute(wanted)]


def alike_shifts(engine: Engine, release_id: int, goal: Goal) -> dict[str, PoolShifts]:
    """Of a release under any plan, by the sha256 of what they were worked out from."""
    columns = pool_shifts.c
    wanted = select(columns.sha256, columns.body).where(
        columns.release_id == release_id, columns.goal == goal
    )
    with engine.connect() as connection:
        return {x.sha256: read_shifts(x.body) for x in connection.execute(wanted)}


def kept_weeks(engine: Engine, release_id: int, plan_id: int) -> int:
    """How many weeks of pools are kept for the goal ``level``."""
    columns = pool_shifts.c
    wanted = select(func.count()).where(
        columns.release_id == release_id, columns.plan_id == plan_id, columns.goal == "level"
    )
    with engine.connect() as connection:
        return int(connection.execute(wanted).scalar_one())


def level_shifts(engine: Engine, release_id: int, plan_id: int) -> KeptShifts:
    """Of each pool's weeks that have some, by Monday, for the goal ``level``."""
    columns = pool_shifts.c
    wanted = select(columns.body).where(
        columns.release_id == release_id,
        columns.plan_id == plan_id,
        columns.goal == "level",
        columns.schedule_efficiency.is_not(None),
    )
    found: dict[str, dict[date, PoolShifts]] = {}
    with engine.connect() as connection:
        for body in connection.execute(wanted).scalars():
            week = read_shifts(body)
            found.setdefault(week.pool, {})[week.monday] = week
    return found


def _row(release_id: int, plan_id: int, x: PoolShifts) -> dict[str, Any]:
    worth = x.schedule_efficiency
    return {
        "release_id": release_id,
        "plan_id": plan_id,
        "goal": x.goal,
        "pool": x.pool,
        "monday": x.monday.isoformat(),
        "sha256": x.sha256,
        "schedule_efficiency": None if math.isnan(worth) else worth,
        "body": json.dumps(asdict(x), default=str),
    }


def read_shifts(body: str) -> PoolShifts:
    """The value that was kept as JSON."""
    told = json.loads(body)
    return PoolShifts(
        **{
            **told,
            "monday": date.fromisoformat(told["monday"]),
            "heads": tuple(Heads(**x) for x in told["heads"]),
            "shifts": tuple(_shift(x) for x in told["shifts"]),
        }
    )


def _shift(told: Mapping[str, Any]) -> Shift:
    breaks = tuple(Pause(**x) for x in told["breaks"])
    return replace(Shift(**{**told, "breaks": breaks}), day=date.fromisoformat(told["day"]))
