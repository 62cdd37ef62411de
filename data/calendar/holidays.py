"""Public holidays of a country or region as dated rows, corrected by what was announced.

The ``holidays`` library computes them; ``overrides.toml`` beside this module holds dated,
sourced corrections. The library is imported on use: a process that never expands a calendar,
like a web worker, never loads it.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from data.calendar import Holidays
from data.calendar.calendar_hint import calendar_hint
from data.calendar.known_periods import KNOWN_PERIODS, period_days

FIRST, LAST = date(1990, 1, 1), date(2049, 12, 31)
BETWEEN = "; "  # the library joins the names of two holidays on one day so


@dataclass(frozen=True, slots=True)
class Override:
    """One correction of a computed calendar and the announcement it rests on."""

    calendar: str
    date: date
    name: str
    action: Literal["add", "remove"]
    source: str


@cache
def overrides() -> tuple[Override, ...]:
    """The corrections kept beside this module, in the order of the file."""
    text = files("data.calendar").joinpath("overrides.toml").read_text(encoding="utf-8")
    return tuple(Override(**row) for row in tomllib.loads(text)["override"])


def expand(code: str) -> Holidays:
    """The public holidays of "CC" or "CC-SUB" from 1990 to 2049: day -> English name, ascending.

    Or of a period that the calendar knows by name: each of its days. Two holidays on one day are
    joined by "; ". Raises ValueError, naming the nearest valid codes,
    where there is no such calendar.
    """
    known = code in KNOWN_PERIODS
    computed = period_days(code, FIRST, LAST) if known else _computed(code)
    country = code.partition("-")[0]
    return corrected(computed, [x for x in overrides() if x.calendar in (code, country)])


def corrected(computed: Holidays, changes: Iterable[Override]) -> Holidays:
    """A calendar with corrections laid over it; removing an absent name changes nothing."""
    names = {day: name.split(BETWEEN) for day, name in computed.items()}
    for change in changes:
        there = [x for x in names.get(change.date, []) if x != change.name]
        names[change.date] = [*there, change.name] if change.action == "add" else there
    return {day: BETWEEN.join(names[day]) for day in sorted(names) if names[day]}


def _computed(code: str) -> Holidays:
    import holidays

    country, _, region = code.partition("-")
    known = holidays.list_supported_countries(include_aliases=False)
    codes = {*known, *(f"{x}-{y}" for x, regions in known.items() for y in regions)}
    if code not in codes:
        what = f'"{code}" is no calendar of public holidays; {calendar_hint(code, known)}'
        raise ValueError(what + ' (a country as "BE", or with its region as "ES-CT")')
    plain = holidays.country_holidays(country, subdiv=region or None)
    english = next((x for x in plain.supported_languages if x.startswith("en")), None)
    days = holidays.country_holidays(
        country, subdiv=region or None, years=range(FIRST.year, LAST.year + 1), language=english
    )
    return {day: days[day] for day in sorted(days) if FIRST <= day <= LAST}
