"""Checks of a plan's opening hours: each row, every queue has some, none overlap."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from data.calendar.clock import clock_time
from data.plan import OpeningHours
from data.plan.build.plan import WEEKDAYS
from data.plan.days.selectors import most_specific
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place, path
from models.queues import Queue

ONE_DAY = timedelta(days=1)


def check_opening_hours(draft: Draft) -> Iterator[Fault]:
    """Hours are in order and on the grid, every queue has weekdays, and no two rows overlap."""
    for row, x in enumerate(draft.plan.opening_hours):
        if x.closes < x.opens and draft.says_hours(row):
            yield not_after(("opening_hours", row), x.opens, x.closes)
        yield from _check_grid(draft, row, x)
        yield from _check_validity(("opening_hours", row), x)
    yield from _check_every_queue(draft)
    yield from _check_overlaps(draft)


def not_after(place: Place, opens: int, closes: int) -> Fault:
    """The fault of a row that closes before it opens."""
    said = f"{clock_time(closes)} is not after from ({clock_time(opens)})"
    return Fault(
        (*place, "to"), f"{said}; write a later time, and hours past midnight as a second row"
    )


def _check_grid(draft: Draft, row: int, x: OpeningHours) -> Iterator[Fault]:
    step = draft.plan.interval_minutes
    if not draft.whole("interval_minutes"):
        return
    for name, minutes in (("from", x.opens), ("to", x.closes)):
        if minutes % step:
            down = minutes - minutes % step
            near = f'"{clock_time(down)}" or "{clock_time(down + step)}"'
            said = f"{clock_time(minutes)} is no start of a {step}-minute interval"
            what = f"{said}; write {near}, or a smaller interval_minutes"
            yield Fault(("opening_hours", row, name), what)


def _check_validity(place: Place, x: OpeningHours) -> Iterator[Fault]:
    if x.valid_to < x.valid_from:
        what = f"{x.valid_to} is before valid_from ({x.valid_from}); write a later date"
        yield Fault((*place, "valid_to"), what)
    said = {"valid_from": x.valid_from > date.min, "valid_to": x.valid_to < date.max}
    for name in (key for key, written in said.items() if written and x.dates):
        what = "stands beside dates, which say themselves when they hold; leave it out"
        yield Fault((*place, name), what)


def _check_every_queue(draft: Draft) -> Iterator[Fault]:
    hours = draft.plan.opening_hours
    if not hours or not draft.whole("opening_hours"):
        return
    for row, queue in enumerate(draft.plan.queues):
        if not any(x.match.takes(queue) and not x.dates for x in hours):
            said = f"no [[opening_hours]] row with days takes {queue.id}"
            yield Fault(("queues", row), f"{said}; add one whose match takes it")


def _check_overlaps(draft: Draft) -> Iterator[Fault]:
    rows = draft.plan.opening_hours
    told: set[tuple[int, int]] = set()
    for queue in draft.plan.queues:
        for group in _layers(rows, queue):
            for one, other in combinations(group, 2):
                clash = _clash(rows[one], rows[other])
                if clash and (one, other) not in told:
                    told.add((one, other))
                    twin = path(draft.written(("opening_hours", one)))
                    said = f"overlaps {twin} for {queue.id} on {clash}"
                    remedy = "change the hours or days, or make one match narrower"
                    yield Fault(("opening_hours", other), f"{said}; {remedy}")


def _layers(rows: tuple[OpeningHours, ...], queue: Queue) -> Iterator[list[int]]:
    """The positions of rows that apply side by side: weekdays, then dates by specificity."""
    for weekly in _valid_together(rows):
        yield [weekly[x] for x in most_specific((rows[y].match for y in weekly), queue)]
    dated = [place for place, x in enumerate(rows) if x.dates and x.match.takes(queue)]
    for specificity in sorted({rows[x].match.specificity for x in dated}):
        yield [x for x in dated if rows[x].match.specificity == specificity]


def _valid_together(rows: tuple[OpeningHours, ...]) -> Iterator[list[int]]:
    """The positions of the rows with weekdays that are valid on each day on which that changes."""
    weekly = [place for place, x in enumerate(rows) if not x.dates]
    ends = (rows[x].valid_to for x in weekly)
    changes = {rows[x].valid_from for x in weekly} | {x + ONE_DAY for x in ends if x < date.max}
    for day in sorted(changes):
        yield [x for x in weekly if rows[x].valid_on(day)]


def _clash(one: OpeningHours, other: OpeningHours) -> str:
    """A day on which both rows say something different or the same twice; "" where none."""
    shut = one.opens == one.closes or other.opens == other.closes
    if not shut and (one.closes <= other.opens or other.closes <= one.opens):
        return ""
    weekdays = sorted(one.weekdays & other.weekdays & _common_weekdays(one, other))
    dates = sorted(one.dates & other.dates)
    return ", ".join([WEEKDAYS[x] for x in weekdays] + [str(x) for x in dates[:3]])


def _common_weekdays(one: OpeningHours, other: OpeningHours) -> set[int]:
    """The weekdays of the days on which both rows are valid."""
    first, last = max(one.valid_from, other.valid_from), min(one.valid_to, other.valid_to)
    days = min((last - first).days + 1, len(WEEKDAYS))
    return {(first.weekday() + x) % len(WEEKDAYS) for x in range(days)}
