"""What people of a pool's week reach, and the hours more or fewer with which they keep a goal."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.shifts import Goal, Heads

ExtraKind = Literal["overtime", "early leave"]


@dataclass(frozen=True, slots=True)
class ExtraHour:
    """An hour on one day that people of a contract work more, or fewer."""

    kind: ExtraKind
    contract: str
    day: date  # at the site
    start: int  # minutes after the site's local midnight
    people: int


@dataclass(frozen=True, slots=True)
class OvertimeWeek:
    """What the people of a pool's week reach, and with which hours they keep the goal."""

    pool: str
    monday: date
    goal: Goal
    heads: tuple[Heads, ...]
    shift_hours: float  # paid, of the shifts they have
    service_level: float  # of the week, with these shifts; NaN: nobody calls
    target: float  # share that is promised
    needed_level: float  # of the week, with the needed agents
    hours: tuple[ExtraHour, ...]
    service_level_then: float
    cost: float  # of the hours more, less that of the hours fewer; NaN where it is not told
    reason: str  # why the goal is not kept; empty where it is

    @property
    def people(self) -> int:
        """Of all contracts."""
        return sum(x.people for x in self.heads)

    @property
    def paid_hours(self) -> float:
        """Of the people, on the floor."""
        return float(sum(x.people * x.paid_hours for x in self.heads))

    def hours_of(self, kind: ExtraKind) -> int:
        """Of all people."""
        return sum(x.people for x in self.hours if x.kind == kind)
