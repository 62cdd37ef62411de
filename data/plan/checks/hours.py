"""Checks of a plan's opening hours: each row, every queue has some, none overlap."""

from collections.abc import Iterator
from itertools import combinations

from data.plan import OpeningHours
from data.plan.build import WEEKDAYS
from data.plan.draft import Draft
from data.plan.selectors import most_specific
from data.plan.text import OpeningHoursText
from models.queues import Queue


def check_opening_hours(draft: Draft) -> Iterator[str]:
    """Hours are in order and on the grid, every queue has weekdays, and no two rows overlap."""
    for row, x in draft.text.opening_hours.items():
        yield from _check_days(f"opening_hours[{row}]", x)
        yield from _check_hours(f"opening_hours[{row}]", x)
        yield from _check_grid(draft, f"opening_hours[{row}]", x)
    yield from _check_every_queue(draft)
    yield from _check_overlaps(draft)


def _check_days(key: str, x: OpeningHoursText) -> Iterator[str]:
    if x.days and x.dates:
        yield f"{key}: has both days and dates; write two rows, one with each"
    if x.closed and not x.dates:
        yield f"{key}.closed: closes weekdays, not dates; leave out the row, or write dates"


def _check_hours(key: str, x: OpeningHoursText) -> Iterator[str]:
    if x.closed:
        if x.opens is not None or x.closes is not None:
            yield f"{key}.closed: stands beside from or to; leave out from and to, or closed"
        return
    for name, minutes in (("from", x.opens), ("to", x.closes)):
        if minutes is None:
            yield f'{key}.{name}: is missing; write a time such as "08:00", or closed = true'
    if x.opens is not None and x.closes is not None and x.closes <= x.opens:
        said = f"{_clock(x.closes)} is not after from ({_clock(x.opens)})"
        yield f"{key}.to: {said}; write a later time, and hours past midnight as a second row"


def _check_grid(draft: Draft, key: str, x: OpeningHoursText) -> Iterator[str]:
    step = draft.plan.interval_minutes
    if not draft.whole("interval_minutes"):
        return
    for name, minutes in (("from", x.opens), ("to", x.closes)):
        if minutes is not None and minutes % step:
            down = minutes - minutes % step
            near = f'"{_clock(down)}" or "{_clock(down + step)}"'
            said = f"{_clock(minutes)} is no start of a {step}-minute interval"
            yield f"{key}.{name}: {said}; write {near}, or a smaller interval_minutes"


def _check_every_queue(draft: Draft) -> Iterator[str]:
    hours = draft.plan.opening_hours
    if not hours or not draft.whole("opening_hours"):
        return
    for (row, _), queue in zip(draft.text.queues.items(), draft.plan.queues, strict=True):
        if not any(x.match.takes(queue) and not x.dates for x in hours):
            said = f"no [[opening_hours]] row with days takes {queue.id}"
            yield f"queues[{row}]: {said}; add one whose match takes it"


def _check_overlaps(draft: Draft) -> Iterator[str]:
    numbers, rows = list(draft.text.opening_hours), draft.plan.opening_hours
    told: set[tuple[int, int]] = set()
    for queue in draft.plan.queues:
        for group in _layers(rows, queue):
            for one, other in combinations(group, 2):
                clash = _clash(rows[one], rows[other])
                if clash and (one, other) not in told:
                    told.add((one, other))
                    key, twin = (f"opening_hours[{numbers[x]}]" for x in (other, one))
                    said = f"overlaps {twin} for {queue.id} on {clash}"
                    yield f"{key}: {said}; change the hours or days, or make one match narrower"


def _layers(rows: tuple[OpeningHours, ...], queue: Queue) -> Iterator[list[int]]:
    """The positions of rows that apply side by side: weekdays, then dates by specificity."""
    weekly = [place for place, x in enumerate(rows) if not x.dates]
    yield [weekly[x] for x in most_specific((rows[y].match for y in weekly), queue)]
    dated = [place for place, x in enumerate(rows) if x.dates and x.match.takes(queue)]
    for specificity in sorted({rows[x].match.specificity for x in dated}):
        yield [x for x in dated if rows[x].match.specificity == specificity]


def _clash(one: OpeningHours, other: OpeningHours) -> str:
    """A day on which both rows say something different or the same twice; "" where none."""
    shut = one.opens == one.closes or other.opens == other.closes
    if not shut and (one.closes <= other.opens or other.closes <= one.opens):
        return ""
    weekdays = sorted(one.weekdays & other.weekdays)
    dates = sorted(one.dates & other.dates)
    return ", ".join([WEEKDAYS[x] for x in weekdays] + [str(x) for x in dates[:3]])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
