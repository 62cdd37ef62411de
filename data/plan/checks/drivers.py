"""Checks of what a plan tells about days: order of dates, postings that post something."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from data.plan.checks.row import check_spans
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place


def check_drivers(draft: Draft) -> Iterator[Fault]:
    """Spans end after they begin, steps follow each other, a bill run has a date."""
    plan = draft.plan
    yield from check_spans("school_holidays", plan.school_holidays)
    yield from check_spans("unusual_days", plan.unusual_days)
    for row, run in enumerate(plan.bill_runs):
        if not run.dates and not run.days_of_month and draft.whole("bill_runs", row):
            what = "posts nothing; write dates, days_of_month or both"
            yield Fault(("bill_runs", row), what)
    for table, courses in (("customers", plan.customers), ("deflection", plan.deflection)):
        for row, x in enumerate(courses):
            yield from check_order((table, row), x.days)


def check_order(place: Place, days: Sequence[date]) -> Iterator[Fault]:
    """Every step of the row at a place is later than the one before it."""
    for step, (before, day) in enumerate(pairwise(days), start=1):
        if day <= before:
            what = f"{day} is not after the step before it ({before})"
            remedy = "write a later date, or reorder the steps"
            yield Fault((*place, "steps", step, "from"), f"{what}; {remedy}")
