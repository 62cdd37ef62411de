"""Of the frozen plan: when queues take calls."""

from dataclasses import dataclass
from datetime import date

from models.queues import Match


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When queues take calls: on weekdays (0 = Monday), or on named dates that override them."""

    match: Match
    weekdays: frozenset[int]
    dates: frozenset[date]
    opens: int  # minutes after midnight; half-open
    closes: int  # up to 1440; opens == closes: closed
    closed_on_holidays: bool
