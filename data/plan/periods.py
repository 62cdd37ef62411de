"""Periods that a plan tells of: Ramadan, a fair, a campaign that comes back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from data.calendar import Holidays
from models.queues import Match

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which calls are others, told by dates or, without, by the calendar's name."""

    match: Match
    name: str
    first: date | None
    last: date | None
    spans: tuple[tuple[date, date], ...]  # its days: as told, or the calendar's of every year


def spans_of(days: Holidays) -> tuple[tuple[date, date], ...]:
    """First and last days of the runs of consecutive days, ascending."""
    return tuple(_spans(sorted(days)))


def _spans(days: list[date]) -> Iterator[tuple[date, date]]:
    first = 0
    for i, day in enumerate(days):
        if i + 1 == len(days) or days[i + 1] != day + ONE_DAY:
            yield days[first], day
            first = i + 1
