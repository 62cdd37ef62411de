"""Plans as stored: every import is a version, read again with the holidays of its own time."""

import hashlib
import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from data.calendar import Holidays
from data.database.schema import plan_holidays, plans
from data.errors import PlannerError
from data.plan import Plan
from data.plan.file import read_stored_plan


class NoPlanError(PlannerError):
    """No plan has been imported yet."""

    def __init__(self) -> None:
        super().__init__("there is no plan yet: relais plan import plan.toml")


class UnknownPlanError(PlannerError):
    """There is no plan of that id."""

    def __init__(self, plan_id: int) -> None:
        super().__init__(f"there is no plan {plan_id}; relais plan list shows those there are")


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A version without its text."""

    id: int
    imported_at: int  # UTC epoch seconds
    name: str


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan and where it is kept."""

    id: int
    imported_at: int  # UTC epoch seconds
    name: str
    text: str
    plan: Plan


def store_plan(engine: Engine, name: str, text: str, plan: Plan) -> int:
    """Keep a checked plan as the newest version; the same text again is the version it is."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    with engine.begin() as connection:
        newest = _newest(connection)
        if newest is not None and newest.sha256 == digest:
            return int(newest.id)
        values = {"imported_at": int(time.time()), "name": name, "sha256": digest, "text": text}
        plan_id = connection.execute(
            insert(plans).values(values).returning(plans.c.id)
        ).scalar_one()
        rows = [
            {"plan_id": plan_id, "calendar": code, "day": day.isoformat(), "name": holiday}
            for code, days in plan.calendars.items()
            for day, holiday in days.items()
        ]
        if rows:
            connection.execute(insert(plan_holidays), rows)
    return int(plan_id)


def restore_plan(engine: Engine, plan_id: int) -> int:
    """Make a version current again, with the holidays it was read with: as the newest version."""
    former = load_plan(engine, plan_id)
    return store_plan(engine, former.name, former.text, former.plan)


def list_plans(engine: Engine) -> list[PlanHead]:
    """Every version, newest first: the first is the current one."""
    columns = plans.c
    query = select(columns.id, columns.imported_at, columns.name).order_by(columns.id.desc())
    with engine.connect() as connection:
        return [PlanHead(*row) for row in connection.execute(query)]


def newest_plan_id(engine: Engine) -> int | None:
    """The newest version's id, without reading it; None where there is none."""
    with engine.connect() as connection:
        row = _newest(connection)
    return None if row is None else int(row.id)


def current_plan(engine: Engine) -> StoredPlan:
    """The newest version; NoPlanError where there is none."""
    plan_id = newest_plan_id(engine)
    if plan_id is None:
        raise NoPlanError
    return load_plan(engine, plan_id)


def load_plan(engine: Engine, plan_id: int) -> StoredPlan:
    """A version by its id; UnknownPlanError where there is none."""
    with engine.connect() as connection:
        row = connection.execute(select(plans).where(plans.c.id == plan_id)).one_or_none()
        if row is None:
            raise UnknownPlanError(plan_id)
        calendars = _calendars(connection, plan_id)
    plan = read_stored_plan(row.text, row.name, lambda code: calendars.get(code, {}))
    return StoredPlan(row.id, row.imported_at, row.name, row.text, plan)


def _newest(connection: Connection) -> Row[Any, Any] | None:
    newest_first = select(plans.c.id, plans.c.sha256).order_by(plans.c.id.desc()).limit(1)
    return connection.execute(newest_first).one_or_none()


def _calendars(connection: Connection, plan_id: int) -> dict[str, Holidays]:
    columns = plan_holidays.c
    query = select(columns.calendar, columns.day, columns.name).where(columns.plan_id == plan_id)
    found: dict[str, dict[date, str]] = {}
    for calendar, day, name in connection.execute(query):
        found.setdefault(calendar, {})[date.fromisoformat(day)] = name
    return dict(found)
