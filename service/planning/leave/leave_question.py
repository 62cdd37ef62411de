"""What may be asked about leave, and the weeks that an answer must know for it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from service.planning.basis.current import Current
from service.planning.basis.horizon import PlannedDays, weeks
from service.planning.basis.span import span_of


@dataclass(frozen=True, slots=True)
class LeaveQuestion:
    """Which days and whose teams; None does not restrict. All promises of their weeks count."""

    days: PlannedDays = field(default_factory=PlannedDays)
    site: str | None = None
    language: str | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class LeaveRows:
    """By day or by half-hour."""

    granularity: Literal["day", "interval"] = "day"


@dataclass(frozen=True, slots=True)
class LeaveDays:
    """Asked days, and the first and last day of the weeks that hold them."""

    first: date
    last: date
    monday: date
    sunday: date


def leave_days(current: Current, days: PlannedDays) -> LeaveDays:
    """QuestionError for days that no release forecasts."""
    first, last = days.within(current)
    span_of(current, first, last)
    held = [x for x in weeks(current) if x.last >= first and x.first <= last]
    monday = min([first, *(x.first for x in held)])
    return LeaveDays(first, last, monday, max([last, *(x.last for x in held)]))
