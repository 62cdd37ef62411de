"""What is usual of a queue: its stored calls and handling times around a file's days."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Engine

from data.calendar.clock import EPOCH, local_offsets
from data.history.belief.day_sheet import DaySheet, sheet_of
from data.history.belief.queue_rows import QueueRows
from data.history.demand import over_sites, read_site_rows
from data.plan import Plan
from models.queues import Queue

WEEKS = 13
FEWEST_CALLS = 100.0  # less says nothing of a usual handling time


@dataclass(frozen=True, slots=True)
class Usual:
    """Stored days within 13 weeks of a file's first day, and the mean AHT there in seconds."""

    calls: DaySheet
    aht: float | None
    sites: tuple[str, ...]
    source: str  # where the AHT is from


def read_usual(engine: Engine, plan: Plan, rows: QueueRows) -> Usual:
    """What is stored before and around the file's first day; the plan's AHT where none is."""
    first = _date(int(rows.days.min()))
    last = min(_date(int(rows.days.max())), first + timedelta(weeks=WEEKS))
    found = read_site_rows(engine, plan, rows.queue, last, first - timedelta(weeks=WEEKS))
    local = found.starts + local_offsets(found.starts, plan.timezone)
    stored = over_sites(plan, found)
    sheet = sheet_of(local, stored.offered, rows.calls.interval_minutes)
    calls = np.where(np.isnan(stored.aht_seconds), 0.0, stored.offered)
    if calls.sum() < FEWEST_CALLS:
        return Usual(sheet, _planned_aht(plan, plan.queue(rows.queue), last), found.sites, "plan")
    aht = float((np.nan_to_num(stored.aht_seconds) * calls).sum() / calls.sum())
    return Usual(sheet, aht, found.sites, "stored")


def _planned_aht(plan: Plan, queue: Queue, day: date) -> float | None:
    said = [
        (x.match.specificity, x.first, x.aht)
        for x in plan.handling
        if x.aht is not None and x.match.takes(queue) and x.first <= day
    ]
    return max(said, key=lambda x: x[:2])[2] if said else None


def _date(day: int) -> date:
    return EPOCH.date() + timedelta(days=day)
