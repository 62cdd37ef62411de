"""Holidays that wait for the moon: an estimated day is a range until it is announced.

The ``holidays`` library computes lunar days and ends the names of those nobody has announced with
"estimated)"; ``overrides.toml`` replaces them once they are announced. How far off
estimates may be is read from those corrections: Moroccan ones were right or ran a day early.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from data.calendar import Holidays
from data.calendar.holidays import BETWEEN, Override, overrides

ESTIMATED = re.compile(r"(.*) \((?:.*, )?estimated\)")
USUAL_ERROR = (-1, 1)  # days; where too few announcements tell better
ENOUGH = 5  # announcements
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MoonDate:
    """A holiday of one or more days whose first is not announced; all dates inclusive."""

    name: str
    expected: date  # the estimated first day
    earliest: date
    latest: date
    days: int


def uncertain_holidays(
    calendars: Mapping[str, Holidays], code: str, first: date, last: date
) -> tuple[MoonDate, ...]:
    """The estimated holidays of calendar ``code`` that may touch the days ``first`` to ``last``.

    ``calendars`` are a plan's (``Plan.calendars``); ascending by expected day. Days that were
    announced are certain. KeyError where the plan has no such calendar.
    """
    early, late = error_of_estimates(code, overrides())
    found = (
        MoonDate(name, day, day + early * DAY, day + late * DAY, days)
        for name, day, days in sorted(_runs(calendars[code]), key=lambda x: x[1])
    )
    return tuple(x for x in found if x.earliest <= last and x.latest + (x.days - 1) * DAY >= first)


def error_of_estimates(code: str, corrections: Iterable[Override]) -> tuple[int, int]:
    """Days from a calendar's estimates to what was announced: the least and the most to expect."""
    country = code.partition("-")[0]
    announced = [x for x in corrections if x.calendar in (code, country)]
    errors = {0, *_errors(announced)}
    return (min(errors), max(errors)) if len(errors) > 1 else USUAL_ERROR


def _errors(rows: Iterable[Override]) -> list[int]:
    """For each announcement that replaced an estimate, the days it came later; [] where too few."""
    firsts: dict[tuple[str, str], dict[str, date]] = {}
    for row in rows:
        match = ESTIMATED.fullmatch(row.name)
        place = firsts.setdefault((match[1] if match else row.name, row.source), {})
        place[row.action] = min(row.date, place.get(row.action, row.date))
    errors = [(x["add"] - x["remove"]).days for x in firsts.values() if len(x) == 2]
    return errors if len(errors) >= ENOUGH else []


def _runs(days: Holidays) -> Iterable[tuple[str, date, int]]:
    """Name, first day and length of each estimated holiday: consecutive days are one."""
    named: dict[str, list[date]] = {}
    for day in sorted(days):
        for match in map(ESTIMATED.fullmatch, days[day].split(BETWEEN)):
            if match:
                named.setdefault(match[1], []).append(day)
    for name, dates in named.items():
        numbered = enumerate(dict.fromkeys(dates))
        for _, run in groupby(numbered, key=lambda x: x[1] - x[0] * DAY):
            row = [day for _, day in run]
            yield name, row[0], len(row)
