"""The small case with people and contracts, and the shifts of its first week."""

from datetime import date, timedelta
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.shifts import Goal
from service.commands.shifts.weeks import kept_shifts
from service.web.current import read_current
from tests.service.cases import MONDAY, released
from tests.service.planning.capacity.capacity_case import STAFFED

SUNDAY = MONDAY + timedelta(days=6)
CONTRACTS = """
[[contracts]]
name = "full-time"
weekly_hours = 38
day_hours = [7.6]
days_a_week = 5
earliest_start = "07:00"
latest_end = "20:30"
unpaid_breaks = [{ minutes = 30, from_hours = 3.0, to_hours = 5.5 }]

[[contracts]]
name = "part-time"
weekly_hours = 20
day_hours = [4.0]
days_a_week = 5
earliest_start = "07:00"
latest_end = "20:30"
share_max = 0.25

"""
OWN_EFFICIENCY = "schedule_efficiency = 0.9\n"
WITHOUT = STAFFED.replace(OWN_EFFICIENCY, "")
CONTRACTED = WITHOUT.replace("[[queues]]", CONTRACTS + "[[queues]]", 1)


def with_shifts(folder: Path, text: str = CONTRACTED) -> Engine:
    """A database in which the first week's shifts are kept, for both goals."""
    engine = released(folder, text)
    for goal in ("level", "cover"):
        work_out(engine, goal)
    return engine


def work_out(engine: Engine, goal: Goal) -> None:
    """Keep the first week's shifts."""
    kept_shifts(engine, read_current(engine), goal, MONDAY, SUNDAY)


def page(client: FlaskClient, week: date = MONDAY, goal: Goal = "level") -> str:
    """The page of a week, which must be there."""
    answer = client.get("/shifts", query_string={"week": str(week), "goal": goal})
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), answer.text
    return answer.text


def section(text: str, pool: str) -> str:
    """What the page says of a pool."""
    begins = text.index(f'aria-labelledby="{pool}"')
    return text[begins : text.index("</section>", begins)]
