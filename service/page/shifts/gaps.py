"""Where a pool's shifts have fewer agents than are needed, interval by interval of a week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.planning.shifts.shifts_table import Shifts, curve_table

Chart = dict[str, list[str] | list[int] | list[float]]


@dataclass(frozen=True, slots=True)
class OpenInterval:
    """An interval in which a pool takes calls."""

    start_utc: str  # as in the API
    start: datetime  # on the callers' clock
    minutes: int
    needed: int
    agents: float  # of the shifts, after absence and time off the phone

    @property
    def gap(self) -> float:
        """Agents of the shifts less those needed, as shown: in tenths."""
        return round(self.agents - self.needed, 1)

    @property
    def time(self) -> str:
        """Of the day."""
        return f"{self.start:%H:%M}"

    @property
    def short(self) -> bool:
        """Whether agents are missing."""
        return self.gap < 0

    @property
    def far_short(self) -> bool:
        """Whether a whole agent is missing."""
        return self.gap <= -1


@dataclass(frozen=True, slots=True)
class AtTime:
    """A pool at one time of the day, on all days of a week."""

    worst: OpenInterval
    short_days: int
    open_days: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """A pool's open intervals of a week, in time order."""

    intervals: tuple[OpenInterval, ...]

    @property
    def shorts(self) -> list[OpenInterval]:
        """Those that are short, in time order."""
        return [x for x in self.intervals if x.short]

    @property
    def far_shorts(self) -> int:
        """Intervals that lack a whole agent."""
        return sum(x.far_short for x in self.intervals)

    @property
    def by_time(self) -> dict[str, AtTime]:
        """At every time of the day at which it is open on some day, in order."""
        found: dict[str, list[OpenInterval]] = {}
        for x in self.intervals:
            found.setdefault(x.time, []).append(x)
        return {time: _at_time(x) for time, x in sorted(found.items())}

    @property
    def short_times(self) -> list[AtTime]:
        """The times of the day at which it is short on some day, the most short first."""
        short = (x for x in self.by_time.values() if x.short_days)
        return sorted(short, key=lambda x: x.worst.gap)

    @property
    def by_day(self) -> dict[tuple[date, str], OpenInterval]:
        """By day and time; the more short of two where the clock shows a time twice."""
        most_short_last = sorted(self.intervals, key=lambda x: -x.gap)
        return {(x.start.date(), x.time): x for x in most_short_last}

    @property
    def chart(self) -> Chart:
        """Needed agents and those of the shifts, by the starts of the intervals."""
        return {
            "interval_start_utc": [x.start_utc for x in self.intervals],
            "interval_start": [x.start.isoformat() for x in self.intervals],
            "interval_minutes": [x.minutes for x in self.intervals],
            "needed": [x.needed for x in self.intervals],
            "agents": [round(x.agents, 1) for x in self.intervals],
        }


@dataclass(frozen=True, slots=True)
class Missing:
    """Agents that several pools lack in the same interval."""

    start: datetime
    agents: float
    pools: int


def most_missing(pools: Iterable[Gaps]) -> Missing | None:
    """The interval that lacks most agents of all pools; None where no pool is short."""
    lacking: dict[str, list[OpenInterval]] = {}
    for gaps in pools:
        for x in gaps.shorts:
            lacking.setdefault(x.start_utc, []).append(x)
    every = (Missing(x[0].start, -sum(y.gap for y in x), len(x)) for x in lacking.values())
    return max(every, key=lambda x: x.agents, default=None)


def _at_time(days: list[OpenInterval]) -> AtTime:
    return AtTime(min(days, key=lambda x: x.gap), sum(x.short for x in days), len(days))


def gaps_by_pool(answer: Shifts) -> dict[str, Gaps]:
    """Of the pools that have shifts."""
    table = curve_table(answer)
    zone = ZoneInfo(answer.current.plan.timezone)
    found: dict[str, list[OpenInterval]] = {}
    for row in table.rows():
        if row["shift_agents"] is not None:
            found.setdefault(str(row["pool"]), []).append(_interval(row, zone))
    return {pool: Gaps(tuple(x)) for pool, x in found.items()}


def _interval(row: dict[str, Any], zone: ZoneInfo) -> OpenInterval:
    return OpenInterval(
        start_utc=row["interval_start_utc"],
        start=datetime.fromisoformat(row["interval_start_utc"]).astimezone(zone),
        minutes=row["interval_minutes"],
        needed=row["agents"],
        agents=row["shift_agents"],
    )
