"""Checks of what a plan tells about days: order of dates, postings that post something."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise, product

from data.calendar.known_periods import KNOWN_PERIODS
from data.plan.checks.row import check_spans
from data.plan.periods import Period
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place, path
from data.suggestion import suggestion


def check_drivers(draft: Draft) -> Iterator[Fault]:
    """Spans end after they begin, steps follow each other, a bill run has a date."""
    plan = draft.plan
    yield from check_spans("school_holidays", plan.school_holidays)
    yield from check_spans("unusual_days", plan.unusual_days)
    yield from check_periods(draft)
    for row, run in enumerate(plan.bill_runs):
        if not run.dates and not run.days_of_month and draft.whole("bill_runs", row):
            what = "posts nothing; write dates, days_of_month or both"
            yield Fault(("bill_runs", row), what)
    for table, courses in (("customers", plan.customers), ("deflection", plan.deflection)):
        for row, x in enumerate(courses):
            yield from check_order((table, row), x.days)


def check_periods(draft: Draft) -> Iterator[Fault]:
    """A period has two dates in order, or the calendar knows it, and no day is told of twice."""
    for row, x in enumerate(draft.plan.periods):
        place = ("periods", row)
        if x.first and x.last and x.last < x.first:
            what = f"{x.last} is before from ({x.first}); write a later date"
            yield Fault((*place, "to"), what)
        if (x.first is None) != (x.last is None) and draft.whole(*place):
            key = "to" if x.last is None else "from"
            what = "is missing; write a date, or neither from nor to for a period of the calendar"
            yield Fault((*place, key), what)
        if (x.first, x.last) == (None, None) and x.name not in KNOWN_PERIODS:
            what = f'"{x.name}" is no period that the calendar knows'
            remedy = f"write from and to, or {suggestion(x.name, KNOWN_PERIODS)}"
            if draft.whole(*place):
                yield Fault((*place, "name"), f"{what}; {remedy}")
        yield from _told_twice(draft, row)


def _told_twice(draft: Draft, row: int) -> Iterator[Fault]:
    x = draft.plan.periods[row]
    for number, other in enumerate(draft.plan.periods[:row]):
        common = any(x.match.takes(q) and other.match.takes(q) for q in draft.plan.queues)
        if x.name == other.name and common and _overlap(x, other):
            twin = path(draft.written(("periods", number)))
            what = f'tells of days of "{x.name}" that {twin} tells of too, for the same queues'
            yield Fault(("periods", row), f"{what}; leave one of them out, or write other dates")
            return


def _overlap(x: Period, other: Period) -> bool:
    pairs = product(x.spans, other.spans)
    return any(a[0] <= b[1] and b[0] <= a[1] for a, b in pairs)


def check_order(place: Place, days: Sequence[date]) -> Iterator[Fault]:
    """Every step of the row at a place is later than the one before it."""
    for step, (before, day) in enumerate(pairwise(days), start=1):
        if day <= before:
            what = f"{day} is not after the step before it ({before})"
            remedy = "write a later date, or reorder the steps"
            yield Fault((*place, "steps", step, "from"), f"{what}; {remedy}")
