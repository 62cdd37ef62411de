"""Of the frozen plan: when queues take calls."""

from dataclasses import dataclass
from datetime import date

from models.queues import Match


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When queues take calls: on weekdays (0 = Monday), or on named dates that override them.

    Weekdays count from ``valid_from`` to ``valid_to``; before and after, the row is not there.
    """

    match: Match
    weekdays: frozenset[int]
    dates: frozenset[date]
    opens: int  # minutes after midnight; half-open
    closes: int  # up to 1440; opens == closes: closed
    closed_on_holidays: bool
    valid_from: date = date.min
    valid_to: date = date.max

    def valid_on(self, day: date) -> bool:
        """Whether the row says anything on a day."""
        return self.valid_from <= day <= self.valid_to
