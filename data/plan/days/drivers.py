"""What a plan tells about a queue's days, past and coming, as arrays the learning takes.

``exposure`` is what calls are in proportion to: customers x what no other channel takes x, on past
days, the factors of the plan's events. Events on coming days are laid over the answers instead
(``data.plan.days.events``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from data.plan import BillRun, Course, Plan
from data.plan.days.selectors import rows_for
from models.arrays import Flags, Floats
from models.queues import Queue

SCHOOL = "school holidays"
LONGEST_WAIT = 14  # days that post may wait for a working day


@dataclass(frozen=True, slots=True)
class Drivers:
    """Of consecutive days, history first."""

    exposure: Floats  # (n,) relative to the last day of history
    school_holiday: NDArray[np.bool_]  # (n,)
    posted: Floats  # (n,) bills, in mean postings
    weight: Floats  # (n,): 0 forgets the day, 1 trusts it in full, NaN: nothing is said
    periods: Mapping[str, Flags] = field(default_factory=dict)  # name -> (n,) its days

    @property
    def told_periods(self) -> dict[str, Flags]:
        """All periods that were told and touch the days, school holidays first."""
        told = {SCHOOL: self.school_holiday, **self.periods}
        return {name: days for name, days in told.items() if days.any()}

    def until(self, days: int) -> "Drivers":
        """Those of the first ``days``; exposure stays relative to the last day of history."""
        return Drivers(
            self.exposure[:days],
            self.school_holiday[:days],
            self.posted[:days],
            self.weight[:days],
            {name: on[:days] for name, on in self.periods.items()},
        )


def no_drivers(days: int) -> Drivers:
    """Days that nobody said anything about."""
    return Drivers(np.ones(days), np.zeros(days, bool), np.zeros(days), np.full(days, np.nan))


def drivers_of(plan: Plan, queue: Queue, days: Sequence[date], known: int) -> Drivers:
    """What the plan tells about a queue on ``days``, of which the first ``known`` are history."""
    customers = _course(plan.customers, queue, days, before=None)
    kept = 1.0 - _course(plan.deflection, queue, days, before=0.0)
    plain = np.where(customers > 0, customers, 1.0) * kept
    factor, weight = _past_events(plan, queue, days[:known])
    exposure = plain / plain[known - 1]
    exposure[:known] *= factor
    stated = np.full(len(days), np.nan)
    stated[:known] = weight
    for x in plan.unusual_days:
        if x.match.takes(queue):
            stated[_within(days, x.first, x.last)] = x.weight
    return Drivers(
        exposure,
        _school(plan, queue, days),
        _posted(plan, queue, days),
        stated,
        _periods(plan, queue, days),
    )


def _within(days: Sequence[date], first: date, last: date) -> NDArray[np.bool_]:
    return np.array([first <= day <= last for day in days])


def _course(
    rows: Sequence[Course], queue: Queue, days: Sequence[date], before: float | None
) -> Floats:
    """(n,) the course that is the queue's; ``before`` its first day (None: as then); 0 without."""
    chosen = rows_for(rows, queue)
    if not chosen:
        return np.zeros(len(days))
    at = [day.toordinal() for day in chosen[0].days]
    return np.interp([day.toordinal() for day in days], at, chosen[0].values, left=before)


def _past_events(plan: Plan, queue: Queue, days: Sequence[date]) -> tuple[Floats, Floats]:
    """Factors (n,) of past events, and weights: days whose calls an event set say nothing."""
    factor, weight = np.ones(len(days)), np.full(len(days), np.nan)
    for event in plan.events:
        if not event.match.takes(queue):
            continue
        on = _within(days, event.first, event.last)
        if event.factor:
            factor[on] *= event.factor
        else:
            weight[on] = 0.0
    return factor, weight


def _school(plan: Plan, queue: Queue, days: Sequence[date]) -> NDArray[np.bool_]:
    free = np.zeros(len(days), bool)
    for x in plan.school_holidays:
        if x.match.takes(queue):
            free |= _within(days, x.first, x.last)
    return free


def _periods(plan: Plan, queue: Queue, days: Sequence[date]) -> dict[str, Flags]:
    """Name -> (n,) the days of the queue's told periods."""
    found: dict[str, Flags] = {}
    for x in plan.periods:
        if x.match.takes(queue):
            on = found.setdefault(x.name, np.zeros(len(days), bool))
            for first, last in x.spans:
                on |= _within(days, first, last)
    return found


def _posted(plan: Plan, queue: Queue, days: Sequence[date]) -> Floats:
    posted = np.zeros(len(days))
    for run in plan.bill_runs:
        if run.match.takes(queue):
            for day in _postings(plan, run, days):
                posted[(day - days[0]).days] += run.bills
    return posted / posted[posted > 0].mean() if posted.any() else posted


def _postings(plan: Plan, run: BillRun, days: Sequence[date]) -> list[date]:
    """When a run's bills are posted: a date on a free day waits for the next working day."""
    earlier = [days[0] - timedelta(days=wait) for wait in range(LONGEST_WAIT, 0, -1)]
    meant = [x for x in (*earlier, *days) if x in run.dates or x.day in run.days_of_month]
    posted = [_working_day(plan, day) for day in meant]
    return [day for day in posted if days[0] <= day <= days[-1]]


def _working_day(plan: Plan, day: date) -> date:
    free = plan.calendars[plan.holidays]
    for wait in range(LONGEST_WAIT):
        later = day + timedelta(days=wait)
        if later.weekday() < 5 and later not in free:
            return later
    return day
