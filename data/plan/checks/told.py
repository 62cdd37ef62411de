"""Checks of what a plan tells about days: order of dates, postings that post something."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Protocol

from data.plan.draft import Draft


class Dated(Protocol):
    """A step of the text with its date."""

    @property
    def first(self) -> date:
        """The step's date."""


class Spanned(Protocol):
    """A row of the text with its first and last day."""

    @property
    def first(self) -> date:
        """The first day."""

    @property
    def last(self) -> date:
        """The last day, included."""


def check_told(draft: Draft) -> Iterator[str]:
    """Spans end after they begin, steps follow each other, a bill run has a date."""
    spans: dict[str, Mapping[int, Spanned]] = {
        "school_holidays": draft.text.school_holidays,
        "unusual_days": draft.text.unusual_days,
    }
    for table, rows in spans.items():
        for row, x in rows.items():
            if x.last < x.first:
                yield f"{table}[{row}].to: {x.last} is before from ({x.first}); write a later date"
    for row, run in draft.text.bill_runs.items():
        if not run.dates and not run.days_of_month and draft.whole("bill_runs", row):
            yield f"bill_runs[{row}]: posts nothing; write dates, days_of_month or both"
    for row, customers in draft.text.customers.items():
        yield from check_order(f"customers[{row}]", customers.steps)
    for row, deflection in draft.text.deflection.items():
        yield from check_order(f"deflection[{row}]", deflection.steps)


def check_order(key: str, steps: Mapping[int, Dated]) -> Iterator[str]:
    """Every step is later than the one before it."""
    for (_, before), (step, x) in pairwise(steps.items()):
        if x.first <= before.first:
            what = f"{x.first} is not after the step before it ({before.first})"
            yield f"{key}.steps[{step}].from: {what}; write a later date, or reorder the steps"
