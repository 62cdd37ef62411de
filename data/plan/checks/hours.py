"""Checks of a plan's opening hours: each row, every queue has some, none overlap."""

from collections.abc import Iterator
from itertools import combinations

from data.plan import OpeningHours
from data.plan.build.plan import WEEKDAYS
from data.plan.days.selectors import most_specific
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place, path
from models.queues import Queue


def check_opening_hours(draft: Draft) -> Iterator[Fault]:
    """Hours are in order and on the grid, every queue has weekdays, and no two rows overlap."""
    for row, x in enumerate(draft.plan.opening_hours):
        if x.closes < x.opens and draft.says_hours(row):
            yield not_after(("opening_hours", row), x.opens, x.closes)
        yield from _check_grid(draft, row, x)
    yield from _check_every_queue(draft)
    yield from _check_overlaps(draft)


def not_after(place: Place, opens: int, closes: int) -> Fault:
    """The fault of a row that closes before it opens."""
    said = f"{_clock(closes)} is not after from ({_clock(opens)})"
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
            near = f'"{_clock(down)}" or "{_clock(down + step)}"'
            said = f"{_clock(minutes)} is no start of a {step}-minute interval"
            what = f"{said}; write {near}, or a smaller interval_minutes"
            yield Fault(("opening_hours", row, name), what)


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
