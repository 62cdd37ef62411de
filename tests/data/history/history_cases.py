"""A small plan, a database and CSV text for the tests of history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

import data  # noqa: F401 (zones come from the pinned tzdata package)
from data.calendar import Holidays
from data.database import connect
from data.history.reading.file import HistoryFile, read_history
from data.migrations import migrate
from data.plan import OpeningHours, Plan, Site
from models.queues import Match, Queue, ServiceTarget, Shrinkage

BRUSSELS = "Europe/Brussels"
NOW = datetime(2025, 11, 1, 12, tzinfo=UTC)
EVERY_DAY = frozenset(range(7))


def make_site(site_id: str, closes: date | None = None) -> Site:
    return Site(
        id=site_id,
        name=site_id,
        timezone=BRUSSELS,
        holidays="BE",
        works_on_holidays=False,
        full_time_hours=38,
        shrinkage=Shrinkage(),
        languages=None,
        closes=closes,
    )


def make_plan(
    interval_minutes: int = 30,
    hours: tuple[int, int] = (0, 1440),
    timezone: str = BRUSSELS,
    sites: tuple[Site, ...] = (make_site("liege"), make_site("morocco")),
    calendars: Mapping[str, Holidays] | None = None,
) -> Plan:
    opening = OpeningHours(Match(), EVERY_DAY, frozenset(), *hours, closed_on_holidays=False)
    return Plan(
        timezone=timezone,
        holidays="BE",
        interval_minutes=interval_minutes,
        shrinkage=Shrinkage(),
        schedule_efficiency=1.0,
        target=ServiceTarget(0.8, 20),
        queues=(
            Queue("billing-fr", "residential", "billing", "fr"),
            Queue("Contract-NL", "b2b", "contract", "nl"),
        ),
        sites=sites,
        pools=(),
        opening_hours=(opening,),
        routing=(),
        calendars=calendars or {},
    )


def read(
    source: bytes | str | Path, plan: Plan | None = None, timezone: str | None = BRUSSELS
) -> HistoryFile:
    return read_history(source, "calls.csv", plan or make_plan(), timezone, NOW)


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows of a file by line, (n,) each."""

    queue: list[str]
    site: list[str]
    starts: NDArray[np.int64]
    offered: list[int]
    answered: list[int]
    abandoned: list[int]
    answered_in_time: list[int]
    aht_seconds: list[float]
    wait_seconds: list[float]


def taken(file: HistoryFile) -> Taken:
    series = list(file.series())
    order = np.argsort(np.concatenate([np.zeros(0), *(x.lines for x in series)]), kind="stable")

    def joined(name: str) -> list[float]:
        whole = np.concatenate([np.zeros(0), *(getattr(x, name) for x in series)])[order]
        return [float(x) for x in whole]

    def counts(name: str) -> list[int]:
        return [int(x) for x in joined(name)]

    queues = [x.queue for x in series for _ in range(len(x))]
    sites = [x.site for x in series for _ in range(len(x))]
    return Taken(
        [queues[i] for i in order],
        [sites[i] for i in order],
        np.array(counts("starts"), dtype=np.int64),
        counts("offered"),
        counts("answered"),
        counts("abandoned"),
        counts("answered_in_time"),
        joined("aht_seconds"),
        joined("wait_seconds"),
    )


def rows(*lines: str, header: str = "interval_start,queue,offered") -> str:
    return "\n".join([header, *lines, ""])


def make_engine(folder: Path) -> Engine:
    engine = connect(f"sqlite:///{folder / 'relais.db'}")
    migrate(engine)
    return engine
