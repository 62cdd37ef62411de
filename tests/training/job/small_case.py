"""A case small enough to train in a second: two queues of one site, ten weeks of half-hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, Row, select

from data.database import connect
from data.database.schema import job_runs
from data.history.reading.file import read_history
from data.history.store import import_history
from data.migrations import migrate
from data.plan import Plan
from data.plan.store import store_plan
from tests.data.plan.plan_texts import calendar, plan
from training.job.nightly import TrainingRequest

ORIGIN = date(2025, 8, 8)  # a Friday, the last day with calls
ASSUMPTION = date(2025, 8, 15)  # the holiday within the horizon
WEEKS = 10
BILLING_DAYS = 8  # of every month, in which more call: what an average of weeks does not see
BILLING_PEAK = 1.6
HORIZON = 14
ZONE = "Europe/Brussels"
BUSY, QUIET = "residential-billing-fr", "residential-billing-nl"
BILLS = (date(2025, 8, 18), date(2025, 8, 19))  # the days of EVENT

PLAN = """
timezone = "Europe/Brussels"
holidays = "BE"
interval_minutes = 30
schedule_efficiency = 0.93
shrinkage = { leave = 0.12, absence = 0.06, off_phone = 0.12 }

[target]
share = 0.80
answer_within_seconds = 20
definition = "offered"

[[opening_hours]]
days = ["mon", "tue", "wed", "thu", "fri"]
from = "08:00"
to = "18:00"
closed_on_holidays = true

[[queues]]
id = "residential-billing-fr"
segment = "residential"
call_type = "billing"
language = "fr"

[[queues]]
id = "residential-billing-nl"
segment = "residential"
call_type = "billing"
language = "nl"

[[sites]]
id = "liege"
timezone = "Europe/Brussels"
holidays = "BE"
full_time_hours = 38

[[routing]]
match = {}
steps = [{ from = 2025-01-01, shares = { liege = 1.0 } }]
"""
EVENT = """
[[events]]
match = { language = "fr" }
from = 2025-08-18
to = 2025-08-19
factor = 1.5
reason = "bills"
author = "planning"
"""
NEW_QUEUE = """
[[queues]]
id = "residential-contract-nl"
segment = "residential"
call_type = "contract"
language = "nl"
"""
NEW = "residential-contract-nl"


@dataclass(frozen=True, slots=True)
class Call:
    """What a queue's history rows say."""

    queue: str
    calls: float  # of a usual half-hour
    aht_seconds: float


WEEK = (1.3, 1.1, 1.0, 0.9, 0.8)  # Monday to Friday
CALLS = (Call(BUSY, 12.0, 300.0), Call(QUIET, 5.0, 420.0))


def csv_text(weeks: int = WEEKS, calls: tuple[Call, ...] = CALLS) -> str:
    """Half-hours of the last ``weeks`` up to the origin: Poisson counts around a usual week."""
    random = np.random.default_rng(7)
    lines = ["interval_start,queue,offered,answered,aht_seconds"]
    for day, level in _levels(weeks):
        for slot in range(16, 36):
            start = datetime.combine(day, time(slot // 2, slot % 2 * 30))
            usual = level * (1.3 - (slot - 16) * 0.03)
            for one in calls:
                came = int(random.poisson(one.calls * usual))
                aht = f"{one.aht_seconds:g}" if came else ""
                lines.append(f"{start.isoformat()},{one.queue},{came},{came},{aht}")
    return "\n".join([*lines, ""])


def _levels(weeks: int) -> Iterator[tuple[date, float]]:
    """The open days and what share of a usual half-hour's calls comes on them."""
    for back in range(7 * weeks - 3, -1, -1):
        day = ORIGIN - timedelta(days=back)
        if day.weekday() < len(WEEK) and day not in calendar("BE"):
            yield day, WEEK[day.weekday()] * (BILLING_PEAK if day.day <= BILLING_DAYS else 1.0)


def database(folder: Path) -> Engine:
    """An empty database of this schema."""
    engine = connect(url(folder))
    migrate(engine)
    return engine


def url(folder: Path) -> str:
    """The address of the folder's database."""
    return f"sqlite:///{folder / 'relais.db'}"


def import_plan(engine: Engine, text: str = PLAN) -> Plan:
    """Store a plan as the newest."""
    store_plan(engine, "plan.toml", text, plan(text))
    return plan(text)


def import_calls(engine: Engine, of: Plan, text: str) -> None:
    """Store history of the plan's queues."""
    import_history(engine, [read_history(text, "calls.csv", of, ZONE)], skip_bad_rows=False)


def request(horizon_days: int = HORIZON, seed: int = 3) -> TrainingRequest:
    """Train on everything there is, in this process."""
    return TrainingRequest(None, horizon_days, jobs=1, seed=seed)


def runs(engine: Engine) -> list[Row[tuple[object, ...]]]:
    """The records of the job, first one first."""
    with engine.connect() as connection:
        return list(connection.execute(select(job_runs).order_by(job_runs.c.id)))
