"""Who starts when: a pool's shifts of a week, starts by days."""

from dataclasses import dataclass

from data.calendar.clock import clock_time
from data.plan.days.opening import DAYS_A_WEEK
from data.shifts import PoolShifts, Shift
from service.planning.shifts.shifts_table import breaks


@dataclass(frozen=True, slots=True)
class Start:
    """Shifts that are alike but for the day, at times of the site's clock."""

    contract: str
    start: str
    end: str
    breaks: str  # in words; empty without
    paid_hours: float  # a person's
    people: tuple[int, ...]  # (7,) Monday first


def starts(week: PoolShifts) -> tuple[Start, ...]:
    """Contract by contract in the plan's order, the earliest first."""
    order = [x.contract for x in week.heads]
    kinds: dict[tuple[int, int, int, str, float], list[int]] = {}
    for x in week.shifts:
        kind = (order.index(x.contract), x.start, x.end, breaks(x), x.paid_hours)
        kinds.setdefault(kind, [0] * DAYS_A_WEEK)[_day(week, x)] += x.people
    return tuple(
        Start(order[contract], clock_time(start), clock_time(end), paused, hours, tuple(people))
        for (contract, start, end, paused, hours), people in sorted(kinds.items())
    )


def on_days(week: PoolShifts) -> tuple[int, ...]:
    """(7,) people at work, Monday first."""
    found = [0] * DAYS_A_WEEK
    for x in week.shifts:
        found[_day(week, x)] += x.people
    return tuple(found)


def _day(week: PoolShifts, x: Shift) -> int:
    return (x.day - week.monday).days
