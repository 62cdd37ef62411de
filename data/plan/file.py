"""A plan's TOML to the checked ``Plan``, or to one error that tells every fault at once."""

import re
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from data.calendar import Holidays
from data.calendar.known_periods import KNOWN_PERIODS
from data.errors import PlannerError
from data.plan import Plan
from data.plan.build.plan import build
from data.plan.checks import faults
from data.plan.checks.written import written_faults
from data.plan.text.draft import Draft, left_out
from data.plan.text.faults import Fault, Place
from data.plan.text.shape import numbered, shape
from data.plan.text.tables import PlanText

SYNTAX = "write text in quotes, numbers and dates without, and every key once"


class PlanError(PlannerError):
    """A plan that was refused; ``errors`` are all its faults, each with file and key."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def read_plan(text: str, name: str, calendars: Callable[[str], Holidays]) -> Plan:
    """Read and check a whole plan.

    ``name`` is the file's name in messages; ``calendars`` gives the holidays of a code such as
    "BE" and raises ValueError for an unknown one. Raises PlanError with all faults.
    """
    draft, text_read, unreadable = _read(text, name, calendars)
    _refuse(name, (*unreadable, *_faults(text_read, draft)))
    return draft.plan


def read_stored_plan(text: str, name: str, calendars: Callable[[str], Holidays]) -> Plan:
    """Read a plan that was checked when it was stored: a later check takes no plan away."""
    draft, _, unreadable = _read(text, name, calendars)
    _refuse(name, unreadable)
    return draft.plan


def _read(
    text: str, name: str, calendars: Callable[[str], Holidays]
) -> tuple[Draft, PlanText, tuple[Fault, ...]]:
    document = _document(text, name)
    found = shape(document)
    known, unknown = _calendars(found.text, calendars)
    draft = Draft(build(found.text, known), left_out(found.text, found.dropped, numbered(document)))
    return draft, found.text, (*found.faults, *unknown)


def _refuse(name: str, found: tuple[Fault, ...]) -> None:
    if found:
        raise PlanError(tuple(f"{name}: {x}" for x in found))


def _no_calendar(place: Place, name: str) -> Fault:
    what = f'"{name}" is a period, no calendar of public holidays'
    return Fault(place, f'{what}; write a country such as "MA", and name the period in [[periods]]')


def _faults(text: PlanText, draft: Draft) -> Iterator[Fault]:
    """Those of the plan, where they stand in the text, and those that only the text has."""
    for x in faults(draft):
        yield Fault(draft.written(x.place), x.detail)
    yield from written_faults(text, draft)


def _document(text: str, name: str) -> dict[str, Any]:
    source = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        return tomllib.loads(source, parse_float=_exact)
    except RecursionError as error:
        raise PlanError((f"{name}: is nested too deeply; {SYNTAX}",)) from error
    except ValueError as error:
        raise PlanError((f"{name}: {_where(str(error), source)}; {SYNTAX}",)) from error


def _exact(number: str) -> Decimal:
    """0.12 is twelve hundredths, not the nearest binary number; beyond all measure: infinite."""
    try:
        return Decimal(number)
    except InvalidOperation:
        return Decimal("Infinity")


def _where(message: str, source: str) -> str:
    """The parser's message with its place first: "line 3, column 5: invalid value"."""
    match = re.fullmatch(r"(.*) \(at (line \d+, column \d+|end of document)\)", message, re.DOTALL)
    if not match:
        return message
    lines = source.rstrip("\n").split("\n")
    end = f"line {len(lines)}, column {len(lines[-1]) + 1}"
    place = end if match[2] == "end of document" else match[2]
    return f"{place}: {match[1][:1].lower()}{match[1][1:]}"


def _calendars(
    text: PlanText, calendars: Callable[[str], Holidays]
) -> tuple[dict[str, Holidays], list[Fault]]:
    codes: dict[Place, str] = {("holidays",): text.holidays}
    codes |= {("sites", row, "holidays"): x.holidays for row, x in text.sites.items()}
    named = {x.name for x in text.periods.values() if (x.first, x.last) == (None, None)}
    known = {name: calendars(name) for name in KNOWN_PERIODS if name in named}
    wrong = [_no_calendar(place, x) for place, x in codes.items() if x in KNOWN_PERIODS]
    for place, code in codes.items():
        try:
            if code and code not in (*known, *KNOWN_PERIODS):
                known[code] = calendars(code)
        except ValueError as error:
            wrong.append(Fault(place, str(error)))
    return known, wrong
