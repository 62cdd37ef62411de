"""When a queue takes calls: the callers' wall clock, cut into the plan's intervals.

Two layers: rows with dates lie over rows with weekdays. In each layer, of the rows that are valid
on the day, those with the most specific selector win, and rows of the same specificity complement
each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

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
    holiday = _holidays(plan, days)
    answer = _by_weekday(plan, queue, days, days, holiday)
    _lay_dates_over(answer, plan, queue, days, holiday)
    return answer


def usual_minutes(plan: Plan, queues: Iterable[Queue], days: Sequence[date]) -> Floats:
    """Minutes (days, 7) of each weekday, Monday first, on which any queue usually takes calls.

    Usually: in the ISO week of the day, without holidays and without dates that override it. In
    the week in which a queue's hours begin or end, its days without any row are like the nearest
    that has one: a pool that opens on a Thursday has weeks of more than two days.
    """
    mondays = [x - timedelta(days=x.weekday()) for x in days]
    weeks = sorted(set(mondays))
    dates = [x + timedelta(days=y) for x in weeks for y in range(DAYS_A_WEEK)]
    nobody_is_free = np.zeros(len(dates), dtype=np.bool_)
    taken = np.zeros((len(dates), _slots(plan)), dtype=np.bool_)
    for queue in queues:
        taken |= _by_weekday(plan, queue, dates, _with_rows(plan, queue, dates), nobody_is_free)
    minutes = taken.sum(axis=1).reshape(len(weeks), DAYS_A_WEEK) * float(plan.interval_minutes)
    place = {monday: week for week, monday in enumerate(weeks)}
    return np.asarray(minutes[[place[x] for x in mondays]])


def _weekday_eras(
    plan: Plan, queue: Queue, days: Sequence[date]
) -> Iterator[tuple[list[OpeningHours], Flags]]:
    """The rows with weekdays that apply side by side, and on which of ``days`` (days,) they do."""
    rows = [x for x in plan.opening_hours if not x.dates and x.match.takes(queue)]
    if not rows:
        return
    numbers = np.array([x.toordinal() for x in days], dtype=np.int64)[:, None]
    firsts = np.array([x.valid_from.toordinal() for x in rows])
    valid = (numbers >= firsts) & (numbers <= [x.valid_to.toordinal() for x in rows])
    for kind in np.unique(valid, axis=0):
        now = [x for x, there in zip(rows, kind, strict=True) if there]
        yield rows_for(now, queue), np.asarray((valid == kind).all(axis=1))


def _by_weekday(
    plan: Plan, queue: Queue, days: Sequence[date], valid_on: Sequence[date], holiday: Flags
) -> Flags:
    """Open slots (days, slots) by the rows with weekdays, those of the days ``valid_on``."""
    if not plan.opening_hours:
        return np.ones((len(days), _slots(plan)), dtype=np.bool_)
    answer = np.zeros((len(days), _slots(plan)), dtype=np.bool_)
    weekdays = np.array([x.weekday() for x in days], dtype=np.int64)
    for rows, era in _weekday_eras(plan, queue, valid_on):
        for row in rows:
            answer |= _open(plan, row, era & np.isin(weekdays, list(row.weekdays)), holiday)
    return answer


def _with_rows(plan: Plan, queue: Queue, dates: Sequence[date]) -> list[date]:
    """Of whole weeks: each day, or the nearest of its week on which a row takes the queue."""
    rows = [x for x in plan.opening_hours if not x.dates and x.match.takes(queue)]
    if any((x.valid_from, x.valid_to) == (date.min, date.max) for x in rows):
        return list(dates)
    nearest: list[date] = []
    for monday in range(0, len(dates), DAYS_A_WEEK):
        week = dates[monday : monday + DAYS_A_WEEK]
        said = [day for day in week if any(x.valid_on(day) for x in rows)] or week
        nearest += [_nearest(said, day) for day in week]
    return nearest


def _nearest(days: Sequence[date], day: date) -> date:
    return min(days, key=lambda x: abs(x - day))


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


def _slots(plan: Plan) -> int:
    return MINUTES_A_DAY // plan.interval_minutes


def _holidays(plan: Plan, days: Sequence[date]) -> Flags:
    calendar = plan.calendars.get(plan.holidays, {})
    return np.array([x in calendar for x in days], dtype=np.bool_)
