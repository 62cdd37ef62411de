"""How days and numbers read on the page."""

from datetime import date

from service.horizon import Week

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"


def day_name(day: date) -> str:
    """``Wed 1 Oct``; number and month stay on one line."""
    return f"{day:%a} {day.day}{NO_BREAK_SPACE}{day:%b}"


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
    return f"{begins} \N{EN DASH} {last.day} {last:%B} {last.year}"


def grouped(number: float) -> str:
    """A whole number with its thousands apart."""
    return f"{number:,.0f}".replace(",", NARROW_SPACE)
