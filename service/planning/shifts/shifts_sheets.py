"""Shifts as the sheets of a workbook: weeks, then each site's starts by day, then its curve."""

from datetime import date

from data.calendar.clock import clock_time
from data.exports.workbook import Sheet
from data.shifts import PoolShifts, Shift
from service.planning.shifts.shifts_table import Shifts, breaks, curve_table, weeks_table
from service.planning.staffing.staffing_sheets import SUMMARY, by_site

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CURVE = "curve"


def shifts_sheets(answer: Shifts) -> dict[str, Sheet]:
    """Sheet name -> column -> cells."""
    curves = by_site(answer.current, curve_table(answer))
    sites = [x.id for x in answer.current.plan.sites if x.id in {y.site for y in answer.weeks}]
    starts = {x: _starts([y for y in answer.weeks if y.site == x]) for x in sites}
    return {
        SUMMARY: weeks_table(answer).cells(),
        **{(f"{x} (site)" if x == SUMMARY else x): y for x, y in starts.items()},
        **{f"{x} {_CURVE}": y for x, y in curves.items()},
    }


def _starts(weeks: list[PoolShifts]) -> Sheet:
    """One row a week, pool, contract, start and breaks; how many people on each day."""
    kinds: dict[tuple[object, ...], list[int]] = {}
    for week in weeks:
        for x in week.shifts:
            days = kinds.setdefault(_kind(week, x), [0] * len(_DAYS))
            days[(x.day - week.monday).days] += x.people
    rows = sorted(kinds.items(), key=lambda x: tuple(str(y) for y in x[0]))
    names = ("week_start", "pool", "contract", "start", "end", "breaks", "paid_hours")
    told = {name: [key[i] for key, _ in rows] for i, name in enumerate(names)}
    return told | {day: [days[i] for _, days in rows] for i, day in enumerate(_DAYS)}


def _kind(week: PoolShifts, x: Shift) -> tuple[object, ...]:
    """What makes shifts alike but for the day, each at the same time of its own day."""
    monday: date = week.monday
    times = (clock_time(x.start), clock_time(x.end), breaks(x), x.paid_hours)
    return (monday.isoformat(), week.pool, x.contract, *times)
