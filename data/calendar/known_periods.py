"""Periods of weeks that the calendar knows by name, whose dates wait for the moon.

The ``holidays`` library computes them (Umm al-Qura); ``overrides.toml`` corrects them as it does
holidays, under the period's name as its calendar. It is imported on use.
"""

from datetime import date, timedelta

from data.calendar import Holidays

KNOWN_PERIODS = ("Ramadan",)
ESTIMATE = "{} (estimated)"


def period_days(name: str, first: date, last: date) -> Holidays:
    """Every day of a known period between two days -> its name, marked where it is an estimate.

    KeyError where the calendar knows no such period.
    """
    begins, ends = {"Ramadan": _ramadan}[name](first.year, last.year)
    found: dict[date, str] = {}
    for start, end in zip(begins, ends, strict=True):
        days = (start + timedelta(days=i) for i in range((end - start).days))
        found |= {day: ESTIMATE.format(name) for day in days if first <= day <= last}
    return found


def _ramadan(first: int, last: int) -> tuple[list[date], list[date]]:
    """First days, and the days after the last ones, which are those of Eid al-Fitr."""
    from holidays.calendars.islamic import _IslamicLunar

    lunar, years = _IslamicLunar(), range(first, last + 1)
    begins = {day for year in years for day, _ in lunar.ramadan_beginning_dates(year)}
    ends = {day for year in years for day, _ in lunar.eid_al_fitr_dates(year)}
    pairs = [(x, min(y for y in ends if y > x)) for x in sorted(begins) if x < max(ends)]
    return [x for x, _ in pairs], [y for _, y in pairs]
