"""How days and numbers read on the page."""

import re
from datetime import date

from service.planning.basis.horizon import Week

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"


def day_name(day: date) -> str:
    """``Wed 1 Oct``; number and month stay on one line."""
    return f"{day:%a} {short_day(day)}"


def short_day(day: date) -> str:
    """``1 Oct``."""
    return f"{day.day}{NO_BREAK_SPACE}{day:%b}"


def iso_week(day: date) -> str:
    """``W40``."""
    return f"W{day.isocalendar().week}"


def full_day(day: date) -> str:
    """``Wed 1 Oct 2025``."""
    return f"{day_name(day)} {day.year}"


def week_name(week: Week) -> str:
    """``1 - 5 October 2025`` with an en dash; a month or year that both days share is said once."""
    first, last = week.first, week.last
    begins = f"{first.day}"
    if (first.year, first.month) != (last.year, last.month):
        begins += f" {first:%B}"
    if first.year != last.year:
        begins += f" {first.year}"
    return f"{begins} {DASH} {last.day} {last:%B} {last.year}"


def grouped(number: float) -> str:
    """A whole number with its thousands apart."""
    return f"{number:,.0f}".replace(",", NARROW_SPACE)


def amount(number: float | None) -> str:
    """As ``grouped``; a dash where unknown."""
    return DASH if number is None else grouped(number)


def tenth(number: float | None) -> str:
    """``1 203.4``, with one decimal; a dash where unknown."""
    return DASH if number is None else f"{number:,.1f}".replace(",", NARROW_SPACE)


def signed(number: float | None) -> str:
    """``+3.2``, with one decimal; a dash where unknown."""
    if number is None:
        return DASH
    tenths = round(number, 1)
    sign = "+" if tenths > 0 else MINUS if tenths < 0 else ""
    return sign + tenth(abs(tenths))


def signed_whole(number: float | None) -> str:
    """``+1 203``; a dash where unknown."""
    if number is None:
        return DASH
    sign = "+" if round(number) > 0 else MINUS if round(number) < 0 else ""
    return sign + grouped(abs(number))


def hundredth(share: float | None) -> str:
    """``81.3``, of a hundred; a dash where unknown."""
    return DASH if share is None else f"{100 * share:.1f}"


def percent(share: float | None) -> str:
    """``81.3 %``; a dash where unknown."""
    return DASH if share is None else f"{hundredth(share)}{NO_BREAK_SPACE}%"


def short_percent(share: float) -> str:
    """``80 %``; with a decimal only where there is one."""
    return f"{100 * share:.1f}".removesuffix(".0") + f"{NO_BREAK_SPACE}%"


def interval_name(minutes: int) -> str:
    """``half-hour``, of a planning interval's minutes."""
    return _INTERVALS[minutes]


def clock_words(hours_behind: float) -> str:
    """``1 hour behind``, of a clock beside another."""
    hours = abs(hours_behind)
    place = "behind" if hours_behind > 0 else "ahead of"
    return f"{hours:g} hour{'' if hours == 1 else 's'} {place}"


def in_page_words(reason: str) -> str:
    """A reason of the answer with days and numbers as the page writes them."""
    counted = _COUNT.sub(lambda x: grouped(int(x[0])), reason)
    return _DAY.sub(lambda x: full_day(date.fromisoformat(x[0])), counted)


_INTERVALS = {15: "quarter-hour", 30: "half-hour", 60: "hour"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNT = re.compile(r"\b\d{4,}(?= h\b| people\b| of \d)")
