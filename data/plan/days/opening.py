"""When a queue takes calls: the callers' wall clock, cut into the plan's intervals.

Two layers: rows with dates lie over rows with weekdays. In each layer the rows with the most
specific selector win, and rows of the same specificity complement each other.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from data.plan import OpeningHours, Plan
from data.plan.days.selectors import rows_for
from models.arrays import Flags, Floats
from models.queues import Queue

DAYS_A_WEEK = 7
MINUTES_A_DAY = 24 * 60


def open_slots(plan: Plan, queue: Queue, days: Sequence[date]) -> Flags:
    """Which slots (days, 1440 // interval_minutes) of the callers' wall clock the queue is open.

    A plan without opening hours is open round the clock.
    """
    slots = MINUTES_A_DAY // plan.interval_minutes
    if not plan.opening_hours:
        return np.ones((len(days), slots), dtype=np.bool_)
    answer = np.zeros((len(days), slots), dtype=np.bool_)
    holiday = _holidays(plan, days)
    weekdays = np.array([x.weekday() for x in days], dtype=np.int64)
    for row in rows_for([x for x in plan.opening_hours if not x.dates], queue):
        on = np.isin(weekdays, list(row.weekdays))
        answer |= _open(plan, row, on, holiday)
    _lay_dates_over(answer, plan, queue, days, holiday)
    return answer


def usual_minutes(plan: Plan, queues: Iterable[Queue]) -> Floats:
    """Minutes (7,) of each weekday, Monday first, on which any of the queues usually takes calls.

    Usually: in a week without holidays and without dates that override it.
    """
    slots = MINUTES_A_DAY // plan.interval_minutes
    week = np.zeros((DAYS_A_WEEK, slots), dtype=np.bool_)
    for queue in queues:
        week |= not plan.opening_hours  # open round the clock
        for row in rows_for([x for x in plan.opening_hours if not x.dates], queue):
            on = np.isin(np.arange(DAYS_A_WEEK), list(row.weekdays))
            week |= _open(plan, row, on, np.zeros_like(on))
    return np.asarray(week.sum(axis=1) * float(plan.interval_minutes))


def _lay_dates_over(
    answer: Flags, plan: Plan, queue: Queue, days: Sequence[date], holiday: Flags
) -> None:
    dated = [x for x in plan.opening_hours if x.dates and x.match.takes(queue)]
    for specificity in sorted({x.match.specificity for x in dated}):
        rows = [x for x in dated if x.match.specificity == specificity]
        named = [np.array([day in x.dates for day in days], dtype=np.bool_) for x in rows]
        answer[np.any(named, axis=0)] = False
        for row, on in zip(rows, named, strict=True):
            answer |= _open(plan, row, on, holiday)


def _open(plan: Plan, row: OpeningHours, on: Flags, holiday: Flags) -> Flags:
    starts = np.arange(0, MINUTES_A_DAY, plan.interval_minutes)
    hours = (starts >= row.opens) & (starts < row.closes)
    working = on & ~holiday if row.closed_on_holidays else on
    return working[:, None] & hours[None, :]


def _holidays(plan: Plan, days: Sequence[date]) -> Flags:
    calendar = plan.calendars.get(plan.holidays, {})
    return np.array([x in calendar for x in days], dtype=np.bool_)
